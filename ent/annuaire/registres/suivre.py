"""What follows a child from one school to another: the ties that a school waits for, and what protects the child where a school takes over from another."""

from collections.abc import Callable, Collection
from typing import Any

_attentes: list[Callable[[Any, int], None]] = []
_suites: list[Callable[[int, int, Collection[int]], None]] = []


def enregistrer_lien_attendu(attendre: Callable[[Any, int], None]) -> None:
    """`attendre(lien, ecole)`: a school (id) declared this tie too, whose child another holds still; it takes it over when that one lets the child go."""
    _attentes.append(attendre)


def attendre_un_lien(lien: Any, ecole: int) -> None:
    """In the transaction that makes one tie of two."""
    for attendre in _attentes:
        attendre(lien, ecole)


def enregistrer_ce_qui_suit(suivre: Callable[[int, int, Collection[int]], None]) -> None:
    """`suivre(de, vers, eleves)`: what was said to a school (id) for the health and the safety of these pupils (ids), and what waits for its word, is the other's from
    now on; of what both hold, the last that was said. Called the other way when the schools part again: of a pupil of both, what is the child's stays where it is.
    """
    _suites.append(suivre)


def faire_suivre(de: int, vers: int, eleves: Collection[int]) -> None:
    """In the transaction where one school takes over from the other, once it declares the ties of these pupils."""
    for suivre in _suites if eleves else ():
        suivre(de, vers, eleves)
