"""An absence that is declared offers to cancel the meal, cancels it with it, and gives it back when it is withdrawn."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.registres import Manque, enfants
from ent.services.periscolaire.actions import ecole
from ent.services.periscolaire.actions.absences import annuler_pour_absence, rendre_apres_absence
from ent.services.periscolaire.actions.rythmes import arreter_rythme, poser_rythme
from ent.services.periscolaire.lectures.absences import proposer
from ent.services.periscolaire.lectures.listes import cuisine_de

from .conftest import JEUDI, PROCHAIN, VENDREDI, etats


def manque(d, debut=VENDREDI, fin=None, moment="", eleve=None) -> Manque:
    return Manque(eleve or d.eleve_cp, d.elementaire, debut, fin or debut, moment)


def dite(proposition) -> tuple[str, str, str]:
    return tuple(mots.replace("\u00a0", " ") for mots in (proposition.phrase, proposition.effet, proposition.bouton))


@pytest.fixture
def inscrite(d, cantine, dire):
    dire(cantine, d.eleve_cp, VENDREDI, PROCHAIN)


def test_the_meal_is_offered_with_until_when(d, inscrite):
    assert dite(proposer(d.mere, manque(d))) == (
        "Annuler la cantine d’Inès",
        "Prévenu avant vendredi 27 novembre 9 h 00 : ce ne sera pas compté.",
        "annuler 1 repas",
    )
    assert dite(proposer(d.mere, manque(d, fin=PROCHAIN)))[2] == "annuler 2 repas"


def test_nothing_is_offered_where_nothing_is_declared_nor_after_the_hour(d, inscrite, horloge):
    assert proposer(d.mere, manque(d, debut=JEUDI)) is None
    assert proposer(d.mere, manque(d, eleve=d.eleve_cm2)) is None
    horloge(timezone.make_aware(dt.datetime(2026, 11, 27, 9, 1)))
    assert proposer(d.mere, manque(d)) is None


def test_nothing_is_offered_to_who_does_not_declare_for_the_child(d, inscrite):
    assert [proposer(autre, manque(d)) for autre in (d.mere_arabophone, d.directrice, d.enseignante)] == [None] * 3
    ecole.decider_declarant(
        etablissement=d.elementaire, eleve=d.eleve_cp, responsable=d.pere_separe, auteur=d.directrice
    )
    assert proposer(d.mere, manque(d)) is None
    assert proposer(d.pere_separe, manque(d)) is not None


def test_half_a_day_says_nothing_of_the_meal(d, inscrite, ouvrir, dire):
    """Who comes at noon eats."""
    garderie = ouvrir(nature="garderie-soir", debut=dt.time(16, 15), fin=dt.time(18, 30))
    dire(garderie, d.eleve_cp, VENDREDI)
    assert proposer(d.mere, manque(d, moment="matin")) is None
    assert dite(proposer(d.mere, manque(d, moment="apres_midi")))[::2] == (
        "Annuler pour Inès : garderie du soir",
        "annuler 1 jour",
    )
    assert dite(proposer(d.mere, manque(d)))[::2] == (
        "Annuler pour Inès : cantine, garderie du soir",
        "annuler 2 jours",
    )


def test_it_is_cancelled_with_the_absence_and_comes_back_with_the_child(d, cantine, inscrite, horloge):
    annuler_pour_absence(d.mere, manque(d))
    assert etats(cantine, d.eleve_cp) == {VENDREDI: "non", PROCHAIN: "oui"}
    horloge(timezone.make_aware(dt.datetime(2026, 11, 27, 8, 0)))  # past the hour to add, before the count is stopped
    rendre_apres_absence(d.mere, manque(d))
    assert etats(cantine, d.eleve_cp)[VENDREDI] == "oui"


def test_what_was_cancelled_otherwise_does_not_come_back(d, cantine, inscrite, dire):
    dire(cantine, d.eleve_cp, VENDREDI, veut=False)
    rendre_apres_absence(d.mere, manque(d))
    assert etats(cantine, d.eleve_cp)[VENDREDI] == "non"


def test_a_day_of_a_rhythm_comes_back_to_its_rhythm(d, cantine):
    rythme, _bilan = poser_rythme(
        service=cantine, eleve=d.eleve_cp, jours="0", debut=PROCHAIN, fin=dt.date(2026, 12, 18), par=d.mere
    )
    annuler_pour_absence(d.mere, manque(d, debut=PROCHAIN))
    rendre_apres_absence(d.mere, manque(d, debut=PROCHAIN))
    assert arreter_rythme(rythme=rythme, par=d.mere) == 3
    assert etats(cantine, d.eleve_cp) == {}


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_a_mother_says_it_once_on_the_page_of_absences(d, cantine, inscrite, entrer):
    client, adresse = entrer(d.mere), reverse("absences_prevenir")
    cle = d.eleve_cp.inscriptions.get().pk
    envoi = {"eleves": [cle], "quand": "plusieurs", "debut": str(VENDREDI), "fin": str(VENDREDI)}
    envoi |= {"duree": "journee", "motif": "maladie"}
    page = client.post(adresse, envoi).text
    assert "Annuler la cantine d’Inès" in page
    (suite,) = re.findall(r'name="suites" value="([^"]+)" checked', page)
    lue = page.partition('name="lue" value="')[2].partition('"')[0]
    assert client.post(adresse, envoi | {"suites": [suite], "lue": lue}).status_code == 302
    assert etats(cantine, d.eleve_cp)[VENDREDI] == "non"


def test_who_serves_and_who_cooks_read_that_a_child_is_not_in_class(d, cantine, inscrite, dire, entrer, monkeypatch):
    dire(cantine, d.eleve_cm2, VENDREDI)
    connus = {(d.elementaire.pk, VENDREDI): {"matin": {d.eleve_cp.pk, d.eleve_ce1.pk}}}
    monkeypatch.setattr(enfants, "_absents", [lambda ecole, jour: connus.get((ecole, jour), {})])
    page = entrer(d.directrice).get(reverse("periscolaire_liste", args=[cantine.pk, VENDREDI])).text
    assert page.count("absent de la classe") == 1
    assert "absent de la classe" in page.partition("Inès Belhadj")[2].partition("</li>")[0]
    assert cuisine_de(cantine, VENDREDI).absents == 1
