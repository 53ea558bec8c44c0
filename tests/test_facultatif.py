"""What a form asks for where something is chosen is not called « (facultatif) » by its label: `suit_un_choix` says it, in one way for all."""

import ast
import re
from pathlib import Path

import pytest
from django.urls import reverse

from tests.lancer import RACINE

# Asked for by another rule than a choice of this form, or drawn without a label of its own.
AUTREMENT = {
    ("agenda.py", "de"): "an hour that one may leave out, unless the other is said",
    ("jours.py", "jours"): "boxes to tick, whose legend says nothing of it",
    ("travaux.py", "eleves"): "boxes to tick",
    ("seances.py", "eleves"): "boxes to tick",
    ("mots.py", "eleves"): "boxes to tick",
    ("preparation.py", "eleves"): "boxes to tick",
    ("site_images.py", "eleves"): "Wagtail draws it, and marks what is asked for alone",
    ("portfolio.py", "seul"): "a box to tick",
}


def demandes(source: Path) -> set[str]:
    """Fields of which this file refuses the emptiness, after all are read: « if … not donnees.get("x") … : add_error("x", …) »."""
    trouves = set()
    for condition in (n for n in ast.walk(ast.parse(source.read_text())) if isinstance(n, ast.If)):
        vides = {
            nom.args[0].value
            for non in ast.walk(condition.test)
            if isinstance(non, ast.UnaryOp) and isinstance(non.op, ast.Not)
            for nom in ast.walk(non)
            if isinstance(nom, ast.Call)
            and getattr(nom.func, "attr", "") == "get"
            and nom.args
            and isinstance(nom.args[0], ast.Constant)
        }
        refus = {
            appel.args[0].value
            for ligne in condition.body
            for appel in ast.walk(ligne)
            if isinstance(appel, ast.Call)
            and getattr(appel.func, "attr", "") == "add_error"
            and isinstance(appel.args[0], ast.Constant)
        }
        trouves |= vides & refus
    return trouves


def test_what_a_choice_makes_compulsory_is_said_of_its_field():
    tous = [
        f for f in RACINE.glob("**/forms/**/*.py") if not {".venv", "var", "tests"} & set(f.relative_to(RACINE).parts)
    ] + list(RACINE.glob("ent/**/forms.py"))
    lus = {(f, nom) for f in tous for nom in demandes(f)}
    oublies = {
        f"{f.relative_to(RACINE)}: {nom}"
        for f, nom in lus
        if (f.name, nom) not in AUTREMENT
        and not any("suit_un_choix" in bout and f'"{nom}"' in bout for bout in _instructions(f))
    }
    assert oublies == set()
    assert len(lus) > 5


def _instructions(source: Path) -> list[str]:
    """Each statement that marks fields, with the names that it is of: a loop that marks several is one."""
    arbre = ast.parse(source.read_text())
    return [ast.unparse(n).replace("'", '"') for n in ast.walk(arbre) if isinstance(n, ast.For | ast.Assign)]


@pytest.mark.besoin_de("messagerie")
def test_what_a_mot_asks_for_is_not_optional(d, mardi, entrer):
    page = entrer(d.enseignante).get(reverse("carnet_ecrire_classe", args=[d.cp_ce1.pk])).text
    for nom in ("choix", "objet"):
        etiquette = re.search(rf'<label for="id_{nom}">(.*?)</label>', page)[1]
        assert "(facultatif)" not in etiquette
    assert 'Montant demandé, en euros <span class="facultatif">' in page  # left empty, each family writes it
