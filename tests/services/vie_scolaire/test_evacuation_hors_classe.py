"""An evacuation before class, between two half-days and once it is over: who stays at school, by what the other rooms say."""

import datetime as dt

import pytest
from django.urls import reverse

from ent.annuaire.registres import enfants
from ent.services.vie_scolaire.lectures.evacuations import sur_place
from tests.graines import MARDI_10H
from tests.services.vie_scolaire.evacuation import PAGE, envoyer, presents


@pytest.mark.parametrize(("heure", "minute"), [(8, 0), (12, 30), (16, 41)])
def test_outside_class_only_those_who_stay_at_school_are_expected(d, horloge, entrer, monkeypatch, heure, minute):
    """At the garderie, firefighters were told to look for all who had gone home. One who came since the roll is looked for too."""
    horloge(MARDI_10H.replace(hour=heure, minute=minute))
    dernier, *_reste = reversed(presents(d))
    monkeypatch.setattr(enfants, "_gardes", [lambda ecole, instant: {dernier.pk: "Garderie du soir"}])
    page = entrer(d.directrice).get(PAGE).text
    assert "Hors des heures de classe. Sont attendus, en premier, ceux qui restent à l’école." in page
    assert "Élèves : attendus 1 · vus 0 · manquent 1" in page
    assert "<small>Garderie du soir</small>" in page
    assert "appel pas fait" not in page
    (groupe,) = sur_place(d.enseignante, d.elementaire).groupes
    assert [c.eleve for c in groupe.attendus if c.est_attendu] == [groupe.attendus[0].eleve] == [dernier]
    assert len(groupe.attendus) == d.cp_ce1.inscriptions.count(), "anybody may be ticked"


def test_outside_class_one_whom_a_service_saw_is_expected_though_the_roll_said_absent(d, appel, horloge, monkeypatch):
    horloge(MARDI_10H.replace(hour=12, minute=30))
    monkeypatch.setattr(enfants, "_gardes", [lambda ecole, instant: {d.eleve_cp.pk: "Cantine"}])
    (groupe,) = sur_place(d.enseignante, d.elementaire).groupes
    assert [c.eleve for c in groupe.attendus if c.est_attendu] == [d.eleve_cp]
    assert d.eleve_cp not in groupe.absents


def test_outside_class_where_nothing_keeps_anybody_nobody_is_expected(d, horloge, entrer, monkeypatch):
    horloge(MARDI_10H.replace(hour=20))
    monkeypatch.setattr(enfants, "_gardes", [lambda ecole, instant: {}, lambda ecole, instant: None])
    page = entrer(d.directrice).get(PAGE).text
    assert "Hors des heures de classe. Personne n’est attendu : cochez ceux que vous voyez." in page
    assert "Élèves : attendus 0 · vus 0 · manquent 0" in page


@pytest.mark.parametrize("gardes", [[], [lambda ecole, instant: None]], ids=["no room", "none that knows"])
def test_outside_class_where_nobody_here_knows_who_stays_everybody_is_expected(d, horloge, monkeypatch, gardes):
    """A cantine that the commune keeps elsewhere: at noon nobody would have been looked for."""
    horloge(MARDI_10H.replace(hour=12, minute=30))
    monkeypatch.setattr(enfants, "_gardes", gardes)
    lu = sur_place(d.directrice, d.elementaire)
    assert not lu.hors_classe and lu.attendus > 20


def test_the_end_of_class_takes_nobody_out_of_an_evacuation_that_runs(d, horloge, entrer, monkeypatch):
    monkeypatch.setattr(enfants, "_gardes", [])
    debut = MARDI_10H.replace(hour=16, minute=10)
    horloge(debut)
    un, *_reste = presents(d)
    envoyer(entrer(d.enseignante), d, [un], [un], debut)
    tous = sur_place(d.directrice, d.elementaire).attendus
    assert tous > 20
    horloge(debut + dt.timedelta(minutes=40))
    assert sur_place(d.directrice, d.elementaire).attendus == tous


def test_a_copy_made_in_the_evening_expects_everybody_in_the_morning(d, horloge, entrer, monkeypatch):
    horloge(MARDI_10H.replace(hour=18, minute=0))
    monkeypatch.setattr(enfants, "_gardes", [])
    assert "Élèves : attendus 0" not in entrer(d.directrice).get(reverse("evacuation_copie")).text
