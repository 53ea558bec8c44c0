"""Kinds of news, as people choose among them. Services declare theirs from their `branchements.py`."""

from dataclasses import dataclass

from django.db.models import Case, CharField, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Sorte:
    """`natures` are those of the notifications that belong to it (« cahier_de_textes.travail_publie »)."""

    nom: str
    libelle: str | Promise
    natures: tuple[str, ...]
    ordre: int


# What no service has declared is still told, and may still be refused.
AUTRE = Sorte("autre", _("Autres nouvelles"), (), 1000)
_sortes: dict[str, Sorte] = {}


def enregistrer_sorte(sorte: Sorte) -> None:
    if sorte.nom == AUTRE.nom:
        raise ValueError("« autre » is the kind of what has none.")
    _sortes[sorte.nom] = sorte


def sortes() -> list[Sorte]:
    """Every kind, in order; « autre » last."""
    return [*sorted(_sortes.values(), key=lambda s: s.ordre), AUTRE]


def sorte_de(nature: str) -> Sorte:
    return next((s for s in _sortes.values() if nature in s.natures), AUTRE)


def nom_de_sorte() -> Case:
    """The name of a notification's kind, as a column."""
    cas = [When(nature__in=s.natures, then=Value(s.nom)) for s in _sortes.values() if s.natures]
    return Case(*cas, default=Value(AUTRE.nom), output_field=CharField())
