"""What the kept databases hold besides their schema: `python -m tests.graines distribution` (or `demonstration`)."""

import datetime as dt
import sys
from zoneinfo import ZoneInfo

import django
import time_machine

# A Tuesday of term, in the middle of the morning: pupils are in class, nothing is quiet.
MARDI_10H = dt.datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
# The demonstration is laid before the hour at which servers start from it, so that nothing in it is still to come.
VEILLE = dt.timedelta(minutes=10)


def distribution() -> None:
    """The cast."""
    from config.demonstration.distribution import semer

    with time_machine.travel(MARDI_10H):
        semer(MARDI_10H.date())


def demonstration() -> None:
    """The cast, and three weeks of life around it, as `make demo` lays them."""
    from django.core.management import call_command

    with time_machine.travel(MARDI_10H - VEILLE):
        call_command("semer_demonstration")


if __name__ == "__main__":
    django.setup()
    {"distribution": distribution, "demonstration": demonstration}[sys.argv[1]]()
