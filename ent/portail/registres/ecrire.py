"""What is said above every page, what stops somebody from writing, and the forms that are kept while they are typed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse


@dataclass(frozen=True)
class Banniere:
    """What must be read on every page, above all else, as long as it lasts. `precision` is what a person wrote."""

    texte: str
    precision: str = ""
    adresse: str = ""
    lien: str = ""
    geste: str = ""  # an address that is posted to in one tap
    bouton: str = ""


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
TECHNIQUES = ("csrfmiddlewaretoken", "brouillon-cle", *REPRIS, "numero")

_gardes: dict[str, FormulaireGarde] = {}
_veilles: list[Veille] = []
_coupures: list[Callable[[Any, Any], str]] = []


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


def garder_les_brouillons(formulaire: FormulaireGarde) -> None:
    """A kind belongs to one room: its keys say whose they are."""
    if _gardes.setdefault(formulaire.genre, formulaire) != formulaire:
        raise ValueError(f"« {formulaire.genre} » is already kept by another room.")


def formulaire_garde(cle: str) -> FormulaireGarde | None:
    """The kind of form that a key names, if there is one."""
    trouve = CLE.fullmatch(cle)
    return _gardes.get(trouve["genre"]) if trouve else None


def champs_a_garder(envoi: QueryDict) -> list[tuple[str, list[str]]]:
    """What a draft keeps of what its form sent: (name, values), in its order, without what only serves to send it."""
    return [(nom, valeurs) for nom, valeurs in envoi.lists() if nom not in TECHNIQUES and not nom.endswith("-geste")]


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
