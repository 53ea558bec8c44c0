"""Kinds of news, as people choose among them. Services declare theirs from their `branchements.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, auto
from typing import Any

from django.db.models import Case, CharField, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Rubrique(IntEnum):
    """Where a kind stands among those that a person chooses among. Of several in one place, the order is that of the settings."""

    A_FAIRE = auto()
    RETOURS = auto()
    A_SIGNER = auto()
    ECHANGES = auto()
    ACCORDS = auto()
    A_REGARDER = auto()
    AUTRES = auto()


@dataclass(frozen=True)
class Sorte:
    """`natures` are those of the notifications that belong to it (« cahier_de_textes.travail_publie »). `a_ouvrir`: those that opening alone
    reads, since a count of theirs stands in the bar: marking all news as read leaves it true. `en_lot`: those of which the things of one day
    make one line of the feed. `se_groupe`: whether many of them, told by one school on one day, may be one line; what is told of a child's safety
    or is said by somebody stands alone. `module`: what a school may turn off (`etages.module`), and these news with it. `au_dehors`:
    what one of them is called (« mot », « message ») where a parent lets another ENT show it; nothing: it stays here. `dit_au_dehors`: said there
    instead of its text, which may name another family's child.
    """

    nom: str
    libelle: str | Promise
    natures: tuple[str, ...]
    rubrique: Rubrique
    a_ouvrir: tuple[str, ...] = ()
    en_lot: tuple[str, ...] = ()
    se_groupe: bool = True
    pour: Callable[[Any], bool] = lambda personne: (
        True
    )  # whom it may be told to: what others cannot receive, they are not asked about
    module: str = ""
    au_dehors: str = ""
    dit_au_dehors: str | Promise = ""


# What no service has declared is still told, and may still be refused.
AUTRE = Sorte("autre", _("Autres nouvelles"), (), Rubrique.AUTRES, se_groupe=False)
_sortes: dict[str, Sorte] = {}


def enregistrer_sorte(sorte: Sorte) -> None:
    if sorte.nom == AUTRE.nom:
        raise ValueError("« autre » is the kind of what has none.")
    _sortes[sorte.nom] = sorte


def sortes() -> list[Sorte]:
    """Every kind, in order; « autre » last."""
    return [*sorted(_sortes.values(), key=lambda s: s.rubrique), AUTRE]


def sortes_de(personne) -> list[Sorte]:
    """Those that this person may be told, of what they are today: a parent, who teaches, both."""
    return [sorte for sorte in sortes() if sorte.pour(personne.pour(sorte.module) if sorte.module else personne)]


# --- Whom a kind is for, read from `Personne.portee` alone ------------------------------------------------------------
def famille(personne) -> bool:
    """Who answers for a child."""
    return bool(personne.portee.enfants)


def classe(personne) -> bool:
    """Who teaches or directs."""
    return bool(personne.portee.etablissements_d_enseignement)


def famille_ou_classe(personne) -> bool:
    return famille(personne) or classe(personne)


def sorte_de(nature: str) -> Sorte:
    return next((s for s in _sortes.values() if nature in s.natures), AUTRE)


def natures_des_modules() -> dict[str, list[str]]:
    """By module that a school may turn off, the natures of its notifications."""
    trouvees: dict[str, list[str]] = {}
    for sorte in _sortes.values():
        if sorte.module:
            trouvees.setdefault(sorte.module, []).extend(sorte.natures)
    return trouvees


def natures_a_ouvrir() -> frozenset[str]:
    return frozenset(nature for sorte in _sortes.values() for nature in sorte.a_ouvrir)


def natures_en_lot() -> frozenset[str]:
    return frozenset(nature for sorte in _sortes.values() for nature in sorte.en_lot)


def nom_de_sorte() -> Case:
    """The name of a notification's kind, as a column."""
    cas = [When(nature__in=s.natures, then=Value(s.nom)) for s in _sortes.values() if s.natures]
    return Case(*cas, default=Value(AUTRE.nom), output_field=CharField())
