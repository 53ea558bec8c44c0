"""What the demonstration shows of this room (`config.demonstration`)."""

import datetime as dt

from .journal import semer_journal
from .sites import semer_sites

ORDRE = 40


def semer(d, maintenant: dt.datetime) -> None:
    """`d` is the cast."""
    semer_journal(d, maintenant)
    semer_sites(d, maintenant)
