"""Registries that services plug into from their `branchements.py`, so that the ground imports no service."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum, auto
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

# In the order of the tabs of a person who has several.
UNIVERS = ("famille", "eleve", "enseignant", "direction", "commune", "territoire")


class Rang(IntEnum):
    """Where a tile stands on a home, from the top. Of several in one place, the order is that of the rooms in the settings."""

    SANS_LIEN = auto()  # nothing else is here yet, and why
    A_REPONDRE = auto()  # what waits for an answer of this person
    A_ACCORDER = auto()  # what waits for their consent
    A_FAIRE = auto()  # what one comes for, every day
    A_RELIRE = auto()  # what others wrote, and what one writes oneself
    ECHANGES = auto()  # who wrote
    A_REGARDER = auto()  # what was shown
    A_LIRE = auto()  # what was said, and asks for nothing
    OUTILS = auto()  # what one needs now and then


class Rayon(IntEnum):
    """Where a page stands in the navigation. Of several in one place, the order is that of the rooms in the settings."""

    TRAVAIL = auto()  # what one comes for, every day
    GENS = auto()  # the schools and the people that one answers for
    ECHANGES = auto()  # to write, to be written to
    NOUVELLES = auto()  # what is shown
    FOYER = auto()  # one's own children
    ECOLE = auto()  # what concerns the whole school
    ACCORDS = auto()  # what one allows, what families allowed
    REGLES = auto()  # who may do what, and when


@dataclass(frozen=True)
class Tuile:
    """A part of a home page. `contexte` gives its template's variables, or None when it has nothing to show there.

    `questions(personne)` gives small readings (two numbers and a word a row) that a home makes with the count of unread news:
    `lectures.reponses_de` hands the rows to the tile, which then knows whether it has anything else to read.

    `univers` is one of `UNIVERS`. When one of `evenements` reaches the browser (« cahier_de_textes:travail_publie »),
    the tile asks for itself again at `/tuile/<univers>/<nom>/`.
    """

    nom: str
    univers: str
    rang: Rang
    gabarit: str
    contexte: Callable[[HttpRequest], dict | None]
    evenements: tuple[str, ...] = ()
    questions: Callable[[Any], list] | None = None

    @cached_property
    def adresse(self) -> str:
        return reverse("tuile", args=[self.univers, self.nom])

    @cached_property
    def declencheurs(self) -> str:
        """What makes htmx ask again: the tile's own events, and a reconnection that may have missed some."""
        return ", ".join(f"{nom} from:body" for nom in (*self.evenements, "reconnexion"))


