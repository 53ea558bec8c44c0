"""What everybody reads of the menus of a school, and when the pages that show it are told that they changed."""

import datetime as dt

import pytest

from ent.annuaire.models import Etablissement
from ent.portail.registres import publics, repas_publies
from ent.services.periscolaire.actions import jours_fermes, menus
from tests.etages import poser

from .conftest import JEUDI, LUNDI, MARDI, PROCHAIN, SEMAINE


@pytest.fixture
def dits(monkeypatch) -> list[int]:
    ecoles: list[int] = []
    monkeypatch.setattr(publics, "_suites", [ecoles.extend])
    return ecoles


def test_published_meals_from_today_and_a_closed_day_without_its_own(d, cantine, publier, dits):
    publier(lundi=LUNDI)
    menus.ecrire_semaine(ecoles=[d.elementaire], lundi=PROCHAIN, jours={}, auteur=d.directrice)
    assert [(r.jour, r.plats[:9]) for r in repas_publies(d.elementaire)] == [
        (MARDI, "Concombre"),
        (JEUDI, "Soupe, ri"),
        (JEUDI + dt.timedelta(days=1), "Œuf dur, "),
    ]
    del dits[:]
    jours_fermes.fermer_jour(service=cantine, jour=JEUDI, raison="grève", auteur=d.directrice)
    ferme = repas_publies(d.elementaire)[1]
    assert (ferme.jour, ferme.plats, ferme.ferme) == (JEUDI, "", "Fermé ce jour-là.") and dits == [d.elementaire.pk]


def test_neither_drafts_nor_those_of_a_school_that_closed_the_module(d, publier, dits):
    publier(texte=SEMAINE)
    assert repas_publies(d.elementaire) and d.elementaire.pk in dits and not repas_publies(d.maternelle)
    poser({"module.periscolaire": False}, d.elementaire)
    assert not repas_publies(Etablissement.objects.get(pk=d.elementaire.pk))
    poser({"module.periscolaire": True}, d.elementaire)
    menus.retirer_semaine(ecoles=[d.elementaire], lundi=PROCHAIN, auteur=d.directrice)
    assert not repas_publies(Etablissement.objects.get(pk=d.elementaire.pk))
