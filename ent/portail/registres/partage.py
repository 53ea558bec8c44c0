"""Where photos go that a phone shares with the site (« Partager », in its gallery): each room says which of its forms take them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Arrivee:
    """One form of this reader's that takes photos: where it is, and under which addresses the photos wait for it, where one chooses something first."""

    titre: str
    precision: str
    icone: str
    adresse: str
    sous: str = ""


_arrivees: list[Callable[[HttpRequest], list[Arrivee]]] = []


def enregistrer_arrivees(de: Callable[[HttpRequest], list[Arrivee]]) -> None:
    """`de(request)` gives those that are this reader's own, and none to anybody else."""
    _arrivees.append(de)


def arrivees(request: HttpRequest) -> list[Any]:
    return [arrivee for de in _arrivees for arrivee in de(request)]
