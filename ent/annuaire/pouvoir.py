"""The powers that a direction may confide: what rooms declare in their `pouvoirs.py`. No row, no request.

A power is read by rights (`Portee.ecoles_ou("import")`), never by its pages: those say where it is used. What is not declared here is confided to
nobody: the team, the powers themselves, parental authority, health.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

Mots = str | Promise


class PouvoirInconnu(KeyError):
    """No room declares it, or no longer."""


@dataclass(frozen=True)
class PageDePouvoir:
    """Where a power is used. `cle` is what its address names the school by; empty: one page for all of one's schools."""

    libelle: Mots
    icone: str
    url_name: str
    cle: str = "uai"

    def adresse(self, ecole: Any) -> str:
        return reverse(self.url_name, args=[getattr(ecole, self.cle)] if self.cle else [])


@dataclass(frozen=True)
class Pouvoir:
    """Its name, what it gives and what it does not, each in a sentence that a head understands; where it is used.

    `verbes`: what the journal says « par délégation » of who holds it and does not direct; of `verbes_partages`, which teachers do in their own
    name too, of who does not teach there.
    """

    code: str
    nom: Mots
    phrase: Mots
    limite: Mots
    pages: tuple[PageDePouvoir, ...]
    verbes: Collection[str] = ()
    verbes_partages: Collection[str] = ()
    confiable: bool = True  # by a mandate
    pour_aider: bool = False  # by a school that asks for help: all its pages are opened by `ecole_ou`
    ordre: int = 100
    module: str = ""  # that a school may turn off (`etages.module`): its pages are not there then
    sauf: Collection[str] = ()  # natures of schools that have none of its pages


_pouvoirs: dict[str, Pouvoir] = {}


def enregistrer_pouvoirs(declares: Iterable[Pouvoir]) -> None:
    for pouvoir in declares:
        if _pouvoirs.setdefault(pouvoir.code, pouvoir) != pouvoir:
            raise ValueError(f"« {pouvoir.code} » is declared twice.")


def _declares() -> list[Pouvoir]:
    return sorted(_pouvoirs.values(), key=lambda p: p.ordre)


def pouvoirs(nature: str = "") -> list[Pouvoir]:
    """Those that the direction of a school (of this nature) may confide, in the order in which a form shows them."""
    return [p for p in _declares() if p.confiable and nature not in p.sauf]


def pouvoirs_d_aide(nature: str = "") -> list[Pouvoir]:
    """What a school (of this nature) may open to who helps it."""
    return [p for p in _declares() if p.pour_aider and nature not in p.sauf]


def pouvoir(code: str) -> Pouvoir:
    try:
        return _pouvoirs[code]
    except KeyError:
        raise PouvoirInconnu(code) from None


def est_sans(code: str, nature: str) -> bool:
    """Whether schools of this nature have none of the pages of this power."""
    declare = _pouvoirs.get(code)
    return declare is not None and nature in declare.sauf


def pouvoirs_nommes(codes: Iterable[str]) -> list[Pouvoir]:
    """Those of these codes that a room still declares, in order."""
    dits = set(codes)
    return [p for p in _declares() if p.code in dits]


def est_par_delegation(verbe: str, personne: Any, ecole: int) -> bool:
    """Whether this person does that there by a power that was confided, and not in their own name. Asks nothing of other verbs."""
    siens = [p for p in _pouvoirs.values() if verbe in p.verbes or verbe in p.verbes_partages]
    if not siens or ecole not in (tenus := personne.portee.mandats):
        return False
    enseigne = ecole in personne.portee.etablissements_d_enseignement
    return any(p.code in tenus[ecole] and (verbe in p.verbes or not enseigne) for p in siens)
