"""What `make test` plays on PostgreSQL and Redis besides SQLite: every test that opens the database, but for a few files.

A test that asks for no database cannot reach one (pytest-django closes it): 1,990 of 5,129, which one run proves. They are
known by their fixtures, not by a list: a new test that opens the database is played on both with nothing to declare. A file
that opens it is left to SQLite only when it is named here with why: what it proves is made from rows that other files write
and read on both. Locks, constraints, search, imports, rights and their matrix, migrations, several processes: never named.
`make test-entier` plays everything on both.
"""

import pytest

BASE = {"db", "transactional_db", "django_db_reset_sequences", "django_db_setup"}
UNE_BASE = {
    "tests/cahier_de_textes/test_impressions.py": "draws PDFs from weeks that test_semaine and test_views read on both",
}


def ouvre_la_base(item) -> bool:
    return bool(BASE & set(item.fixturenames) or item.get_closest_marker("django_db"))


def est_de_plusieurs(item) -> bool:
    """Several processes, connections or transactions: never left to one database, wherever it stands."""
    base = item.get_closest_marker("django_db")
    return bool(item.get_closest_marker("reel") or (base and (base.args or base.kwargs.get("transaction"))))


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        nomme = item.nodeid.partition("::")[0] in UNE_BASE
        if (nomme or not ouvre_la_base(item)) and not est_de_plusieurs(item):
            item.add_marker(pytest.mark.une_base)
