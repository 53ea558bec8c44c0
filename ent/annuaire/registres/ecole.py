"""The page of a school: a house whose rooms say where they stand. Rooms above add theirs, and the page names none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, auto
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class RayonDEcole(IntEnum):
    """What a direction comes there for."""

    GENS = auto()
    ANNEE = auto()
    ENTRER = auto()
    REGLER = auto()
    GARDER = auto()

    @property
    def titre(self) -> Promise:
        return TITRES[self]


TITRES = {
    RayonDEcole.GENS: _("Les personnes"),
    RayonDEcole.ANNEE: _("L’année"),
    RayonDEcole.ENTRER: _("Entrer : papiers et comptes"),
    RayonDEcole.REGLER: _("Régler l’école"),
    RayonDEcole.GARDER: _("Ce que l’école garde"),
}


@dataclass(frozen=True)
class FaitsDEcole:
    """What the page has read already: what a room says of itself there asks nothing more."""

    liens_a_confirmer: int
    rentree_pas_faite: bool


@dataclass(frozen=True)
class PageDEcole:
    """A page of one school, for its direction. `par`: what its address holds of the school. `mots`: what else it is looked for by."""

    nom: str
    libelle: str | Promise
    icone: str
    rayon: RayonDEcole
    url_name: str
    par: str = "uai"
    suite: str = ""  # of its address
    mots: str | Promise = ""
    etat: Callable[[FaitsDEcole], str] | None = (
        None  # where it stands, in a few words; nothing when there is nothing to say
    )
    ordre: int = 50
    sauf: frozenset[str] = frozenset()  # natures of schools that have no such page
    module: str = ""  # of the room whose page it is: a school that closed it has none

    def est_de(self, ecole: Any) -> bool:
        """Whether this school has it."""
        return ecole.nature not in self.sauf and ecole.a_le_module(self.module)

    def adresse(self, ecole: Any) -> str:
        return reverse(self.url_name, args=[getattr(ecole, self.par)] if self.par else []) + self.suite


_pages: dict[str, PageDEcole] = {}


def enregistrer_page_d_ecole(*pages: PageDEcole) -> None:
    _pages.update({page.nom: page for page in pages})


def pages_d_ecole(ecole: Any = None) -> list[PageDEcole]:
    """By what one comes for: those that this school has, or all."""
    siennes = (page for page in _pages.values() if ecole is None or page.est_de(ecole))
    return sorted(siennes, key=lambda page: (page.rayon, page.ordre))


# --- Who directs -------------------------------------------------------------------------------------------------------
_nominations: list[Callable[..., None]] = []


def enregistrer_nomination(dire: Callable[..., None]) -> None:
    """`dire(etablissement=, nommee=, auteur=)` is called when a direction is named from above, in the transaction that names it."""
    _nominations.append(dire)


def dire_une_nomination(*, etablissement: Any, nommee: Any, auteur: Any) -> None:
    for dire in _nominations:
        dire(etablissement=etablissement, nommee=nommee, auteur=auteur)
