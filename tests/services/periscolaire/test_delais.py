"""Until when: said in words, and counted in class days."""

import datetime as dt

import pytest
from django.utils import timezone

from ent.services.periscolaire.delais import Delai


@pytest.mark.parametrize(
    ("brut", "jour", "limite"),
    [
        ("0 09:00", "2026-11-26", "2026-11-26 09:00"),
        ("1 09:00", "2026-11-27", "2026-11-26 09:00"),
        ("1 09:00", "2026-11-26", "2026-11-24 09:00"),  # no class on Wednesday
        ("1 09:00", "2026-11-30", "2026-11-27 09:00"),  # the eve of a Monday is a Friday
        ("2 10:30", "2026-11-30", "2026-11-26 10:30"),
        ("jeu 12:00", "2026-12-04", "2026-11-26 12:00"),  # the whole week that follows
        ("jeu 12:00", "2027-01-04", "2026-12-18 12:00"),  # closed for Christmas: before the holidays
    ],
)
def test_the_hour_of_a_day(d, brut, jour, limite):
    lue = Delai.lu(brut).limite(d.elementaire, dt.date.fromisoformat(jour))
    assert f"{timezone.localtime(lue):%Y-%m-%d %H:%M}" == limite


@pytest.mark.parametrize(
    ("brut", "dit"),
    [
        ("0 09:00", "le jour même, avant 9 h 00"),
        ("1 09:00", "le jour d’école d’avant, avant 9 h 00"),
        ("jeu 12:00", "le jeudi de la semaine d’avant, avant 12 h 00"),
    ],
)
def test_is_said_in_words(brut, dit):
    assert str(Delai.lu(brut)).replace("\u00a0", " ") == dit
    assert Delai.lu(brut).brut == brut
