"""Brakes: how many failures in a window, and how long one waits after them."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from ent.socle import frein

FENETRE = 600  # seconds


def compter(n: int) -> None:
    for _n in range(n):
        frein.compter("essai", fenetre=FENETRE)


def attente(maximum: int = 5) -> int:
    return frein.attente("essai", maximum=maximum, fenetre=FENETRE)


def test_one_waits_from_the_last_that_is_let_and_for_the_window_at_most(mardi, horloge):
    compter(4)
    assert attente() == 0
    compter(1)
    assert attente() == FENETRE
    horloge(mardi + dt.timedelta(seconds=599))
    assert attente() == 1
    horloge(mardi + dt.timedelta(seconds=600))
    assert attente() == 0


def test_failures_leave_the_window_as_they_came(mardi, horloge):
    compter(3)
    horloge(mardi + dt.timedelta(seconds=300))
    compter(2)
    assert attente() == 300
    horloge(mardi + dt.timedelta(seconds=600))
    assert (attente(), attente(maximum=2)) == (0, 300)


def test_two_brakes_never_share_their_failures(mardi):
    compter(5)
    assert frein.attente("autre", maximum=1, fenetre=FENETRE) == 0


@pytest.mark.parametrize("ensemble", [8])
def test_those_of_the_same_instant_are_all_counted(mardi, ensemble):
    """Read, then written: of eight at once, one was counted."""
    with ThreadPoolExecutor(ensemble) as fils:
        list(fils.map(lambda _n: compter(50), range(ensemble)))
    assert attente(maximum=50 * ensemble) > 0
    assert attente(maximum=50 * ensemble + 1) == 0
