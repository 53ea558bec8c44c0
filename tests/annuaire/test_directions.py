"""A school is never left without a direction: who names one ends one, and not the last."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from ent.annuaire import actions
from ent.annuaire.models import Personne
from ent.diffusion.models import Notification
from tests.annuaire.test_arrivees import TROP_LONGUE
from tests.annuaire.test_ecoles import DIRECTION, LISTE, texte


def fin_de(personne, uai: str = "0789901N") -> str:
    return reverse("annuaire_fiche_direction_finir", args=[uai, personne.uuid])


def test_a_school_is_never_left_without_a_direction(d, entrer, mardi):
    client = entrer(d.operateur)
    reponse = client.post(fin_de(d.directrice, d.elementaire.uai), follow=True)
    [refus] = reponse.context["messages"]
    assert str(refus) == "Personne d’autre ne dirige cette école : nommez d’abord qui prend la suite."
    assert "Ne dirige plus" not in client.get(f"{LISTE}{d.elementaire.uai}/").text
    assert d.directrice.portee.etablissements_diriges == {d.elementaire.pk}


@pytest.mark.besoin_de("ent.services.onde")
def test_who_is_followed_directs_no_more_and_this_is_undone(d, entrer, mardi):
    client = entrer(d.operateur)
    client.post(f"{LISTE}{d.elementaire.uai}/direction/", DIRECTION)
    jour = timezone.localdate()
    mandat = actions.confier_des_pouvoirs(
        etablissement=d.elementaire,
        personne=d.enseignant,
        auteur=d.directrice,
        pouvoirs=["import"],
        debut=jour,
        fin=jour,
    )
    client.post(fin_de(d.directrice, d.elementaire.uai))
    mandat.refresh_from_db()
    assert mandat.fini_le
    assert entrer(d.directrice).get(f"/annuaire/{d.elementaire.uai}/equipe/").status_code == 404
    page = client.get(f"{LISTE}{d.elementaire.uai}/")
    [annuler] = re.findall(r'action="([^"]*/direction/rendre/[^"]+)"', page.text)
    assert "tout est comme avant" in client.post(annuler, follow=True).text
    assert entrer(d.directrice).get(f"/annuaire/{d.elementaire.uai}/equipe/").status_code == 200
    mandat.refresh_from_db()
    assert (mandat.fini_le, mandat.fini_par) == (None, None)
    assert Personne.objects.get(pk=d.enseignant.pk).portee.mandats == {d.elementaire.pk: frozenset({"import"})}


def test_powers_that_were_confided_again_since_stay_as_the_other_said(d, entrer, mardi):
    client = entrer(d.operateur)
    client.post(f"{LISTE}{d.elementaire.uai}/direction/", DIRECTION)
    rose, jour = Personne.objects.get(nom="Ny"), timezone.localdate()
    confier = {"etablissement": d.elementaire, "personne": d.enseignant, "debut": jour, "fin": jour}
    avant = actions.confier_des_pouvoirs(**confier, auteur=d.directrice, pouvoirs=["import"])
    fin = actions.finir_une_direction(personne=d.directrice, etablissement=d.elementaire, auteur=d.operateur)
    apres = actions.confier_des_pouvoirs(**confier, auteur=rose, pouvoirs=["papiers"])
    actions.annuler_un_depart(depart=fin, etablissement=d.elementaire, auteur=d.operateur)
    for mandat in (avant, apres):
        mandat.refresh_from_db()
    assert (avant.fini_le is None, apres.fini_le) == (False, None)


def test_an_address_that_is_too_long_to_be_kept_is_refused_and_says_so(d, entrer, mardi):
    page = entrer(d.operateur).post(f"{LISTE}{d.elementaire.uai}/direction/", DIRECTION | {"courriel": TROP_LONGUE})
    assert page.status_code == 422 and "254" in page.text


@pytest.mark.parametrize("qui", ["directrice", "referente", "mere"])
def test_the_operator_alone_ends_a_direction(d, entrer, mardi, qui):
    entrer(d.operateur).post(f"{LISTE}{d.elementaire.uai}/direction/", DIRECTION)
    assert entrer(getattr(d, qui)).post(fin_de(d.directrice, d.elementaire.uai)).status_code == 404


def test_who_directs_already_and_the_commune_are_told_who_else_is_named(d, entrer, mardi):
    """Whoever is named from above reads the pupils of the school once their account is open: nobody does so unseen."""
    client = entrer(d.operateur)
    client.post(f"{LISTE}{d.elementaire.uai}/direction/", DIRECTION)
    dites = Notification.objects.filter(nature="connexion.direction_nommee")
    assert set(dites.values_list("destinataire", "adresse")) == {
        (d.directrice.pk, reverse("annuaire_equipe", args=[d.elementaire.uai])),
        (d.referente.pk, reverse("annuaire_fiche", args=[d.elementaire.uai])),
    }
    phrase = "École du Cerf-Volant : M. Renard a nommé Mme Ny à la direction."
    for personne in (d.directrice, d.referente):
        lecteur = entrer(personne)
        assert phrase in texte(lecteur.get(reverse("notifications")))
        assert lecteur.get(dites.get(destinataire=personne).adresse).status_code == 200
