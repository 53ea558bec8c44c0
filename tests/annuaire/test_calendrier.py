"""School time of zone C, and the quiet hours of a school."""

import datetime as dt

import pytest
from django.utils import timezone

from ent.annuaire import calendrier
from ent.annuaire.models import Etablissement
from tests.etages import poser

PARIS = timezone.get_default_timezone()


def le(jour: int, mois: int, heure: int = 10, minute: int = 0, annee: int = 2026) -> dt.datetime:
    return dt.datetime(annee, mois, jour, heure, minute, tzinfo=PARIS)


@pytest.fixture
def ecole() -> Etablissement:
    """Four days a week, the default quiet hours."""
    return Etablissement(nature="elementaire")


class TestClassDays:
    @pytest.mark.parametrize(
        ("jour", "ouvert"),
        [
            (dt.date(2026, 11, 24), True),  # a Tuesday
            (dt.date(2026, 11, 25), False),  # a Wednesday
            (dt.date(2026, 11, 28), False),  # a Saturday
            (dt.date(2026, 10, 16), True),  # eve of the Toussaint holidays
            (dt.date(2026, 10, 19), False),
            (dt.date(2026, 11, 2), True),
            (dt.date(2026, 11, 11), False),  # bank holiday
            (dt.date(2026, 12, 21), False),
            (dt.date(2027, 2, 8), False),
            (dt.date(2027, 5, 7), False),  # the Ascension bridge
            (dt.date(2027, 7, 5), False),
        ],
    )
    def test_zone_c(self, ecole, jour, ouvert):
        assert calendrier.est_jour_de_classe(ecole, jour) is ouvert

    def test_a_school_of_four_days_and_a_half_opens_on_wednesday(self, ecole):
        ecole.semaine = "4.5"
        assert calendrier.est_jour_de_classe(ecole, dt.date(2026, 11, 25))

    def test_past_the_published_calendar_only_weekdays_are_known(self, ecole):
        assert calendrier.est_jour_de_classe(ecole, dt.date(2031, 12, 23))

    @pytest.mark.parametrize(
        ("apres", "suivant"),
        [
            (dt.date(2026, 11, 24), dt.date(2026, 11, 26)),
            (dt.date(2026, 12, 18), dt.date(2027, 1, 4)),
            (dt.date(2027, 7, 2), dt.date(2027, 9, 2)),
        ],
    )
    def test_the_next_class_day(self, ecole, apres, suivant):
        assert calendrier.prochain_jour_de_classe(ecole, apres) == suivant

    @pytest.mark.parametrize(
        ("instant", "fin"),
        [
            (le(24, 11, 9), le(24, 11, 11, 45)),
            (le(24, 11, 14), le(24, 11, 16, 15)),
            (le(24, 11, 12), None),
            (le(24, 11, 18), None),
            (le(28, 11, 9), None),
        ],
    )
    def test_when_the_half_day_ends(self, ecole, instant, fin):
        assert calendrier.fin_de_la_classe(ecole, instant) == fin

    @pytest.mark.parametrize(
        ("jour", "fin"),
        [
            (dt.date(2026, 11, 24), le(24, 11, 16, 15)),
            (dt.date(2026, 11, 28), None),
            (dt.date(2026, 12, 23), None),
        ],
    )
    def test_when_pupils_go_home(self, ecole, jour, fin):
        assert calendrier.sortie(ecole, jour) == fin


class TestQuietHours:
    """Circulaire of 10 July 2025: 20:00–7:00, and from Friday 20:00 to Monday 7:00."""

    @pytest.mark.parametrize(
        ("instant", "ouvre"),
        [
            (le(24, 11, 19, 59), le(24, 11, 19, 59)),
            (le(24, 11, 20), le(25, 11, 7)),
            (le(25, 11, 6, 59), le(25, 11, 7)),
            (le(25, 11, 7), le(25, 11, 7)),
            (le(27, 11, 19, 59), le(27, 11, 19, 59)),
            (le(27, 11, 20), le(30, 11, 7)),
            (le(28, 11, 12), le(30, 11, 7)),
            (le(30, 11, 6), le(30, 11, 7)),
        ],
    )
    def test_the_default_slots(self, ecole, instant, ouvre):
        assert calendrier.ouverture(ecole, instant) == ouvre

    def test_the_week_end_can_be_left_open(self, ecole):
        poser({"calme.week_end": False}, ecole)
        assert calendrier.ouverture(ecole, le(28, 11, 12)) == le(28, 11, 12)
        assert calendrier.ouverture(ecole, le(28, 11, 21)) == le(29, 11, 7)

    def test_equal_hours_mean_no_quiet_night(self, ecole):
        poser({"calme.debut": dt.time(0), "calme.fin": dt.time(0), "calme.week_end": False}, ecole)
        assert calendrier.ouverture(ecole, le(24, 11, 23)) == le(24, 11, 23)

    def test_the_night_of_the_clock_change_opens_at_seven_local_time(self, ecole):
        assert calendrier.ouverture(ecole, le(24, 10, 21)) == le(26, 10, 7)
        poser({"calme.week_end": False}, ecole)
        assert calendrier.ouverture(ecole, le(24, 10, 21)).isoformat() == "2026-10-25T07:00:00+01:00"


@pytest.mark.parametrize(
    ("jour", "phrase"),
    [
        (dt.date(2026, 11, 24), ""),
        (dt.date(2026, 11, 25), "Pas de classe le mercredi."),
        (dt.date(2026, 11, 11), "Férié : 11 novembre."),
        (dt.date(2026, 12, 21), "Vacances de Noël."),
        (dt.date(2026, 12, 25), "Férié : Jour de Noël."),
    ],
)
def test_a_closed_day_says_why(d, jour, phrase):
    assert calendrier.fermeture(d.elementaire, jour) == phrase


def test_the_closures_of_a_year_are_holidays_whole_and_bank_holidays_of_class_days(d):
    """25 December is in the holidays; 1 May 2027 is a Saturday; the bridge of Ascension holds its Thursday."""
    dits = calendrier.fermetures(d.elementaire, dt.date(2026, 11, 24), 200)
    assert [(debut.isoformat(), fin.isoformat(), nom) for debut, fin, nom in dits] == [
        ("2026-12-19", "2027-01-03", "Vacances de Noël"),
        ("2027-02-06", "2027-02-21", "Vacances d’hiver"),
        ("2027-03-29", "2027-03-29", "Lundi de Pâques"),
        ("2027-04-03", "2027-04-18", "Vacances de printemps"),
        ("2027-05-06", "2027-05-08", "Pont de l’Ascension"),
        ("2027-05-17", "2027-05-17", "Lundi de Pentecôte"),
    ]


def test_holidays_that_the_days_asked_for_cut_are_told_whole(d):
    """Neither where they end, nor where they began."""
    [(debut, fin, nom)] = calendrier.fermetures(d.elementaire, dt.date(2026, 12, 1), 20)
    assert (debut, fin, nom) == (dt.date(2026, 12, 19), dt.date(2027, 1, 3), "Vacances de Noël")
    assert calendrier.fermetures(d.elementaire, dt.date(2026, 12, 28), 3) == [(debut, fin, nom)]


def test_holidays_of_which_the_calendar_knows_no_end_are_not_told(d, monkeypatch):
    sues = calendrier._vacances
    monkeypatch.setattr(calendrier, "_vacances", lambda annee: sues(annee) if annee < 2027 else None)
    assert calendrier.fermetures(d.elementaire, dt.date(2026, 12, 1), 20) == []
