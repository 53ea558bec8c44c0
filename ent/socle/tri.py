"""The order of a French list, the same in Python and in both databases: « Élancourt » among the E, « DE KERSAINT » beside « de Kersaint ».

Letters first, then accents, then capitals (ISO/IEC 14651, as the locale « fr » of ICU has it). Databases know it by one name: made by a migration in PostgreSQL, given
to each connection of SQLite. Two texts are equal when they are the same characters, so that what is searched and what is unique do not change.
"""

import sqlite3
import unicodedata
from functools import lru_cache
from typing import Any

LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"}
)
COLLATION = "francais"  # one that SQLite takes without quotes


@lru_cache(maxsize=20_000)
def cle(texte: str) -> tuple[str, str, str, str]:
    """What sorts a text among others: `sorted(noms, key=cle)`."""
    decompose = unicodedata.normalize("NFKD", texte.translate(LIGATURES))
    lettres = "".join(c for c in decompose if not unicodedata.combining(c))
    return lettres.casefold(), decompose.casefold(), lettres.swapcase(), texte


def _comparer(un: str, autre: str) -> int:
    a, b = cle(un), cle(autre)
    return (a > b) - (a < b)


def donner_a(base: sqlite3.Connection) -> None:
    """For what opens a database of ours by itself: what is indexed in that order is read, and checked, in that order alone."""
    base.create_collation(COLLATION, _comparer)


def donner_l_ordre(*, connection: Any, **_signal: Any) -> None:
    """Each connection of SQLite, as it opens."""
    if connection.vendor == "sqlite":
        donner_a(connection.connection)
