"""Where one may go: five places for ever, and « Plus », a house whose rooms say where they stand."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, auto
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Place(IntEnum):
    """The places between one's home and « Plus », the same for ever in each universe: a new room earns a row in « Plus », never a sixth place."""

    DEUXIEME = auto()
    TROISIEME = auto()
    QUATRIEME = auto()


class Rayon(IntEnum):
    """What one comes to « Plus » for. Of several rows of one group, the order is that of the rooms in the settings."""

    PREVENIR = auto()  # large ways: what a family tells the school
    RETROUVER = auto()
    DECIDER = auto()
    CLASSE = auto()
    FAMILLES = auto()
    ELEVES = auto()
    POUVOIRS = auto()  # what a direction confided, for as long as it does
    ECOLE = auto()
    TERRITOIRE = auto()
    MOI = auto()

    @property
    def titre(self) -> Promise:
        return TITRES[self]


TITRES = {
    Rayon.PREVENIR: _("Prévenir l’école"),
    Rayon.RETROUVER: _("Retrouver"),
    Rayon.DECIDER: _("Décider pour mes enfants"),
    Rayon.CLASSE: _("Faire classe"),
    Rayon.FAMILLES: _("Dire aux familles"),
    Rayon.ELEVES: _("Suivre les élèves"),
    Rayon.POUVOIRS: _("Ce qui m’est confié"),
    Rayon.ECOLE: _("Mon école"),
    Rayon.TERRITOIRE: _("Le territoire"),
    Rayon.MOI: _("Moi"),
}


TOUTE_SALLE = "*"


@dataclass(frozen=True, eq=False)
class Entree:
    """A page to go to, for people of one universe (all of them when `univers` is empty): at one of the three places of their bar, or
    as a row of « Plus », where `etat(request)` says in a few words where it stands today, and nothing when there is nothing to say; None, and
    the row is not there: what most families never have.
    """

    nom: str
    libelle: str | Promise
    icone: str
    univers: str
    url_name: str
    rayon: Rayon
    place: Place | None = None
    nature: str = ""  # of the notifications counted beside it: messages alone bear a number
    d_un_enfant: bool = False  # there only while one follows a child today
    salle: str = (
        ""  # and, of who only has children that were confided, while this room was (`TOUTE_SALLE`: one or another)
    )
    etat: Callable[[HttpRequest], str | Promise | None] | None = None
    module: str = ""  # and while a school of theirs, of this universe, has it on (`etages.module`)
    court: str | Promise = ""  # at the foot of a phone, where five words share 320 px
    pour: Callable[[Any], bool] | None = None  # judged of `Personne.portee` alone: whom the page has something for
    mots: str | Promise = ""  # by which it is looked for too

    @property
    def en_bas(self) -> str | Promise:
        return self.court or self.libelle

    @cached_property
    def adresse(self) -> str | None:
        """None while the page does not exist: no dead link."""
        try:
            return reverse(self.url_name)
        except NoReverseMatch:
            return None


_entrees: dict[str, Entree] = {}


def enregistrer_entree(entree: Entree) -> None:
    prise = next(
        (e for e in _entrees.values() if entree.place and (e.place, e.univers) == (entree.place, entree.univers)), None
    )
    if prise is not None and prise.nom != entree.nom:
        raise ValueError(f"« {prise.nom} » is already there, in « {entree.univers} ».")
    _entrees[entree.nom] = entree


def entrees(univers: list[str]) -> list[Entree]:
    """Pages that exist for someone of these universes, in order; a page of two universes of one person, once."""
    siennes: dict[tuple, Entree] = {}
    for entree in _entrees.values():
        if (not entree.univers or entree.univers in univers) and entree.adresse:
            siennes.setdefault((entree.adresse, entree.icone), entree)
    return sorted(siennes.values(), key=lambda e: e.rayon)


def places(univers: str) -> list[Entree]:
    """What stands between one's home and « Plus » in this universe, in order."""
    siennes = [e for e in _entrees.values() if e.place and e.univers == univers and e.adresse]
    return sorted(siennes, key=lambda e: e.place)
