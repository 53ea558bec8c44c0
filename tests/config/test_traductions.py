"""The Arabic of the pages that families meet."""

import re
from pathlib import Path

import polib
import pytest
from django.utils import translation

PO = Path(__file__).resolve().parents[2] / "config/locale/ar/LC_MESSAGES/django.po"
ENTREES = list(polib.pofile(str(PO)))


def variables(texte: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|%s|%%s", texte))


def test_the_compiled_file_says_what_the_source_says():
    compile_ = {e.msgid: e.msgstr or e.msgstr_plural for e in polib.mofile(str(PO.with_suffix(".mo")))}
    assert compile_ == {e.msgid: e.msgstr or e.msgstr_plural for e in ENTREES}


@pytest.mark.parametrize("entree", ENTREES, ids=lambda e: e.msgid[:40])
def test_each_translation_keeps_its_variables(entree):
    for traduit in entree.msgstr_plural.values() if entree.msgid_plural else [entree.msgstr]:
        assert traduit and variables(traduit) == variables(entree.msgid)


def test_a_mother_who_reads_arabic_gets_her_home_in_arabic_from_right_to_left(d, mardi, entrer):
    texte = entrer(d.mere_arabophone).get("/").text
    assert '<html lang="ar" dir="rtl"' in texte
    assert "مرحبًا Samira" in texte
    assert translation.get_language() == "fr"


def test_what_is_french_stays_french(d, mardi, entrer):
    assert '<html lang="fr" dir="ltr"' in entrer(d.mere).get("/").text
