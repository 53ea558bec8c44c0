"""What the demonstration shows of this room (`config.demonstration`)."""

import datetime as dt

from .college import semer_le_college
from .rendus import semer_rendus
from .travaux import semer_travaux

ORDRE = 10


def semer(d, maintenant: dt.datetime) -> None:
    """`d` is the cast."""
    semer_travaux(d, maintenant)
    semer_rendus(d, maintenant)
    semer_le_college(d, maintenant)
