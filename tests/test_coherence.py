"""The code base keeps its own rules."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

RACINE = Path(__file__).resolve().parent.parent
SALLES = ["ent", "cahier_de_textes", "config", "messagerie", "pages"]
SUIVIS = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=RACINE, capture_output=True, text=True, check=True
).stdout.split("\n")  # fmt: skip


def fichiers(*suffixes: str) -> list[Path]:
    return [RACINE / f for f in SUIVIS if f.endswith(suffixes) and "/migrations/" not in f and (RACINE / f).is_file()]


def test_rooms_import_only_what_stands_below_them():
    lint = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    fini = subprocess.run(lint, cwd=RACINE, capture_output=True, text=True, check=False)
    assert fini.returncode == 0, fini.stdout


def test_no_file_is_longer_than_400_lines():
    longs = [
        str(f.relative_to(RACINE))
        for f in fichiers(".py", ".html", ".css", ".js")
        if len(f.read_text().splitlines()) > 400
    ]
    assert longs == []


def test_every_model_is_in_the_lexicon():
    lexique = (RACINE / "LEXIQUE.md").read_text().lower()
    mots = {re.split(r"\s*\|\s*", ligne)[1] for ligne in lexique.splitlines() if ligne.startswith("|")}
    a_nous = [m for a in apps.get_app_configs() if a.name.split(".")[0] in SALLES for m in a.get_models()]
    assert [m.__name__ for m in a_nous if not any(_meme_mot(m.__name__, mot) for mot in mots)] == []


def _meme_mot(modele: str, mot: str) -> bool:
    accents = str.maketrans("àâéèêëîïôùûüç", "aaeeeeiiouuuc")
    petits = {"de", "du", "des", "d", "la", "l"}
    mots = re.split(r"[\s’'-]+", mot.translate(accents))
    return modele.lower() in ("".join(mots), "".join(m for m in mots if m not in petits))


def test_every_model_reaches_a_school_or_is_known_to_be_of_the_territory():
    du_territoire = {"Commune", "AnneeScolaire", "Personne", "Tournee", "RelectureEnseignant"}
    isoles = []
    for a in apps.get_app_configs():
        if a.name.split(".")[0] in SALLES:
            isoles += [
                m.__name__ for m in a.get_models() if not _mene_a_une_ecole(m) and m.__name__ not in du_territoire
            ]
    assert isoles == []


def _mene_a_une_ecole(modele, profondeur: int = 3) -> bool:
    if modele.__name__ == "Etablissement":
        return True
    liens = [c.related_model for c in modele._meta.get_fields() if c.many_to_one or c.one_to_one]
    if modele.__name__ == "Personne":
        return True  # reached by ties, each of which reaches a school
    return profondeur > 0 and any(m and m is not modele and _mene_a_une_ecole(m, profondeur - 1) for m in liens)


def test_views_and_consumers_fetch_only_through_a_right():
    """`X.objects.` in a view is followed by a name in `_par` or `_de`; a public view says why in its docstring."""
    fautes = []
    for f in fichiers(".py"):
        relatif = str(f.relative_to(RACINE))
        if relatif.split("/")[0] in SALLES and re.search(r"/(views|consumers)(/|\.py)", relatif):
            for n, ligne in enumerate(f.read_text().splitlines(), 1):
                for suite in re.findall(r"\.objects\.(\w+)", ligne):
                    if not suite.endswith(("_par", "_de")):
                        fautes.append(f"{relatif}:{n}: {ligne.strip()}")
    assert fautes == []


def test_droits_import_no_model():
    fautes = []
    for f in fichiers(".py"):
        if "droits" not in (f.stem, f.parent.name):
            continue
        for noeud in ast.walk(ast.parse(f.read_text())):
            if (
                isinstance(noeud, ast.ImportFrom)
                and "models" in (noeud.module or "").split(".")
                and "db" not in (noeud.module or "")
            ):
                fautes.append(f"{f.name}: {noeud.module}")
    assert fautes == []


@pytest.mark.parametrize(
    "motif",
    [
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>",
        r"<style",
        r"\sstyle=",
        r"\son(click|change|submit|load|input)=",
    ],
)
def test_templates_hold_nothing_inline(motif):
    fautes = [str(f.relative_to(RACINE)) for f in fichiers(".html") if re.search(motif, f.read_text())]
    assert fautes == []


def test_colours_are_written_in_the_tokens_only():
    fautes = []
    for f in fichiers(".css"):
        if f.name != "jetons.css":
            fautes += [f"{f.name}: {c}" for c in re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{}]*\{)", f.read_text())]
    assert fautes == []


def test_migrations_say_what_the_models_say(db):
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
