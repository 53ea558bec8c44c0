"""Who is kept at school around class, as the other rooms read it."""

import datetime as dt

import pytest

from ent.annuaire.registres import enfants
from ent.annuaire.registres.enfants import gardes_a
from ent.services.periscolaire.actions import ecole as actions
from ent.services.periscolaire.actions.ecole import Vu
from tests.graines import MARDI_10H

from .conftest import JEUDI, MARDI

SOIR = MARDI_10H.replace(hour=17, minute=0)


@pytest.fixture
def garderie(ouvrir):
    return ouvrir(nature="garderie-soir", debut=dt.time(16, 15), fin=dt.time(18, 30), delai_ajout="0 12:00")


def test_a_service_keeps_who_is_declared_there_within_its_hours(d, garderie, cantine, dire):
    dire(garderie, d.eleve_cp, MARDI, JEUDI)
    dire(garderie, d.eleve_cm2, JEUDI)
    dire(cantine, d.eleve_cm2, MARDI, origine="ecole", par=d.directrice)
    assert gardes_a(d.elementaire.pk, SOIR) == {d.eleve_cp.pk: "Garderie du soir"}
    assert gardes_a(d.elementaire.pk, MARDI_10H.replace(hour=12, minute=30)) == {d.eleve_cm2.pk: "Cantine"}
    assert gardes_a(d.maternelle.pk, SOIR) is None, "it has no service"
    for heure, sus in [(10, None), (8, None), (19, {})]:
        assert gardes_a(d.elementaire.pk, MARDI_10H.replace(hour=heure, minute=1)) == sus
    # Somebody is late to fetch them.
    assert gardes_a(d.elementaire.pk, MARDI_10H.replace(hour=18, minute=45)) == {d.eleve_cp.pk: "Garderie du soir"}


def test_who_was_seen_is_kept_and_who_left_or_did_not_come_is_not(d, garderie, dire):
    for eleve in (d.eleve_cp, d.eleve_cm2):
        dire(garderie, eleve, MARDI)
    vus = [
        Vu(d.eleve_cp, True, dt.time(16, 50), "sa grand-mère"),
        Vu(d.eleve_cm2, False),
        Vu(d.eleve_ce1, True, dt.time(17, 10)),
    ]
    actions.pointer(service=garderie, jour=MARDI, vus=vus, par=d.directrice)
    assert set(gardes_a(d.elementaire.pk, SOIR)) == {d.eleve_ce1.pk}
    assert set(gardes_a(d.elementaire.pk, MARDI_10H.replace(hour=16, minute=40))) == {d.eleve_cp.pk, d.eleve_ce1.pk}


@pytest.mark.parametrize("quoi", ["le service", "le module"])
def test_what_is_closed_keeps_nobody(d, garderie, dire, quoi):
    dire(garderie, d.eleve_cp, MARDI)
    if quoi == "le service":
        type(garderie).objects.filter(pk=garderie.pk).update(ferme_le=MARDI_10H)
    else:
        type(d.elementaire).objects.filter(pk=d.elementaire.pk).update(modules_fermes=" periscolaire ")
    assert gardes_a(d.elementaire.pk, SOIR) is None


def test_who_left_class_early_is_not_kept_after(d, garderie, dire, monkeypatch):
    """In an evacuation nobody looks for a child whose class let them go."""
    dire(garderie, d.eleve_cp, MARDI)
    monkeypatch.setattr(enfants, "_absents", [lambda ecole, jour: {"apres_midi": {d.eleve_cp.pk: dt.time(16, 10)}}])
    assert gardes_a(d.elementaire.pk, SOIR) == {}
    assert d.eleve_cp.pk in gardes_a(d.elementaire.pk, MARDI_10H.replace(hour=16, minute=5))
