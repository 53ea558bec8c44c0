"""People of several schools gathered for a time: the room that gathers them says who they are, the one where people speak gives them a thread.

Neither knows the other. Without the one that speaks, all of this does nothing.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

# How long after its last day one goes on reading what was said, and the room that gathered them.
RELECTURE = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Collectif:
    """Who is gathered, as its room says it now."""

    cle: str  # the label of the room that gathers them, a dash, its number there
    titre: str
    etablissements: tuple[int, ...]  # the one that carries it first
    classes: tuple[int, ...]  # whose pupils are of it, by the ties of the moment
    adultes: tuple[int, ...]  # people of those schools, named in it
    fin: dt.date  # the last day on which one writes
    ouvert: bool = True  # over, closed before its day: it is read still, by whom this says


class LigneDeParole(NamedTuple):
    """One thing said, as an archive keeps it."""

    qui: str
    quand: dt.datetime
    quoi: str


@dataclass(frozen=True, slots=True)
class Parole:
    """What a room of speech does for a collectif."""

    tenir: Callable[..., None]  # (collectif, *, par)
    clore: Callable[..., None]  # (cle, *, par)
    adresse: Callable[[str, Any], str]
    archive: Callable[[str], Iterable[LigneDeParole]]


_paroles: list[Parole] = []


def enregistrer_parole(parole: Parole) -> None:
    _paroles.append(parole)


def tenir_parole(collectif: Collectif, *, par: Any) -> None:
    """Open its thread, or correct who is of it and its end, in the caller's transaction. Said twice, it changes nothing.

    Of a collectif of one school alone, or of nobody, the thread is closed: it stays to be read.
    """
    for parole in _paroles:
        parole.tenir(collectif, par=par)


def clore_parole(cle: str, *, par: Any = None) -> None:
    """It stays to be read, whatever its day; `tenir_parole` with a day to come opens it again. `par` is nobody when its day did it."""
    for parole in _paroles:
        parole.clore(cle, par=par)


def adresse_de_la_parole(cle: str, personne: Any) -> str:
    """Where this person reads it; empty when there is none, or when they may not."""
    return next((adresse for parole in _paroles if (adresse := parole.adresse(cle, personne))), "")


def archive_de_la_parole(cle: str) -> Iterable[LigneDeParole]:
    """All that was said, in order, without what was taken back."""
    for parole in _paroles:
        yield from parole.archive(cle)
