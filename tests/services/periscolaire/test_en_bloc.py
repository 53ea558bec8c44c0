"""Whole classes that a closure, a strike or an outing takes away, where their pupils are still counted."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from ent.annuaire.registres import enfants
from ent.annuaire.registres.enfants import Ailleurs
from ent.services.periscolaire.feuilles import cuisine_pdf
from ent.services.periscolaire.lectures.listes import cuisine_de
from tests.papiers import pages

from .conftest import VENDREDI


def texte(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.replace("\u00a0", " ")))


@pytest.fixture
def attendus(d, cantine, dire):
    """Inès and Kenza of the CP-CE1, Sofiane of the CM2."""
    dire(cantine, d.eleve_cp, VENDREDI)
    dire(cantine, d.eleve_cm2, VENDREDI)
    dire(cantine, d.eleve_ce1, VENDREDI, par=d.mere_arabophone)


def partir(monkeypatch, *qui):
    monkeypatch.setattr(enfants, "_ailleurs", [lambda ecole, jour: qui if jour == VENDREDI else ()])


def test_the_kitchen_the_list_and_the_sheet_say_which_classes_may_not_come(d, cantine, attendus, entrer, monkeypatch):
    """Twenty-six meals were announced for a day on which the direction had closed the school."""
    partir(monkeypatch, Ailleurs("Fermeture"))
    dit = "Fermeture : toute l’école. 3 inscrits sont encore comptés"
    client = entrer(d.directrice)
    for adresse in ("periscolaire_cuisine", "periscolaire_liste"):
        assert dit in texte(client.get(reverse(adresse, args=[cantine.pk, VENDREDI])).text)
    assert dit in texte(" ".join(pages(cuisine_pdf(cuisine_de(cantine, VENDREDI)))))


def test_an_outing_takes_its_classes_within_its_hours_alone(d, cantine, attendus, entrer, monkeypatch):
    une, autre, vide = {d.cp_ce1.pk}, {d.cm2.pk}, {0}
    partir(
        monkeypatch,
        Ailleurs("En sortie", frozenset(une), dt.time(8, 40), dt.time(16, 15)),
        Ailleurs("Piscine", frozenset(autre), dt.time(9), dt.time(11, 45)),
        Ailleurs("Rien", frozenset(vide)),
    )
    page = texte(entrer(d.directrice).get(reverse("periscolaire_liste", args=[cantine.pk, VENDREDI])).text)
    assert "En sortie : CP-CE1. 2 inscrits sont encore comptés : voyez qui vient." in page
    assert "Piscine" not in page and "Rien" not in page
    # Who teaches another class reads nothing of it.
    page = texte(entrer(d.enseignant).get(reverse("periscolaire_liste", args=[cantine.pk, VENDREDI])).text)
    assert "En sortie" not in page


def test_of_a_day_to_come_the_kitchen_reads_announced_absences_not_those_of_this_morning(
    d, cantine, attendus, entrer, monkeypatch
):
    monkeypatch.setattr(enfants, "_absents", [lambda ecole, jour: {"matin": {d.eleve_cp.pk: None}}])
    page = texte(entrer(d.directrice).get(reverse("periscolaire_cuisine", args=[cantine.pk, VENDREDI])).text)
    assert "Dont 1 enfant annoncé absent." in page
    assert "ce matin" not in page
