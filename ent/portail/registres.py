"""Registries that services plug into from their `contributions.py`, so that the ground imports no service."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Tuile:
    """A part of a home page. `contexte` gives its template's variables, or None when it has nothing to show there.

    `univers` is one of « famille », « enseignant », « eleve », « direction », « territoire ».
    """

    nom: str
    univers: str
    ordre: int
    gabarit: str
    contexte: Callable[[HttpRequest], dict | None]
    evenements: tuple[str, ...] = ()


_tuiles: dict[tuple[str, str], Tuile] = {}


def enregistrer_tuile(tuile: Tuile) -> None:
    _tuiles[tuile.univers, tuile.nom] = tuile


def tuiles(univers: str) -> list[Tuile]:
    return sorted((t for t in _tuiles.values() if t.univers == univers), key=lambda t: t.ordre)


def tuile(univers: str, nom: str) -> Tuile | None:
    return _tuiles.get((univers, nom))
