"""What follows a child from one school to another: the ties that a school waits for."""

from collections.abc import Callable
from typing import Any

_attentes: list[Callable[[Any, int], None]] = []


def enregistrer_lien_attendu(attendre: Callable[[Any, int], None]) -> None:
    """`attendre(lien, ecole)`: a school (id) declared this tie too, whose child another holds still; it takes it over when that one lets the child go."""
    _attentes.append(attendre)


def attendre_un_lien(lien: Any, ecole: int) -> None:
    """In the transaction that makes one tie of two."""
    for attendre in _attentes:
        attendre(lien, ecole)
