"""What was answered in the place of who confided a child, said again: a piece of news keeps its words, and not what it was about."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ActeConfie:
    """One answer that a room told by `dire_un_acte_confie`: of which child, when, and what says it in the language in force."""

    eleve: int
    quand: dt.datetime
    dire: Callable[[], str]


Dits = Callable[[Collection[Any], Collection[Any]], Collection[ActeConfie]]
_dits: list[Dits] = []


def enregistrer_actes_dits(dits: Dits) -> None:
    """`dits(adultes, eleves)`: what may have been told of these children that these adults were confided. One query."""
    _dits.append(dits)


def actes_dits(adultes: Collection[Any], eleves: Collection[Any]) -> list[ActeConfie]:
    """The last first, as who confided reads them."""
    tous = [acte for dits in _dits for acte in dits(adultes, eleves)]
    return sorted(tous, key=lambda acte: acte.quand, reverse=True)
