"""A connection is checked before a page uses it: at no cost while it serves, and whatever happened to the server."""

import time

import psycopg
import pytest
from django.db import connections

from ent.annuaire.models import Personne

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.reel,
]


@pytest.fixture
def base(monkeypatch):
    """The connection of a page about to begin, kept from page to page; what it asked the server lately."""
    base = connections["default"]
    Personne.objects.count()
    base.demandes = []
    monkeypatch.setattr(base, "is_usable", lambda: base.demandes.append(1) or type(base).is_usable(base))
    base.health_check_enabled, base.health_check_done = True, False
    yield base
    base.health_check_enabled = False


def test_a_connection_that_serves_is_not_asked(base):
    processus = base.connection.info.backend_pid
    Personne.objects.count()
    assert (base.demandes, base.connection.info.backend_pid) == ([], processus)


def test_an_idle_connection_is_asked(base, monkeypatch):
    monkeypatch.setattr("ent.socle.rustines.postgresql.base.OISIVETE", -1)
    Personne.objects.count()
    assert base.demandes == [1]


def test_a_connection_that_the_server_closed_is_replaced(base):
    processus = base.connection.info.backend_pid
    with psycopg.connect(**{**base.get_connection_params(), "cursor_factory": None, "context": None}) as autre:
        autre.execute("SELECT pg_terminate_backend(%s)", [processus])
    time.sleep(0.2)
    Personne.objects.count()
    assert (base.demandes, base.connection.info.backend_pid != processus) == ([1], True)
