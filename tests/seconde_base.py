"""What `make test` plays on PostgreSQL and Redis besides SQLite: every test that opens the database, but for a few files.

A test that asks for no database cannot reach one (pytest-django closes it): 1,990 of 5,129, which one run proves. They are
known by their fixtures, not by a list: a new test that opens the database is played on both with nothing to declare. A file
that opens it is left to SQLite only when it is long and named here with why: what it proves is made from rows that other files
write and read on both. Locks, constraints, search, imports, rights and their matrix, migrations, several processes: never named.
`make test-entier` plays everything on both.

Two things more are shared between the runs, so that each is paid once: the rights matrix, eleven thousand requests whose right is one
`Q`, is played on PostgreSQL when that run follows (`ENT_SECONDE_SUIT`); and drawn worlds, many on SQLite, are a quarter there.
"""

import os

import pytest

REEL = bool(os.environ.get("ENT_TEST_REEL"))

BASE = {"db", "transactional_db", "django_db_reset_sequences", "django_db_setup"}
# Why, and which files. Each sends what the rights matrix, the frontiers and the audiences of its room send on both.
LAISSES = {
    "draws PDFs from weeks that test_semaine reads on both": ["cahier_de_textes/test_impressions"],
    "pages: each address is played by the matrix for twelve personas on both, and their rows are read by test_semaine, test_familles, "
    "test_seances, test_remises": [
        "cahier_de_textes/test_ajout", "cahier_de_textes/test_contributions", "cahier_de_textes/test_donner", "cahier_de_textes/test_organisation_pages",
        "cahier_de_textes/test_retours", "cahier_de_textes/test_views", "portail/test_accueil", "portail/test_prevenir",
        "services/vie_scolaire/test_pages",
    ],
    "pages of the carnet and of threads: the same, beside test_mots, test_messages and test_plans": [
        "messagerie/test_absences", "messagerie/test_mots_pages", "messagerie/test_mots_suivi", "messagerie/test_pieces",
        "messagerie/test_regles", "messagerie/test_traduction",
    ],
    "Wagtail's own pages and editor, where test_site_recherche, test_site_consentements and test_frontieres_cms ask on both": [
        "pages/test_site_a_deux", "pages/test_site_api", "pages/test_site_cms", "pages/test_site_public",
        "pages/test_site_publier",
    ],
    "what is written around a billet that test_journal_droits and test_frontieres_journal read on both": [
        "pages/test_journal_commentaires", "pages/test_journal_eleves", "pages/test_journal_pages",
    ],
    "what goes to a bucket, or is read of a file's content": ["fichiers/test_s3", "fichiers/test_views"],
    "lays the demonstration, which lives on SQLite; the cast and the territory are laid on both": ["config/test_demonstration"],
}  # fmt: skip
LA_SECONDE_SEULE = {"tests/test_matrice.py"}
UNE_BASE = {f"tests/{nom}.py" for noms in LAISSES.values() for nom in noms}


def ouvre_la_base(item) -> bool:
    return bool(BASE & set(item.fixturenames) or item.get_closest_marker("django_db"))


def est_de_plusieurs(item) -> bool:
    """Several processes, connections or transactions: never left to one database, wherever it stands."""
    base = item.get_closest_marker("django_db")
    return bool(item.get_closest_marker("reel") or (base and (base.args or base.kwargs.get("transaction"))))


def exemples(n: int) -> int:
    """How many worlds to draw, of `n` where nothing else draws them."""
    return n if not REEL or os.environ.get("ENT_ENTIER") else max(n // 4, 1)


def pytest_collection_modifyitems(config, items) -> None:
    if os.environ.get("ENT_SECONDE_SUIT") and not REEL:
        ailleurs = [item for item in items if item.nodeid.partition("::")[0] in LA_SECONDE_SEULE]
        config.hook.pytest_deselected(items=ailleurs)
        items[:] = [item for item in items if item not in ailleurs]
    for item in items:
        nomme = item.nodeid.partition("::")[0] in UNE_BASE
        if (nomme or not ouvre_la_base(item)) and not est_de_plusieurs(item):
            item.add_marker(pytest.mark.une_base)
