"""The journal is told in sentences: every verb that the code writes has one."""

import ast
import re

import pytest

from ent.annuaire import journal
from tests.lancer import RACINE

SALLES = ("ent", "cahier_de_textes", "messagerie", "pages")


def verbes(source: str) -> set[str]:
    """Of one file: what `consigner` is given, with the room's name that the file's own `_consigner` adds."""
    trouves, prefixes = set(), re.findall(r'f"([a-z_]+\.)\{verbe\}"', source)
    for appel in ast.walk(ast.parse(source)):
        nom = getattr(getattr(appel, "func", None), "id", "") if isinstance(appel, ast.Call) else ""
        if nom not in ("consigner", "consigner_dans", "_consigner") or not appel.args:
            continue
        for mot in ast.walk(appel.args[0]):
            if (
                isinstance(mot, ast.Constant)
                and isinstance(mot.value, str)
                and re.fullmatch(r"[a-z_]+(\.[a-z_]+)?", mot.value)
            ):
                trouves.add(mot.value if "." in mot.value else prefixes[0] + mot.value)
    return trouves


FICHIERS = [f for salle in SALLES for f in (RACINE / salle).rglob("*.py") if "migrations" not in f.parts]
ECRITS = set().union(*(verbes(f.read_text()) for f in FICHIERS if "consigner" in f.read_text()))


@pytest.mark.parametrize("verbe", sorted(ECRITS))
def test_each_verb_has_its_sentence(verbe):
    assert verbe in journal._phrases


@pytest.mark.besoin_de("messagerie")
def test_no_sentence_is_for_what_nobody_writes_any_more():
    """But of lines that the journal keeps, whose verb became another."""
    assert journal._phrases.keys() - ECRITS == {"messagerie.regler"}


@pytest.mark.toute_la_maison
def test_each_sentence_goes_on_after_a_name():
    """« Le site un album souvenir est refait »: who did it stands before, and it was read."""
    dites = {verbe: str(phrase) for verbe, phrase in journal._phrases.items() if not callable(phrase)}
    coupees = {verbe for verbe, dite in dites.items() if re.match(r"(?i)(une?|les?|la|l’|des|du|c’est) ?\b", dite)}
    assert coupees == set()
    assert {verbe for verbe, dite in dites.items() if dite[:1].isupper()} == set()