@dataclass(frozen=True, eq=False)
class Entree:
    """A place of the navigation, for people of one universe (all of them when `univers` is empty).

    The bar of a phone holds five places at most: « Accueil », « Notifications » and « Plus » are always there.
    """

    nom: str
    libelle: str | Promise
    icone: str
    univers: str
    url_name: str
    rayon: Rayon
    dans_la_barre: bool = True  # otherwise on the « Plus » page alone
    nature: str = ""  # of the notifications counted beside it
    d_un_enfant: bool = False  # there only while one follows a child today

    @cached_property
    def adresse(self) -> str | None:
        """None while the page does not exist: no dead link."""
        try:
            return reverse(self.url_name)
        except NoReverseMatch:
            return None


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
    several, the one of least `urgence` is shown. `etat` is an `EtatEcole`: the school and its counts. What was found leads to `url_name`.
    """

    nom: str
    libelle: Any
    ordre: int
    lire: Callable[[Any], dict[int, Any]] = lambda personne: {}
    dire: Callable[[Any, Any], Any] = lambda etat, trouve: trouve or 0
    geste: Callable[[Any, Any], Geste | None] = lambda etat, trouve: None
    urgence: int = 100
    url_name: str = ""  # of the list that it counts, which is of a school: as many are there


@dataclass(frozen=True)
class Banniere:
    """What must be read on every page, above all else, as long as it lasts. `precision` is what a person wrote."""

    texte: str
    precision: str = ""
    adresse: str = ""
    lien: str = ""


@dataclass(frozen=True)
class Veille:
    """What may have to be said above every page. `question()` gives a small reading (two numbers and a word a row) that is made
    with the count of unread news, so that it costs no page a query; `dire(request, rows)` is called when it finds something.
    """

    question: Callable[[], tuple]
    dire: Callable[[HttpRequest, list[tuple]], list[Banniere]]


@dataclass(frozen=True)
class FormulaireGarde:
    """A kind of long form that is kept as a draft while it is typed. Its keys: « mot:classe:7 » for a new one, « mot:12 » for a correction;
    « mot:12~k3x9q2ab »: what one page of it, one tab, holds.

    `ecole_de(personne, cible, numero)` gives the school of what a key names, to who may send that form; None to anyone else.
    """

    genre: str
    url_name: str  # of the address where it is kept
    ecole_de: Callable[[Any, str, int], Any]

    def adresse(self, cle: str) -> str:
        return reverse(self.url_name, args=[cle])


CLE = re.compile(r"(?P<genre>[a-z]{1,20}):(?:(?P<cible>[a-z]{1,20}):)?(?P<numero>[1-9]\d{0,17})(?:~[0-9a-z]{8})?")

REPRIS = "brouillon-repris", "brouillon-repris-a"

_gardes: dict[str, FormulaireGarde] = {}
_veilles: list[Veille] = []
_coupures: list[Callable[[Any, Any], str]] = []
_tuiles: dict[tuple[str, str], Tuile] = {}
_entrees: dict[str, Entree] = {}
_constats: dict[str, Constat] = {}


def enregistrer_tuile(tuile: Tuile) -> None:
    if tuile.univers not in UNIVERS:
        raise ValueError(f"No universe « {tuile.univers} ».")
    _tuiles[tuile.univers, tuile.nom] = tuile


def tuiles(univers: str) -> list[Tuile]:
    return sorted((t for t in _tuiles.values() if t.univers == univers), key=lambda t: t.rang)


def tuile(univers: str, nom: str) -> Tuile | None:
    return _tuiles.get((univers, nom))


def enregistrer_veille(veille: Veille) -> None:
    _veilles.append(veille)


def veilles() -> list[Veille]:
    return _veilles


def enregistrer_coupure(fonction: Callable[[Any, Any], str]) -> None:
    """`fonction(personne, etablissement)` says why this person may write to nobody there for the moment; nothing when they may."""
    _coupures.append(fonction)


def coupure(personne, etablissement) -> str:
    """What stops this person from writing in this school, as a sentence; empty most of the time."""
    return next((phrase for fonction in _coupures if (phrase := fonction(personne, etablissement))), "")


def enregistrer_constat(constat: Constat) -> None:
    _constats[constat.nom] = constat


def constats() -> list[Constat]:
    return sorted(_constats.values(), key=lambda c: c.ordre)


def enregistrer_entree(entree: Entree) -> None:
    _entrees[entree.nom] = entree


def entrees(univers: list[str]) -> list[Entree]:
    """Places that exist for someone of these universes, in order; a place of two universes of one person, once."""
    siennes = {
        (e.adresse, e.icone): e for e in _entrees.values() if (not e.univers or e.univers in univers) and e.adresse
    }
    return sorted(siennes.values(), key=lambda e: e.rayon)


def garder_les_brouillons(formulaire: FormulaireGarde) -> None:
    """A kind belongs to one room: its keys say whose they are."""
    if _gardes.setdefault(formulaire.genre, formulaire) != formulaire:
        raise ValueError(f"« {formulaire.genre} » is already kept by another room.")


def formulaire_garde(cle: str) -> FormulaireGarde | None:
    """The kind of form that a key names, if there is one."""
    trouve = CLE.fullmatch(cle)
    return _gardes.get(trouve["genre"]) if trouve else None


def brouillon_repris(envoi: Mapping[str, str]) -> tuple[str, int]:
    """The draft that was taken up in the page that sends this, and when it had been kept; nothing where none was."""
    cle, a = (envoi.get(nom, "") for nom in REPRIS)
    return (cle, int(a)) if formulaire_garde(cle) and re.fullmatch(r"[0-9]{1,15}", a) else ("", 0)


def ecole_du_brouillon(personne, cle: str):
    """The school of the form that a key names, to who may send it; None to anyone else, and when nothing bears that key."""
    trouve, formulaire = CLE.fullmatch(cle), formulaire_garde(cle)
    if trouve is None or formulaire is None:
        return None
    return formulaire.ecole_de(personne, trouve["cible"] or "", int(trouve["numero"]))
