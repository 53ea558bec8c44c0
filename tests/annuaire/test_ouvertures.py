"""A school opened by mistake is corrected or taken away while nobody and nothing is in it; a merger is offered when it may be declared."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from ent.annuaire import actions
from ent.annuaire.models import EntreeJournal, Etablissement, Place
from tests.annuaire.test_ecoles import DIRECTION, OUVERTURE


def test_a_school_opened_by_mistake_is_corrected_and_what_was_made_with_it_too(d, entrer):
    client = entrer(d.operateur)
    client.post("/annuaire/ecoles/ouvrir/", OUVERTURE)
    fiche, corriger = (reverse(n, args=[OUVERTURE["uai"]]) for n in ("annuaire_fiche", "annuaire_fiche_corriger"))
    assert corriger in client.get(fiche).text
    version = re.search(r'name="version" value="([^"]*)"', client.get(corriger).text)[1]
    dits = {"nom": "École des Lilas", "commune": "78621", "nature": "maternelle", "version": version}
    assert "C’est corrigé." in client.post(corriger, dits, follow=True).text
    ecole = Etablissement.objects.get(uai=OUVERTURE["uai"])
    assert (ecole.nom, ecole.nature, ecole.commune.code_insee) == ("École des Lilas", "maternelle", "78621")
    if hasattr(ecole, "site"):  # the room may not be there
        assert ecole.site.slug == "ecole-des-lilas"
        assert client.get("/ecoles/ecole-des-merisiers/").status_code == 404
    assert EntreeJournal.objects.filter(verbe="annuaire.corriger_etablissement", etablissement=ecole).exists()


def test_a_school_opened_by_mistake_is_taken_away_and_may_open_again(d, entrer):
    client = entrer(d.operateur)
    avant = Etablissement.objects.count()
    client.post("/annuaire/ecoles/ouvrir/", OUVERTURE)
    retirer = reverse("annuaire_fiche_retirer", args=[OUVERTURE["uai"]])
    assert {entrer(qui).post(retirer).status_code for qui in (d.directrice, d.referente, d.mere)} == {404}
    assert "est retiré" in client.post(retirer, follow=True).text
    assert Etablissement.objects.count() == avant
    assert client.get("/ecoles/ecole-des-merisiers/").status_code == 404
    ligne = EntreeJournal.objects.get(verbe="annuaire.retirer_etablissement")
    assert (ligne.etablissement_id, ligne.details["uai"]) == (None, OUVERTURE["uai"])
    assert "C’est ouvert" in client.post("/annuaire/ecoles/ouvrir/", OUVERTURE, follow=True).text


@pytest.mark.parametrize("quoi", ["direction", "reglage"])
def test_a_school_where_somebody_or_something_is_stays(d, entrer, quoi):
    """Even by a page left open; whatever room holds it."""
    client = entrer(d.operateur)
    client.post("/annuaire/ecoles/ouvrir/", OUVERTURE | (DIRECTION if quoi == "direction" else {}))
    ecole = Etablissement.objects.get(uai=OUVERTURE["uai"])
    if quoi == "reglage":
        place = Place(ecole=ecole)
        actions.regler(place=place, code="calme.debut", valeur=dt.time(19), auteur=d.operateur)
    for nom in ("annuaire_fiche_retirer", "annuaire_fiche_corriger"):
        version = re.search(r'name="version" value="([^"]*)"', client.get(reverse(nom, args=[ecole.uai])).text)
        dits = {"nom": "Autre", "commune": "78621", "nature": "maternelle", "version": version and version[1]}
        reponse = client.post(reverse(nom, args=[ecole.uai]), {k: v for k, v in dits.items() if v}, follow=True)
        assert "est déjà dans cet établissement" in reponse.text
    ecole.refresh_from_db()
    assert ecole.nom == OUVERTURE["nom"]
    site = client.get("/ecoles/ecole-des-merisiers/").status_code
    assert site == (200 if hasattr(ecole, "site") else 404)
    assert ("Corriger ou retirer" in client.get(reverse("annuaire_fiche", args=[ecole.uai])).text) == (
        quoi == "reglage"
    )


def test_a_fusion_is_offered_while_one_may_be_declared(d, entrer, horloge, mardi):
    fiche = reverse("annuaire_fiche", args=[d.elementaire.uai])
    assert "Réunir avec une autre" not in entrer(d.operateur).get(fiche).text
    horloge(mardi.replace(year=2027, month=5, day=4))
    assert "Réunir avec une autre" in entrer(d.operateur).get(fiche).text
