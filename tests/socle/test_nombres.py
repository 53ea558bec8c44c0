"""Whole numbers that a browser sends."""

import re

import pytest
from django.conf import settings

from ent.socle.nombres import entier, entiers

SALLES = ("ent", "cahier_de_textes", "messagerie", "pages")
# Where requests are read.
LISENT = re.compile(
    r"/(views|forms|lectures|templatetags)(/|\.py)|/(porteurs|porteurs_journal|lieux|cms|middleware)\.py$"
)
A_LA_MAIN = re.compile(r"\.isdigit\(\)|\.isdecimal\(\)|\bint\(\s*request\b")
# Keys that the product wrote itself, read back from a row.
ECRITES_PAR_NOUS = {"messagerie/forms/mots_options.py"}


@pytest.mark.parametrize(
    ("brut", "lu"),
    [
        ("0", 0), ("42", 42), ("007", 7), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("9" * 5000, None), (30_000_000, 30_000_000), (10**18, None), ("", None), (None, None), ("-1", None),
        ("+1", None), (" 1", None), ("1_0", None), ("1.0", None), ("٣", None), ("²", None), ("un", None),
    ],
)  # fmt: skip
def test_figures_are_a_number_and_nothing_else_is(brut, lu):
    assert entier(brut) == lu


def test_those_of_a_list_keep_their_order():
    assert entiers(["3", "x", "1", "9" * 40, "2"]) == [3, 1, 2]
    assert entiers(["123", "12"], chiffres=2) == [12]


def test_what_is_sent_is_read_as_a_number_in_one_place():
    """Each place had its own way, and some forgot that a number may have thousands of figures."""
    fichiers = [f for salle in SALLES for f in (settings.BASE_DIR / salle).rglob("*.py")]
    lus = {str(f.relative_to(settings.BASE_DIR)): f.read_text() for f in fichiers}
    assert len(lus) > 300
    a_la_main = {nom for nom, code in lus.items() if LISENT.search(nom) and A_LA_MAIN.search(code)}
    assert a_la_main == ECRITES_PAR_NOUS & lus.keys()
