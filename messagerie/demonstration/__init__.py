"""What the demonstration shows of this room (`config.demonstration`)."""

import datetime as dt

from .messages import semer_messages
from .mots import semer_mots

ORDRE = 20


def semer(d, maintenant: dt.datetime) -> None:
    """`d` is the cast."""
    semer_messages(d, maintenant)
    semer_mots(d, maintenant)
