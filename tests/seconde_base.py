"""What `make test` plays on PostgreSQL and Redis besides SQLite: what these can decide otherwise, whole files at a time.

A file is played on both by its subject (SUJETS, in its name), or because its lines speak of what only a real server judges (JUGE): a new file needs no
declaration, only the name that its subject already gives it. A test of several processes, connections or transactions is played on both wherever it
stands; one that opens no database, on neither more than once. All the rest sends statements that the matrix sends too, eleven thousand
requests of every persona to every address, and `make test-entier` plays everything on both.

Where the run on PostgreSQL follows (`ENT_SECONDE_SUIT`), what is played there for its subject alone is not played on SQLite before:
the matrix, rights, imports send what Django writes for both, and production's engine judges it. What speaks of an engine, or
was written for each, is played on both, and so is everything by `make test-entier`.
"""

import os
import re
from functools import cache
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parent.parent
REEL = bool(os.environ.get("ENT_TEST_REEL"))

BASE = {"db", "transactional_db", "django_db_reset_sequences", "django_db_setup"}
SUJETS = {
    "rights, and who is reached": r"matrice|droit|frontieres|audience|qui_peut|refus|regles",
    "what a constraint refuses: twice the same, a version, a tie": r"gestes|envois|ecritures|tests/annuaire/",
    "what order or bounds the engine gives": r"nombres_demesures|messages|brouillons",
    "imports": r"/onde/|/territoire/",
    "queries that we prepare, migrations, what Redis carries": r"/socle/|migr|modeles|donnees|hub|ouvrier|periodique|frein",
}
SUJET = re.compile("|".join(SUJETS.values()))
# What we wrote twice, once for each.
DEUX_FOIS = re.compile(r"recherche")
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
def place(fichier: str) -> set[str]:
    """On which databases the tests of a file that open one are played."""
    if DEUX_FOIS.search(fichier) or JUGE.search((RACINE / fichier).read_text()):
        return {"sqlite", "postgresql"}
    return {"postgresql"} if SUJET.search(fichier) else {"sqlite"}


def est_de_la_seconde_seule(item) -> bool:
    return ouvre_la_base(item) and not item.get_closest_marker("navigateur") and place(_fichier(item)) == {"postgresql"}


def _fichier(item) -> str:
    return item.nodeid.partition("::")[0]


def pytest_collection_modifyitems(config, items) -> None:
    if os.environ.get("ENT_SECONDE_SUIT") and not REEL:
        ailleurs = [item for item in items if est_de_la_seconde_seule(item)]
        config.hook.pytest_deselected(items=ailleurs)
        items[:] = [item for item in items if item not in ailleurs]
    for item in items:
        de_la_seconde = ouvre_la_base(item) and "postgresql" in place(_fichier(item))
        if not de_la_seconde and not est_de_plusieurs(item):
            item.add_marker(pytest.mark.une_base)
