"""When an event falls: tables, and the same rule as a calendar reads it."""

import datetime as dt

import pytest
from dateutil.rrule import rrulestr

from ent.services.agenda_ecole.lectures.moments import quand, rythme_dit
from ent.services.agenda_ecole.lectures.series import jours_de, regle_dite
from ent.services.agenda_ecole.models import Evenement
from tests.typographie import relacher


def evenement(jour: str, rythme: str = "", jusqu_au: str = "", **champs) -> Evenement:
    premier = dt.date.fromisoformat(jour)
    return Evenement(
        jour=premier,
        rythme=rythme,
        jusqu_au=dt.date.fromisoformat(jusqu_au) if jusqu_au else None,
        **{"dernier_jour": premier} | champs,
    )


@pytest.mark.parametrize(
    ("jour", "rythme", "jusqu_au", "attendus"),
    [
        ("2026-12-03", "", "", "12-03"),
        ("2026-11-05", "hebdo", "2026-12-03", "11-05 11-12 11-19 11-26 12-03"),
        # Winter holidays of zone C are taken out, and the 11 November.
        ("2026-12-10", "hebdo", "2027-01-14", "12-10 12-17 01-07 01-14"),
        ("2026-11-04", "hebdo", "2026-11-18", "11-04 11-18"),
        ("2026-11-05", "quinzaine", "2026-12-20", "11-05 11-19 12-03 12-17"),
        ("2026-11-10", "mensuel", "2027-02-10", "11-10 12-10 01-10"),  # 10 February is in holidays
        (
            "2026-11-10",
            "mensuel_jour",
            "2027-02-28",
            "11-10 12-08 01-12",
        ),  # the second Tuesday; 9 February is in holidays
        ("2026-11-30", "mensuel_jour", "2027-01-31", "11-30 01-25"),  # the last Monday; 28 December is in holidays
    ],
)
def test_it_falls_when_its_rule_says_but_for_holidays(jour, rythme, jusqu_au, attendus):
    assert " ".join(j.strftime("%m-%d") for j in jours_de(evenement(jour, rythme, jusqu_au))) == attendus


def test_holidays_are_kept_when_one_says():
    tous = jours_de(evenement("2026-12-10", "hebdo", "2027-01-07", sauf_vacances=False))
    assert [j.day for j in tous] == [10, 17, 24, 31, 7]


@pytest.mark.parametrize("rythme", ["hebdo", "quinzaine", "mensuel", "mensuel_jour"])
@pytest.mark.parametrize("jour", ["2026-11-10", "2026-12-29", "2026-12-31"])
def test_a_calendar_reads_the_same_days(jour, rythme):
    dit = evenement(jour, rythme, "2027-06-30", sauf_vacances=False)
    regle = rrulestr(regle_dite(dit), dtstart=dt.datetime.combine(dit.jour, dt.time()))
    assert [i.date() for i in regle] == jours_de(dit)


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"de": dt.time(14), "a": dt.time(15, 30)}, "jeudi 3 décembre, de 14 h 00 à 15 h 30"),
        ({"de": dt.time(14)}, "jeudi 3 décembre, à 14 h 00"),
        ({}, "jeudi 3 décembre"),
        ({"dernier_jour": dt.date(2026, 12, 4)}, "du jeudi 3 au vendredi 4 décembre"),
        ({"dernier_jour": dt.date(2027, 1, 4)}, "du jeudi 3 décembre au lundi 4 janvier"),
    ],
)
def test_when_is_said_in_words(champs, attendu):
    assert relacher(quand(evenement("2026-12-03", **champs), dt.date(2026, 12, 3))) == attendu


def test_how_it_comes_back_is_said_in_words():
    assert rythme_dit(evenement("2026-12-03")) == ""
    assert (
        rythme_dit(evenement("2026-12-03", "quinzaine", "2027-06-30"))
        == "Toutes les deux semaines, jusqu’au 30 juin 2027"
    )
