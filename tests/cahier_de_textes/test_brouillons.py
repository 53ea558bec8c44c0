"""Autosaved drafts: one's own, of a form that one may send, ended by its sending."""

import datetime as dt
import json
import re

import pytest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import Context, Template
from django.test import RequestFactory

from ent.portail.actions import garder_brouillon
from ent.portail.models import Brouillon
from ent.portail.views.brouillons import brouillon_termine


def adresse(cle: str) -> str:
    return f"/cahier/brouillon/{cle}/"


def texte_de(brouillon: Brouillon) -> list:
    return dict(brouillon.champs)["texte"]


def test_a_draft_is_kept_in_the_order_of_the_form_and_found_again(d, mardi, entrer):
    cle = f"travail:classe:{d.cp_ce1.pk}"
    claire = entrer(d.enseignante)
    corps = "csrfmiddlewaretoken=x&brouillon-cle=y&zone=1&texte=Lire&contenu-1-type=texte&contenu-0-type=mots&contenu-geste=monter-1&eleves=3&eleves=4"
    options = {"content_type": "application/x-www-form-urlencoded"}
    assert claire.post(adresse(cle), corps, **options).status_code == 204
    garde = Brouillon.objects.get()
    assert (garde.auteur, garde.cle, garde.etablissement) == (d.enseignante, cle, d.cp_ce1.etablissement)
    assert garde.champs == [
        ["zone", ["1"]], ["texte", ["Lire"]], ["contenu-1-type", ["texte"]], ["contenu-0-type", ["mots"]], ["eleves", ["3", "4"]],
    ]  # fmt: skip
    assert claire.post(adresse(cle), {"texte": "Lire encore"}).status_code == 204
    assert texte_de(Brouillon.objects.get()) == ["Lire encore"]
    assert claire.delete(adresse(cle)).status_code == 204
    assert not Brouillon.objects.exists()


def test_what_was_on_its_way_when_its_form_was_accepted_brings_nothing_back(d, mardi, entrer):
    """Its own page alone: what is begun on another one is kept."""
    formulaire = f"travail:classe:{d.cp_ce1.pk}"
    claire, page = entrer(d.enseignante), f"{formulaire}~abcdefgh"
    assert claire.post(adresse(page), {"texte": "Relire"}).status_code == 204
    requete = RequestFactory().post("/", {"brouillon-cle": page})
    requete.user = d.enseignante
    brouillon_termine(lambda _requete: redirect("/"))(requete)
    assert not Brouillon.objects.exists()
    assert claire.post(adresse(page), {"texte": "Relire"}).status_code == 409 and not Brouillon.objects.exists()
    assert claire.post(adresse(f"{formulaire}~ijklmnop"), {"texte": "Écrire"}).status_code == 204
    assert texte_de(Brouillon.objects.get()) == ["Écrire"]


def test_a_character_that_postgresql_refuses_is_dropped(d, mardi, entrer):
    cle = f"travail:classe:{d.cp_ce1.pk}"
    assert entrer(d.enseignante).post(adresse(cle), {"texte": "Li\0re"}).status_code == 204
    assert texte_de(Brouillon.objects.get()) == ["Lire"]


def test_only_who_may_send_the_form_keeps_its_draft(d, mardi, entrer):
    cles = [f"{quoi}:classe:{d.cp_ce1.pk}" for quoi in ("travail", "seance")]
    for personne in (d.mere, d.enseignant, d.directrice, d.eleve_cp):
        client = entrer(personne)
        for cle in cles:
            assert client.post(adresse(cle), {"texte": "x"}).status_code == 404, (personne, cle)
    assert not Brouillon.objects.exists()
    claire = entrer(d.enseignante)
    for cle in [
        "travail:classe:0",
        "travail:classe:999999",
        "autre:classe:1",
        "travail:9999999999999999999",
        "x" * 200,
    ]:
        assert claire.post(adresse(cle), {"texte": "x"}).status_code == 404


