"""The day in Paris; the first of a month is « 1er » in French, in templates as in sentences."""

import datetime as dt
import re
from pathlib import Path

import pytest
import time_machine
from django.template import Context, Template
from django.utils import timezone, translation

from ent.socle.dates import a_venir, aujourd_hui, date_format, time_format

PREMIER = dt.datetime(2027, 1, 1, 13, 1)


@pytest.mark.parametrize(
    ("quand", "forme", "dit"),
    [
        (PREMIER, "l j F Y", "vendredi 1er janvier 2027"),
        (PREMIER, "l j", "vendredi 1er"),
        (PREMIER, "j F, G \\h i", "1er janvier, 13 h 01"),
        (PREMIER, "j/n", "1/1"),
        (PREMIER.replace(day=11), "j F", "11 janvier"),
        (PREMIER.replace(day=21), "l j", "jeudi 21"),
        (PREMIER.replace(day=2), "j F, G \\h i", "2 janvier, 13 h 01"),
    ],
)
def test_a_date_is_said_as_french_says_it(quand, forme, dit):
    with translation.override("fr"):
        assert date_format(quand, forme) == dit
        assert Template("{{ quand|date:forme }}").render(Context({"quand": quand, "forme": forme})) == dit


def test_another_language_keeps_its_own_way():
    with translation.override("ar"):
        assert "er" not in date_format(PREMIER, "j F")


@pytest.mark.parametrize(
    ("langue", "longue", "mois"),
    [
        ("en", "Tuesday 24 November 2026", "November 2026"),
        ("es", "martes, 24 de noviembre de 2026", "noviembre de 2026"),
        ("pt", "terça-feira, 24 de novembro de 2026", "novembro de 2026"),
        ("tr", "24 Kasım 2026 Salı", "Kasım 2026"),
        ("uk", "вівторок, 24 листопада 2026", "листопад 2026"),
        ("ta", "செவ்வாய், 24 நவம்பர் 2026", "நவம்பர் 2026"),
    ],
)
def test_a_day_its_month_and_its_year_stand_as_each_language_puts_them(langue, longue, mois):
    for quand in (dt.date(2026, 11, 24), timezone.make_aware(dt.datetime(2026, 11, 24, 9))):
        with translation.override(langue):
            assert (date_format(quand, "l j F Y"), date_format(quand, "F Y")) == (longue, mois)
            assert Template("{{ quand|date:'l j F Y' }}").render(Context({"quand": quand})) == longue


@pytest.mark.parametrize(("langue", "dit"), [("fr", "11 h 07"), ("ar", "11:07"), ("tr", "11:07")])
def test_an_hour_is_said_as_the_language_says_it(langue, dit):
    quand = timezone.make_aware(dt.datetime(2026, 11, 26, 11, 7))
    dites = "{{ quand|time:'G \\h i' }}|{{ quand|date:'G \\h i' }}|{{ quand|date:'l j F, G \\h i' }}"
    with translation.override(langue):
        seule, du_jour, avec_le_jour = Template(dites).render(Context({"quand": quand})).split("|")
        assert [seule, du_jour, time_format(quand.time(), "G \\h i"), date_format(quand, "G \\h i")] == [dit] * 4
        assert avec_le_jour.endswith(dit) and avec_le_jour == date_format(quand, "l j F, G \\h i")


@pytest.mark.parametrize(
    ("jours", "dit"),
    [
        (0, "aujourd’hui à 7 h 00"),
        (1, "demain à 7 h 00"),
        (6, "jeudi à 7 h 00"),
        (7, "le 4 décembre à 7 h 00"),
    ],
)
def test_what_leaves_says_today_and_tomorrow(jours, dit):
    """A day of the week is never today's, nor one of the week after."""
    with time_machine.travel(dt.datetime(2026, 11, 27, 4, tzinfo=dt.UTC), tick=False):
        assert a_venir(timezone.make_aware(dt.datetime(2026, 11, 27, 7) + dt.timedelta(days=jours))) == dit


def test_a_month_cut_short_has_its_point():
    """« 27 nov. »: Django's « b » has none."""
    ici = Path(__file__).resolve().parents[2]
    pages = [f for nom in ("ent", "cahier_de_textes", "messagerie", "pages") for f in (ici / nom).rglob("*.*")]
    sans = [f.name for f in pages if f.suffix in (".py", ".html") and re.search(r"""["'](?:l )?j b\b""", f.read_text())]
    assert sans == []


def test_hours_are_written_there_alone():
    """Paper excepted, which has its own way of turning lines around."""
    ici = Path(__file__).resolve().parents[2]
    dossiers = [ici / nom for nom in ("ent", "cahier_de_textes", "messagerie", "pages")]
    qui = {
        f.relative_to(ici).as_posix()
        for d in dossiers
        for f in d.rglob("*.py")
        if "import time_format" in f.read_text()
    }
    ailleurs = {f for f in qui if "from django.utils.formats import time_format" in (ici / f).read_text()}
    assert qui - ailleurs and ailleurs <= {"cahier_de_textes/pdf/textes.py"}


@pytest.mark.parametrize(
    "instant", ["2026-11-24T22:59:59Z", "2026-11-24T23:00:00Z", "2027-06-30T22:00:00Z", "2027-03-28T00:59:00Z"]
)
def test_today_is_the_day_in_paris(instant):
    with time_machine.travel(instant, tick=False):
        assert aujourd_hui() == timezone.localdate()
