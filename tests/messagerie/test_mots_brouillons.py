"""A mot as it is being typed: its author's alone, of a form that they may send, ended by its sending."""

import json
import re

import pytest
from django.urls import reverse

from ent.portail.models import Brouillon
from messagerie.models import Mot
from tests.messagerie.mots import envoyer

SAISI = {"nature": "oui_non", "titre": "Sortie à la ferme", "texte": "Départ 8 h 40.", "libelle_oui": "Je viens"}


def adresse(cle: str) -> str:
    return f"/carnet/brouillon/{cle}/"


def offert(page: str) -> dict | None:
    """The fields that the form offers to take up again."""
    trouve = re.search(r'<script type="application/json">(.*?)</script>', page)
    return dict(json.loads(trouve[1])["champs"]) if trouve else None


@pytest.fixture
def claire(d, mardi, entrer):
    return entrer(d.enseignante)


@pytest.fixture
def page(d):
    return reverse("carnet_ecrire_classe", args=[d.cp_ce1.pk])


def test_what_was_typed_is_offered_again_to_its_author_alone(d, claire, entrer, page):
    cle = f"mot:classe:{d.cp_ce1.pk}"
    assert f'data-brouillon="{cle}"' in claire.get(page).text
    assert offert(claire.get(page).text) is None
    assert claire.post(adresse(cle), SAISI).status_code == 204
    assert offert(claire.get(page).text) == SAISI
    assert Brouillon.objects.get().etablissement == d.elementaire
    assert offert(entrer(d.directrice).get(page).text) is None


def test_taken_up_again_the_form_is_as_it_was_typed_and_nothing_leaves(d, claire, page):
    reponse = claire.post(
        page, SAISI | {"titre": "", "contenu-geste": "reprendre-tout", "brouillon-cle": "mot:classe:1"}
    )
    assert "Départ 8 h 40." in reponse.text and "Je viens" in reponse.text
    assert "Rien n’est encore parti" not in reponse.text
    assert not Mot.objects.exists()


@pytest.mark.parametrize(("titre", "reste"), [("Sortie à la ferme", 0), ("", 1)])
def test_it_ends_when_the_mot_leaves_and_then_only(d, claire, page, titre, reste):
    cle = f"mot:classe:{d.cp_ce1.pk}"
    claire.post(adresse(cle), SAISI)
    envoi = SAISI | {"titre": titre, "libelle_non": "Non", "pour": "", "signatures": "une", "date_limite": "2026-11-27"}
    reponse = claire.post(page, envoi | {"brouillon-cle": cle})
    assert (reponse.status_code, Brouillon.objects.count()) == ((422, 1) if reste else (302, 0))
    assert ("brouillon_fini" in reponse.cookies) is not bool(reste)


def test_a_correction_has_its_own(d, claire):
    mot = envoyer(d)
    claire.post(adresse(f"mot:{mot.pk}"), {"titre": "Corrigé"})
    assert offert(claire.get(reverse("carnet_corriger", args=[mot.pk])).text) == {"titre": "Corrigé"}
    assert claire.delete(adresse(f"mot:{mot.pk}")).status_code == 204
    assert not Brouillon.objects.exists()


def test_only_who_may_send_the_form_keeps_its_draft(d, mardi, entrer):
    mot = envoyer(d)
    cles = {
        f"mot:classe:{d.cp_ce1.pk}": {"enseignante", "directrice"},
        f"mot:ecole:{d.elementaire.pk}": {"directrice"},
        f"mot:groupe:{d.groupe_lecture.pk}": {"enseignant", "directrice"},
        f"mot:{mot.pk}": {"enseignante"},  # its sender alone corrects it
    }
    gens = ("enseignante", "enseignant", "directrice", "directrice_maternelle", "mere", "eleve_cp")
    for cle, attendus in cles.items():
        gardent = {q for q in gens if entrer(getattr(d, q)).post(adresse(cle), {"titre": "x"}).status_code == 204}
        assert gardent == attendus, cle
    for cle in ("mot:classe:0", "mot:classe:999999", "travail:classe:1", "mot:9999999999999999999", "x" * 200):
        assert entrer(d.enseignante).post(adresse(cle), {"titre": "x"}).status_code == 404
