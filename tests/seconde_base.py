"""What `make test` plays on PostgreSQL and Redis besides SQLite: what these can decide otherwise.

A test is played on both because its lines speak of what only a real server judges (JUGE): its own, and those of what it takes from its
file, helpers, fixtures and constants. It is played on one of them by the subject of its file (SUJETS, in its name): a new test needs no
declaration. A test of several processes, connections or transactions is played on both wherever it stands; one that opens no database,
on neither more than once. All the rest sends statements that the matrix sends too, every persona to every address, and
`make test-entier` plays everything on both.

Where the run on PostgreSQL follows (`ENT_SECONDE_SUIT`), what is played there for its subject alone is not played on SQLite before:
rights, imports send what Django writes for both, and production's engine judges it. The matrix is played on both: whole on SQLite,
then each different answer of each address. That run (`ENT_SECONDE_SEULE`) does not
read the files that hold nothing for it.
"""

import ast
import os
import re
from functools import cache
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parent.parent
REEL = bool(os.environ.get("ENT_TEST_REEL"))

SEULE = bool(os.environ.get("ENT_SECONDE_SEULE"))

BASE = {"db", "transactional_db", "django_db_reset_sequences", "django_db_setup"}
SUJETS = {
    "rights, and who is reached": r"droit|frontieres|audience|qui_peut|refus|regles",
    "what a constraint refuses: twice the same, a version, a tie": r"gestes|envois|ecritures|tests/annuaire/",
    "what order or bounds the engine gives": r"nombres_demesures|messages|brouillons",
    "imports": r"/onde/|/territoire/",
    "queries that we prepare, migrations, what Redis carries": r"/socle/|migr|modeles|donnees|hub|ouvrier|periodique|frein",
}
SUJET = re.compile("|".join(SUJETS.values()))
# What we wrote twice, once for each; and the matrix, which asks less of the second (tests/test_matrice.py).
DEUX_FOIS = re.compile(r"recherche|test_matrice")
# Who waits for whom, what is refused, what is found, several hands at once.
JUGE = re.compile(
    r"transaction=True|mark\.reel|select_for_update|IntegrityError|OperationalError|connection\.cursor|threading|ThreadPool"
    r"|RunSQL|SearchQuery|unaccent|importer_onde|connection\.vendor"
)


def ouvre_la_base(item) -> bool:
    return bool(BASE & set(item.fixturenames) or item.get_closest_marker("django_db"))


def est_de_plusieurs(item) -> bool:
    """Several processes, connections or transactions: never left to one database, wherever it stands."""
    base = item.get_closest_marker("django_db")
    return bool(item.get_closest_marker("reel") or (base and (base.args or base.kwargs.get("transaction"))))


@cache
def _lignes(fichier: str) -> str:
    return (RACINE / fichier).read_text()


@cache
def _morceaux(fichier: str) -> dict[str, tuple[str, set[str]]]:
    """What a file names at its first level: the lines of each, and the names that it uses; « » has what holds for every test."""
    texte = _lignes(fichier)
    morceaux: dict[str, tuple[str, set[str]]] = {}
    for noeud in ast.parse(texte).body:
        if isinstance(noeud, ast.Import | ast.ImportFrom):
            continue
        # A decorator stands above the line of what it decorates.
        lignes = texte.splitlines()[
            min(n.lineno for n in ast.walk(noeud) if hasattr(n, "lineno")) - 1 : noeud.end_lineno
        ]
        noms = _noms(noeud)
        for nom in _nomme(noeud):
            avant, deja = morceaux.get(nom, ("", set()))
            morceaux[nom] = "\n".join([avant, *lignes]), deja | noms
    return morceaux


def _nomme(noeud: ast.stmt) -> set[str]:
    if isinstance(noeud, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        partout = any("autouse" in ast.dump(d) for d in noeud.decorator_list)
        return {noeud.name, *([""] if partout else [])}
    cibles = {n.id for n in ast.walk(noeud) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return {""} if not cibles or "pytestmark" in cibles else cibles


def _noms(noeud: ast.stmt) -> set[str]:
    """Names read, arguments (fixtures are asked by these), and words alone in a string (`usefixtures`)."""
    lus = {n.id for n in ast.walk(noeud) if isinstance(n, ast.Name)} | {
        n.arg for n in ast.walk(noeud) if isinstance(n, ast.arg)
    }
    return lus | {n.value for n in ast.walk(noeud) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


@cache
def parle_d_un_moteur(nodeid: str) -> bool:
    """Its lines, or those of what it takes from its file. Of a test that its file does not write (imported, made), all the file's."""
    fichier, _, reste = nodeid.partition("::")
    if not JUGE.search(_lignes(fichier)):
        return False
    morceaux, a_voir, vus = _morceaux(fichier), [re.split(r"::|\[", reste)[0], ""], set()
    if a_voir[0] not in morceaux:
        return True
    while a_voir:
        nom = a_voir.pop()
        if nom in vus or nom not in morceaux:
            continue
        vus.add(nom)
        lignes, noms = morceaux[nom]
        if JUGE.search(lignes):
            return True
        a_voir += noms
    return False


def place(nodeid: str) -> set[str]:
    """On which databases a test that opens one is played."""
    fichier = nodeid.partition("::")[0]
    if DEUX_FOIS.search(fichier) or parle_d_un_moteur(nodeid):
        return {"sqlite", "postgresql"}
    return {"postgresql"} if SUJET.search(fichier) else {"sqlite"}


def a_lire(fichier: str) -> bool:
    """Does the run on PostgreSQL find anything in this file?"""
    return bool(DEUX_FOIS.search(fichier) or SUJET.search(fichier) or JUGE.search(_lignes(fichier)))


def est_de_la_seconde_seule(item) -> bool:
    return ouvre_la_base(item) and not item.get_closest_marker("navigateur") and place(item.nodeid) == {"postgresql"}


def _fichier(item) -> str:
    return item.nodeid.partition("::")[0]


def pytest_ignore_collect(collection_path):
    if SEULE and collection_path.name.startswith("test_") and not a_lire(str(collection_path.relative_to(RACINE))):
        return True
    return None


def pytest_collection_modifyitems(config, items) -> None:
    if os.environ.get("ENT_SECONDE_SUIT") and not REEL:
        ailleurs = {item for item in items if est_de_la_seconde_seule(item)}
        config.hook.pytest_deselected(items=[*ailleurs])
        items[:] = [item for item in items if item not in ailleurs]
    for item in items:
        plusieurs = est_de_plusieurs(item)
        # By a mark that its own lines do not write: the second run would not open its file.
        assert not plusieurs or a_lire(_fichier(item)), item.nodeid
        if not plusieurs and not (ouvre_la_base(item) and "postgresql" in place(item.nodeid)):
            item.add_marker(pytest.mark.une_base)