def test_two_teachers_of_a_class_have_each_their_own(d, mardi, entrer):
    """Nothing of a draft is shown to anyone else, even who teaches the same class."""
    cle = f"travail:classe:{d.cp_ce1.pk}"
    ecole = d.cp_ce1.etablissement
    garder_brouillon(auteur=d.enseignante, etablissement=ecole, cle=cle, champs=[("texte", ["de Claire"])])
    garder_brouillon(auteur=d.enseignant, etablissement=ecole, cle=cle, champs=[("texte", ["de Yann"])])
    assert offert(d.enseignante, cle) == [["texte", "de Claire"]]
    assert offert(d.enseignant, cle) == [["texte", "de Yann"]]
    assert offert(d.directrice, cle) is None
    entrer(d.enseignante).delete(adresse(cle))
    assert [b.auteur for b in Brouillon.objects.all()] == [d.enseignant]


def offert(personne, cle: str) -> list | None:
    """The fields that the form would offer to take up again."""
    requete = RequestFactory().get("/")
    requete.user = personne
    page = Template("{% load brouillons %}{% brouillon_de cle %}").render(Context({"request": requete, "cle": cle}))
    trouve = re.search(r'<script type="application/json">(.*?)</script>', page)
    return json.loads(trouve[1])[0]["champs"] if trouve else None


def test_a_draft_that_is_too_long_is_refused_and_the_last_one_stays(d, mardi, entrer):
    cle = f"travail:classe:{d.cp_ce1.pk}"
    claire = entrer(d.enseignante)
    claire.post(adresse(cle), {"texte": "court"})
    assert claire.post(adresse(cle), {"texte": "x" * 200_001}).status_code == 413
    assert texte_de(Brouillon.objects.get()) == ["court"]


def test_a_draft_needs_the_token_of_its_page(d, mardi, entrer):
    client = entrer(d.enseignante, enforce_csrf_checks=True)
    cle = f"travail:classe:{d.cp_ce1.pk}"
    assert client.post(adresse(cle), {"texte": "x"}).status_code == 403
    assert not Brouillon.objects.exists()


def test_what_was_forgotten_for_two_months_goes(d, mardi, horloge):
    ecole = d.cp_ce1.etablissement
    garder_brouillon(auteur=d.enseignante, etablissement=ecole, cle="travail:1", champs=[])
    garder_brouillon(auteur=d.enseignant, etablissement=ecole, cle="travail:1", champs=[])
    horloge(mardi + dt.timedelta(days=61))
    garder_brouillon(auteur=d.enseignante, etablissement=ecole, cle="travail:2", champs=[])
    assert {(b.auteur, b.cle) for b in Brouillon.objects.all()} == {
        (d.enseignante, "travail:2"),
        (d.enseignant, "travail:1"),
    }


@pytest.mark.parametrize(("accepte", "reste"), [(True, 0), (False, 1)])
def test_the_draft_ends_when_its_form_is_accepted_and_then_only(d, mardi, accepte, reste):
    cle = f"travail:classe:{d.cp_ce1.pk}"
    garder_brouillon(auteur=d.enseignante, etablissement=d.cp_ce1.etablissement, cle=cle, champs=[("texte", ["x"])])
    requete = RequestFactory().post("/", {"brouillon-cle": cle})
    requete.user = d.enseignante
    reponse = brouillon_termine(lambda r: redirect("/") if accepte else HttpResponse(status=422))(requete)
    assert Brouillon.objects.count() == reste
    assert reponse.cookies.get("brouillon_fini", None) is None or accepte
    if accepte:
        assert reponse.cookies["brouillon_fini"].value == cle


def test_showing_a_form_asks_for_its_draft_once(d, mardi, django_assert_num_queries):
    cle = f"travail:classe:{d.cp_ce1.pk}"
    with django_assert_num_queries(1):
        assert offert(d.enseignante, cle) is None
    garder_brouillon(
        auteur=d.enseignante, etablissement=d.cp_ce1.etablissement, cle=cle, champs=[("texte", ["</script><b>"])]
    )
    with django_assert_num_queries(1):
        assert offert(d.enseignante, cle) == [["texte", "</script><b>"]]
