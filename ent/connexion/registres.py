"""Ways through which an account is open: rooms plug theirs from `branchements.py`, so that « Mes appareils » names none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, auto

from django.http import HttpRequest
from django.utils.functional import Promise


class Rang(IntEnum):
    """Where a way stands on « Mes appareils », from the top."""

    SESSIONS = auto()
    POUSSEES = auto()
    AGENDAS = auto()
    TABLETTES = auto()


@dataclass(frozen=True)
class Ouverture:
    """One line: what is open, said as its person knows it.

    `ici`: the device in hand, that « Tout fermer » leaves as it is. `adresse`: where it is closed, when that is another page's gesture.
    """

    cle: str
    nom: str
    precision: str = ""
    ici: bool = False
    geste: str = ""
    adresse: str = ""


@dataclass(frozen=True)
class Voie:
    """A kind of thing through which an account is open: its lines for who asks, and how one of them is closed.

    `lister(request)` gives the lines of that person, or None when this way does not concern them. `fermer(personne=, cle=)` closes
    one, in the caller's transaction and journalled; False when this person has no such line.
    """

    nom: str  # in addresses
    rang: Rang
    titre: str | Promise
    geste: str | Promise
    vide: str | Promise
    lister: Callable[[HttpRequest], list[Ouverture] | None]
    fermer: Callable[..., bool]


_voies: dict[str, Voie] = {}


def enregistrer_voie(voie: Voie) -> None:
    _voies[voie.nom] = voie


def voies() -> list[Voie]:
    return sorted(_voies.values(), key=lambda voie: voie.rang)


def voie(nom: str) -> Voie | None:
    return _voies.get(nom)
