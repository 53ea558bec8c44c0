"""What `make test` plays on PostgreSQL and Redis besides SQLite: everything, but for what is named here with why.

A new file is played on both: nothing has to be declared for it to be. A file is named here when no answer of the database
can change what it proves: it asks nothing of it, or the statements that it sends are all sent by files that stay (measured:
docs/decisions). What the issue is about on a second database always stays: locks, constraints, search, imports, rights and
their matrix, several processes, migrations, and any test that is transactional or marked `reel`, wherever it stands.
`make test-entier` plays all of it.
"""

import pytest

UNE_BASE: dict[str, str] = {}


def reste(item) -> bool:
    """Whether this test stays in the second run, whatever its file."""
    base = item.get_closest_marker("django_db")
    return bool(item.get_closest_marker("reel") or (base and (base.args or base.kwargs.get("transaction"))))


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if item.nodeid.partition("::")[0] in UNE_BASE and not reste(item):
            item.add_marker(pytest.mark.une_base)
