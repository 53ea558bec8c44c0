"""What rooms above plug: who may hold a socket."""

from collections.abc import Callable
from typing import Any

_portes: list[Callable[[Any], bool]] = []


def enregistrer_porte(est_ouverte: Callable[[Any], bool]) -> None:
    """`est_ouverte(personne)`: whether what closes pages to someone who is signed in leaves them their signals."""
    _portes.append(est_ouverte)


def est_ouverte(personne) -> bool:
    return all(porte(personne) for porte in _portes)
