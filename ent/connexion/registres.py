"""Ways through which an account is open: rooms plug theirs from `branchements.py`, so that « Mes appareils » names none of them; where
who goes out is led; whom a number of the State's directory is.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, auto
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, logout
from django.http import HttpRequest
from django.utils.functional import Promise


class Rang(IntEnum):
    """Where a way stands on « Mes appareils », from the top."""

    SESSIONS = auto()
    POUSSEES = auto()
    AGENDAS = auto()
    AUTRES_ENT = auto()
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


# --- An account that is given back ------------------------------------------------------------------------------------
_reprises: list[Callable[[int], None]] = []


def enregistrer_reprise(fonction: Callable[[int], None]) -> None:
    """`fonction(personne)` takes away what else opened an account (id) that a paper of the school gives back with a new password."""
    _reprises.append(fonction)


def dire_une_reprise(personne: int) -> None:
    """In the transaction of the new password."""
    for fonction in _reprises:
        fonction(personne)


# --- Going out --------------------------------------------------------------------------------------------------------
_sorties: list[Callable[[HttpRequest], str]] = []


def enregistrer_sortie(lire: Callable[[HttpRequest], str]) -> None:
    """`lire(request)`, asked while the session is still there, gives a page of ours where whoever goes out is led, or nothing."""
    _sorties.append(lire)


def apres_la_sortie(request: HttpRequest) -> str:
    """The first page that a room asks for, once what comes before it was gone through; nothing when none does."""
    return en_sortant(request, next((adresse for lire in _sorties if (adresse := lire(request))), ""))


_etapes: list[Callable[[HttpRequest, str], str]] = []


def enregistrer_etape_de_sortie(commencer: Callable[[HttpRequest, str], str]) -> None:
    """`commencer(request, suite)`, asked while the session is still there, gives a page of ours that a browser goes through first, and that
    leads to `suite` (an address of ours, or nothing) in the end; or nothing.
    """
    _etapes.append(commencer)


def en_sortant(request: HttpRequest, suite: str) -> str:
    """Where whoever goes out is led: to `suite`, through what rooms put before it."""
    for commencer in _etapes:
        suite = commencer(request, suite) or suite
    return suite


_fins: list[Callable[[Collection[int], Iterable[Mapping[str, Any]]], None]] = []


def enregistrer_fin_de_loin(dire: Callable[[Collection[int], Iterable[Mapping[str, Any]]], None]) -> None:
    """`dire(personnes, seances)`: sessions of these people (ids) end from elsewhere, in that transaction. `seances`: what each held that a table
    keeps, read as it goes; others end of which nothing is known.
    """
    _fins.append(dire)


def dire_la_fin(personnes: Collection[int], seances: Iterable[Mapping[str, Any]]) -> None:
    """In the transaction of what ends them, before they go."""
    lues = list(seances)
    for dire in _fins:
        dire(personnes, lues)


def faire_place(request: HttpRequest, personne: Any, suite: str) -> str:
    """Before somebody is signed in: whoever this browser holds goes out first, of third services too, whose next visitor would be taken for them.
    Where who comes in is led: to `suite` (an address of ours), through what going out puts before it. Every sign-in passes by here:
    Django empties the session of another, or of another password, without a word.
    """
    la = request.user
    if la.is_authenticated and not (
        la.pk == personne.pk and request.session.get(HASH_SESSION_KEY) == personne.get_session_auth_hash()
    ):
        suite = en_sortant(request, suite)
        logout(request)
    return suite


# --- From one site to another, signed in ------------------------------------------------------------------------------
_departs: list[Callable[[Any, str], str]] = []


def enregistrer_depart(lire: Callable[[Any, str], str]) -> None:
    """`lire(personne, adresse)` gives the address that opens that page of another site with the account that this person has there through us; or
    nothing, where that is not for them, or where the operator declared no such way.
    """
    _departs.append(lire)


def adresse_signee(personne: Any, adresse: str) -> str:
    """Where a link to another site leads: already signed in, if a room knows how; else there."""
    return next((depart for lire in _departs if (depart := lire(personne, adresse))), adresse)


_arrivees: list[Callable[[Collection[str]], Callable[[str], str] | None]] = []


def enregistrer_arrivee(lire: Callable[[Collection[str]], Callable[[str], str] | None]) -> None:
    """`lire(origines)` gives, of the site that has one of these origins (« https://college.exemple.fr »), what makes of a page of ours the page that
    opens it signed in by that site; or nothing, where families do not come in by it.
    """
    _arrivees.append(lire)


def entree_par(origines: Collection[str]) -> Callable[[str], str]:
    """What a link from that site to a page of ours is: the same page, where nobody comes in by it."""
    return next((entrer for lire in _arrivees if (entrer := lire(origines))), str)


# --- Numbers of the State's directory ---------------------------------------------------------------------------------
_jointures: list[Callable[[str, Collection[str]], Mapping[str, Any]]] = []


def enregistrer_jointures(lire: Callable[[str, Collection[str]], Mapping[str, Any]]) -> None:
    """`lire(nature, numeros)` gives whom each number of the State's directory (« 1d-1001 », « 2d-1001 ») is, of a nature (« eleve », « responsable »,
    « personnel »): the account that a merged one became.
    """
    _jointures.append(lire)


def personnes_des_jointures(nature: str, numeros: Collection[str]) -> dict[str, Any]:
    trouvees: dict[str, Any] = {}
    for lire in _jointures if numeros else ():
        trouvees |= lire(nature, numeros)
    return trouvees
