"""SQLite: who keeps a connection writes no word into a file that is no longer there."""

import os
import sqlite3
from contextlib import closing

import pytest
from django.core.signals import request_started
from django.db.utils import ConnectionHandler

from ent.socle import fichier_de_base

MOTS = "CREATE TABLE mots (mot text)"


@pytest.fixture
def base(tmp_path, monkeypatch, django_db_blocker):
    """A connection of this thread, kept as the product keeps its own; `base.ecrire("mot")`."""
    reglages = {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "ent.sqlite3", "CONN_MAX_AGE": 600}
    siennes = ConnectionHandler({"default": reglages})
    monkeypatch.setattr(fichier_de_base, "connections", siennes)
    with django_db_blocker.unblock():
        with siennes["default"].cursor() as curseur:
            curseur.execute(MOTS)
        yield siennes["default"]
        siennes["default"].close()


def ecrire(base, mot: str) -> None:
    with base.cursor() as curseur:
        curseur.execute("INSERT INTO mots VALUES (%s)", [mot])


def remplacer(base) -> None:
    """As `restaurer` does: made beside, then in its place at once."""
    fichier = base.settings_dict["NAME"]
    autre = fichier.with_name("restauree")
    with closing(sqlite3.connect(autre)) as lien:
        lien.execute(MOTS)
    os.replace(autre, fichier)


def lus(base) -> list[str]:
    with closing(sqlite3.connect(base.settings_dict["NAME"])) as lien:
        return [mot for (mot,) in lien.execute("SELECT mot FROM mots")]


def test_a_page_after_the_base_was_replaced_writes_into_the_new_one(base):
    ecrire(base, "avant")
    gardee = base.connection
    request_started.send(sender=None)
    assert base.connection is gardee, "the same file: the connection is kept"
    remplacer(base)
    request_started.send(sender=None)
    ecrire(base, "après")
    assert lus(base) == ["après"]


def test_a_worker_does_so_at_each_round_and_nothing_is_cut_in_the_middle(base):
    remplacer(base)
    base.in_atomic_block = True
    fichier_de_base.lacher_celles_d_avant()
    assert base.connection is not None
    base.in_atomic_block = False
    fichier_de_base.lacher_celles_d_avant()
    assert base.connection is None
