"""What a home is made of: tiles, and the facts that a direction reads of its schools."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, auto
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

# In the order of the tabs of a person who has several.
UNIVERS = ("famille", "eleve", "enseignant", "direction", "pouvoirs", "commune", "territoire")


class Rang(IntEnum):
    """Where a tile stands on a home, from the top. Of several in one place, the order is that of the rooms in the settings."""

    SANS_LIEN = auto()  # nothing else is here yet, and why
    RACCOURCIS = auto()  # what one does most
    A_REPONDRE = auto()  # what waits for an answer of this person
    A_ACCORDER = auto()  # what waits for their consent
    A_FAIRE = auto()  # what one comes for, every day
    A_RELIRE = auto()  # what others wrote, and what one writes oneself
    ECHANGES = auto()  # who wrote
    A_REGARDER = auto()  # what was shown
    A_LIRE = auto()  # what was said, and asks for nothing
    OUTILS = auto()  # what one needs now and then


@dataclass(frozen=True)
class Tuile:
    """A part of a home page. `contexte` gives its template's variables, or None when it has nothing to show there.

    `questions(personne)` gives small readings (two numbers and a word a row) that a home makes with the count of unread news:
    `lectures.reponses_de` hands the rows to the tile, which then knows whether it has anything else to read.

    `univers` is one of `UNIVERS`. When one of `evenements` reaches the browser (« cahier_de_textes:travail_publie »),
    the tile asks for itself again at `/tuile/<univers>/<nom>/`. One made of what rooms plugged says its events once all are there.
    """

    nom: str
    univers: str
    rang: Rang
    gabarit: str
    contexte: Callable[[HttpRequest], dict | None]
    evenements: tuple[str, ...] | Callable[[], tuple[str, ...]] = ()
    questions: Callable[[Any], list] | None = None
    a_cote: bool = False  # at a desk, beside what one comes for

    @cached_property
    def adresse(self) -> str:
        return reverse("tuile", args=[self.univers, self.nom])

    @cached_property
    def declencheurs(self) -> str:
        """What makes htmx ask again: the tile's own events, and a reconnection that may have missed some."""
        noms = self.evenements() if callable(self.evenements) else self.evenements
        return ", ".join(f"{nom} from:body" for nom in (*dict.fromkeys(noms), "reconnexion"))


@dataclass(frozen=True)
class Raccourci:
    """A large way at the top of a home: `lire(request)` gives its address and what is said under it; None to who has nothing to do there."""

    nom: str
    univers: str
    libelle: Any
    icone: str
    lire: Callable[[HttpRequest], tuple[str, Any] | None]


@dataclass(frozen=True)
class Geste:
    """The next thing to do in a school: one sentence, one button."""

    phrase: str
    bouton: str
    adresse: str | None


@dataclass(frozen=True)
class Constat:
    """A fact of the tile that a direction reads for each of its schools.

    `lire(personne)` gives what was found by school (id): a number, a date; one query whatever their number. `dire(etat, found)`
    writes it after `libelle`, in the order `ordre`. `geste(etat, found)` is what it asks of the direction, if anything: of
    several, the one of least `urgence` comes first. `etat` is an `EtatEcole`: the school and its counts. What was found leads to `url_name`.
    """

    nom: str
    libelle: Any
    ordre: int
    lire: Callable[[Any], dict[int, Any]] = lambda personne: {}
    dire: Callable[[Any, Any], Any] = lambda etat, trouve: trouve or 0
    geste: Callable[[Any, Any], Geste | None] = lambda etat, trouve: None
    urgence: int = 100
    url_name: str = ""  # of the list that it counts: as many are there
    par: str = "uai"  # what its address names the school by; nothing where the list is of all of them
    evenements: tuple[str, ...] = ()  # that make an open home ask for it again
    sauf: frozenset[str] = frozenset()  # natures of schools of which it says nothing
    module: str = ""  # of which it is: where that is off, it says nothing

    def adresse(self, ecole: Any) -> str:
        return reverse(self.url_name, args=[getattr(ecole, self.par)] if self.par else []) if self.url_name else ""


_tuiles: dict[tuple[str, str], Tuile] = {}
_constats: dict[str, Constat] = {}
_raccourcis: dict[str, Raccourci] = {}


def enregistrer_tuile(tuile: Tuile) -> None:
    if tuile.univers not in UNIVERS:
        raise ValueError(f"No universe « {tuile.univers} ».")
    _tuiles[tuile.univers, tuile.nom] = tuile


def tuiles(univers: str) -> list[Tuile]:
    return sorted((t for t in _tuiles.values() if t.univers == univers), key=lambda t: t.rang)


def tuile(univers: str, nom: str) -> Tuile | None:
    return _tuiles.get((univers, nom))


def enregistrer_constat(constat: Constat) -> None:
    _constats[constat.nom] = constat


def constats() -> list[Constat]:
    return sorted(_constats.values(), key=lambda c: c.ordre)


def enregistrer_raccourci(raccourci: Raccourci) -> None:
    _raccourcis[raccourci.nom] = raccourci


def raccourcis(univers: str) -> list[Raccourci]:
    """In the order of the rooms in the settings."""
    return [raccourci for raccourci in _raccourcis.values() if raccourci.univers == univers]
