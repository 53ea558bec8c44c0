"""What a room lets everybody read of a school, and the public site of that school shows: the room names no site, the site no room."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Repas:
    """What is eaten at school on a day; `ferme`, what is said instead of a day on which nothing is."""

    jour: dt.date
    plats: str = ""
    ferme: str = ""


_repas: list[Callable[[Any], list[Repas]]] = []
_suites: list[Callable[[Collection[int]], None]] = []


def enregistrer_repas(lire: Callable[[Any], list[Repas]]) -> None:
    """`lire(ecole)`: the meals to come that the school published; none where it publishes none."""
    _repas.append(lire)


def repas_publies(ecole: Any) -> list[Repas]:
    return [repas for lire in _repas for repas in lire(ecole)]


def enregistrer_repas_changes(suite: Callable[[Collection[int]], None]) -> None:
    """`suite(ecoles)` is called, in the transaction of what changed the meals of these schools (ids)."""
    _suites.append(suite)


def dire_les_repas_changes(ecoles: Collection[int]) -> None:
    for suite in _suites:
        suite(ecoles)
