"""Hours: ten o’clock of a day; those that families do not share with the school, an evening and the morning that ends the quiet hours."""

import datetime as dt
from zoneinfo import ZoneInfo

MARDI_21H = dt.datetime(2026, 11, 24, 21, 0, tzinfo=ZoneInfo("Europe/Paris"))
MERCREDI_7H = dt.datetime(2026, 11, 25, 7, 0, tzinfo=ZoneInfo("Europe/Paris"))


def le(jour: dt.date) -> dt.datetime:
    """This day at ten, in Paris."""
    return dt.datetime.combine(jour, dt.time(10), ZoneInfo("Europe/Paris"))
