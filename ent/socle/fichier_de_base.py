"""SQLite: a connection that is kept looks, before each page and each round of a worker, whether its file is still the one that it opened.

A base that is restored takes the place of another at once, a folder is moved: a process that kept its connection would write words into a file that has no
name any more. PostgreSQL's connections end with their server.
"""

import os
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


def noter(sender: Any, connection: BaseDatabaseWrapper, **reste: Any) -> None:
    """A connection has just been opened: on which file."""
    if connection.vendor == "sqlite":
        connection.fichier_ouvert = _fichier(connection)  # type: ignore[attr-defined]


def lacher_celles_d_avant(sender: Any = None, **reste: Any) -> None:
    """Of this thread: those whose file is another, or is gone, are opened anew when they are next asked."""
    for connection in connections.all(initialized_only=True):
        ouvert = getattr(connection, "fichier_ouvert", None)
        if (
            ouvert
            and connection.connection is not None
            and not connection.in_atomic_block
            and ouvert != _fichier(connection)
        ):
            connection.close()


def _fichier(connection: BaseDatabaseWrapper) -> tuple[int, int] | None:
    """Disk and number; nothing of a base in memory."""
    try:
        lu = os.stat(connection.settings_dict["NAME"])
    except OSError:
        return None
    return lu.st_dev, lu.st_ino
