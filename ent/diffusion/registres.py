"""What rooms above plug: who may hold a socket, who may still read what news lead to, whom these are for."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

_portes: list[Callable[[Any], bool]] = []
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


def enregistrer_public(nature: str, publics: Callable[[Collection[int]], Mapping[int, Collection[Any]]]) -> None:
    """Of a kind of news that tells families of their child: `publics(ids)` says whom each of these things is for (`Audience`). What says nothing is
    of the class where it was told.
    """
    _publics[nature] = publics


def publics() -> dict[str, Callable[[Collection[int]], Mapping[int, Collection[Any]]]]:
    return _publics
