"""What rooms above plug: who may hold a socket, who may still read what news lead to, whom these are for, what says them again, what a person's calendar holds."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

_portes: list[Callable[[Any], bool]] = []
_departs: set[str] = set()
_publics: dict[str, Callable[[Collection[int]], Mapping[int, Collection[Any]]]] = {}
_lecteurs: dict[str, Callable[[Any, Collection[int]], set[int]]] = {}


def enregistrer_porte(est_ouverte: Callable[[Any], bool]) -> None:
    """`est_ouverte(personne)`: whether what closes pages to someone who is signed in leaves them their signals."""
    _portes.append(est_ouverte)


def est_ouverte(personne) -> bool:
    return all(porte(personne) for porte in _portes)


def enregistrer_lecteur(nature: str, lisibles: Callable[[Any, Collection[int]], set[int]]) -> None:
    """Of a kind of news that tells a team: `lisibles(personne, ids)` gives those of these things that this person may read today."""
    _lecteurs[nature] = lisibles


def lecteurs() -> dict[str, Callable[[Any, Collection[int]], set[int]]]:
    return _lecteurs


def enregistrer_nouvelle_de_depart(*natures: str) -> None:
    """Kinds of news that somebody is told since they left, or since their child did: no tie to a school is asked for to read them."""
    _departs.update(natures)


def nouvelles_de_depart() -> list[str]:
    return sorted(_departs)


def enregistrer_public(nature: str, publics: Callable[[Collection[int]], Mapping[int, Collection[Any]]]) -> None:
    """Of a kind of news that tells families of their child: `publics(ids)` says whom each of these things is for (`Audience`). What says nothing is
    of the class where it was told.
    """
    _publics[nature] = publics


def publics() -> dict[str, Callable[[Collection[int]], Mapping[int, Collection[Any]]]]:
    return _publics


Dire = Callable[[str], str]  # of a child (of that first name), in the language in force
_redites: dict[str, Callable[[Collection[int]], Mapping[int, Dire]]] = {}


def enregistrer_redite(nature: str, redites: Callable[[Collection[int]], Mapping[int, Dire]]) -> None:
    """Of a kind of news whose sentence is known from its thing: `redites(ids)` gives what says each of them again. One query, whatever their number."""
    _redites[nature] = redites


def redites() -> dict[str, Callable[[Collection[int]], Mapping[int, Dire]]]:
    return _redites


_redites_possibles: dict[str, Callable[[Collection[int]], Mapping[int, Collection[Dire]]]] = {}


def enregistrer_redites_possibles(
    nature: str, redites: Callable[[Collection[int]], Mapping[int, Collection[Dire]]]
) -> None:
    """Of a kind of news of which one thing may have told several sentences (to one and to another, before and after it changed): `redites(ids)` gives
    what says each of these. The one that was told is known by its words, so that nobody is told another. One query, whatever their number.
    """
    _redites_possibles[nature] = redites


def redites_possibles() -> dict[str, Callable[[Collection[int]], Mapping[int, Collection[Dire]]]]:
    return _redites_possibles


@dataclass(frozen=True)
class Evenement:
    """A line of a calendar. Days, both included, when `debut` is no instant. `sequence` grows when it changes, so that a phone takes the new one.

    `regle` is an RRULE (RFC 5545), `sauf` the occurrences taken out of it; `occurrence` says of which one of the same `uid` this is a correction.
    """

    uid: str
    titre: str
    debut: dt.date | dt.datetime
    fin: dt.date | dt.datetime
    modifie_le: dt.datetime
    sequence: int = 0
    lieu: str = ""
    texte: str = ""
    chemin: str = ""  # of the page that tells it
    est_annule: bool = False
    occupe: bool = False  # the person is not free then
    regle: str = ""
    sauf: tuple[dt.date | dt.datetime, ...] = ()
    occurrence: dt.date | dt.datetime | None = None


_calendriers: list[Callable[[Any, dt.date, dt.date], list[Evenement]]] = []


def enregistrer_calendrier(fonction: Callable[[Any, dt.date, dt.date], list[Evenement]]) -> None:
    """`fonction(personne, debut, fin)` gives what this person's private calendar holds between these days, by the rights of the moment."""
    _calendriers.append(fonction)


def evenements_de(personne, debut: dt.date, fin: dt.date) -> list[Evenement]:
    return [evenement for fonction in _calendriers for evenement in fonction(personne, debut, fin)]
