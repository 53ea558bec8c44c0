"""Evenings cut into slots, and one coming for several children: tables, without a database."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone

from ent.services.rendez_vous.lectures.decoupe import couper
from ent.services.rendez_vous.lectures.venues import proposer
from ent.services.rendez_vous.models import Creneau, Rencontre

MARDI, JEUDI = dt.date(2026, 12, 8), dt.date(2026, 12, 10)


def heures(tranches) -> list[str]:
    return [timezone.localtime(t.debut).strftime("%H:%M") + ("p" if t.est_pause else "") for t in tranches]


@pytest.mark.parametrize(
    ("de", "a", "duree", "pause", "attendu"),
    [
        ("16:45", "18:00", 15, 0, "16:45 17:00 17:15 17:30 17:45"),
        ("16:45", "18:10", 15, 0, "16:45 17:00 17:15 17:30 17:45"),  # what is left over is nobody's
        ("17:00", "17:10", 10, 0, "17:00"),
        ("17:00", "18:00", 20, 0, "17:00 17:20 17:40"),
        ("16:45", "18:15", 15, 3, "16:45 17:00 17:15 17:30p 17:45 18:00"),
        ("16:45", "17:45", 15, 3, "16:45 17:00 17:15 17:30"),  # no pause at the end
        ("18:00", "17:00", 15, 0, ""),
        ("17:00", "17:14", 15, 0, ""),
    ],
)
def test_an_evening_is_cut_whole(de, a, duree, pause, attendu):
    tranches = couper(MARDI, dt.time.fromisoformat(de), dt.time.fromisoformat(a), duree, pause)
    assert " ".join(heures(tranches)) == attendu


def libre(classe: str, moment: str, duree: int = 15, ecole: int = 1) -> Creneau:
    jour, _espace, heure = moment.partition(" ")
    debut = timezone.make_aware(
        dt.datetime.combine({"mardi": MARDI, "jeudi": JEUDI}[jour], dt.time.fromisoformat(heure))
    )
    rencontre = Rencontre(etablissement_id=ecole, titre=classe)
    return Creneau(rencontre=rencontre, debut=debut, fin=debut + dt.timedelta(minutes=duree))


def enfant(prenom: str):
    return SimpleNamespace(eleve=SimpleNamespace(prenom=prenom, uuid=prenom))


def dites(venues) -> list[str]:
    return [
        " ".join(f"{p.suivi.eleve.prenom} {timezone.localtime(p.creneau.debut):%a %H:%M}" for p in v.pas)
        + f" = {v.minutes} ({v.attente})"
        for v in venues
    ]


@pytest.mark.parametrize(
    ("ines", "sofiane", "attendu"),
    [
        # Side by side, in either order; the shortest of the day.
        (["mardi 17:30", "mardi 18:30"], ["mardi 17:45"], ["Inès Tue 17:30 Sofiane Tue 17:45 = 30 (0)"]),
        (["mardi 18:00"], ["mardi 17:40", "mardi 17:00"], ["Sofiane Tue 17:40 Inès Tue 18:00 = 35 (5)"]),
        # One a day, in the order of the calendar.
        (
            ["jeudi 18:00", "mardi 17:30"],
            ["mardi 17:50", "jeudi 18:15"],
            ["Inès Tue 17:30 Sofiane Tue 17:50 = 35 (5)", "Inès Thu 18:00 Sofiane Thu 18:15 = 30 (0)"],
        ),
        # Nobody is at two tables at once, nor waits more than an hour, nor comes on two days.
        (["mardi 17:30"], ["mardi 17:35"], []),
        (["mardi 16:45"], ["mardi 18:30"], []),
        (["mardi 17:30"], ["jeudi 17:45"], []),
        (["mardi 17:30"], [], []),
    ],
)
def test_two_children_are_proposed_one_coming(ines, sofiane, attendu):
    libres = [
        (enfant("Inès"), [libre("CP", m) for m in ines]),
        (enfant("Sofiane"), [libre("CM2", m) for m in sofiane]),
    ]
    assert dites(proposer(libres)) == attendu


def test_between_two_schools_there_is_a_way_to_go():
    libres = [
        (enfant("Inès"), [libre("CP", "mardi 17:00")]),
        (enfant("Lina"), [libre("MS", f"mardi {h}", ecole=2) for h in ("17:15", "17:30", "17:45")]),
    ]
    assert dites(proposer(libres)) == ["Inès Tue 17:00 Lina Tue 17:45 = 60 (30)"]


def test_three_children_come_once():
    libres = [
        (enfant("Inès"), [libre("CP", "mardi 17:15")]),
        (enfant("Sofiane"), [libre("CM2", "mardi 17:30"), libre("CM2", "mardi 17:00")]),
        (enfant("Kenza"), [libre("CE1", "mardi 17:45"), libre("CE1", "mardi 17:30")]),
    ]
    assert dites(proposer(libres)) == ["Sofiane Tue 17:00 Inès Tue 17:15 Kenza Tue 17:30 = 45 (0)"]


def test_one_child_needs_no_proposal():
    assert proposer([(enfant("Inès"), [libre("CP", "mardi 17:15")])]) == []
