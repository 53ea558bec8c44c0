"""Kinds of news, as people choose among them. Services declare theirs from their `branchements.py`."""

from dataclasses import dataclass
from enum import IntEnum, auto

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
    or is said by somebody stands alone.
    """

    nom: str
    libelle: str | Promise
    natures: tuple[str, ...]
    rubrique: Rubrique
    a_ouvrir: tuple[str, ...] = ()
    en_lot: tuple[str, ...] = ()
    se_groupe: bool = True


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


def sorte_de(nature: str) -> Sorte:
    return next((s for s in _sortes.values() if nature in s.natures), AUTRE)


def natures_a_ouvrir() -> frozenset[str]:
    return frozenset(nature for sorte in _sortes.values() for nature in sorte.a_ouvrir)


def natures_en_lot() -> frozenset[str]:
    return frozenset(nature for sorte in _sortes.values() for nature in sorte.en_lot)


def nom_de_sorte() -> Case:
    """The name of a notification's kind, as a column."""
    cas = [When(nature__in=s.natures, then=Value(s.nom)) for s in _sortes.values() if s.natures]
    return Case(*cas, default=Value(AUTRE.nom), output_field=CharField())
