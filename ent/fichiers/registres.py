"""Registries that rooms above plug into: who holds files and shows them to whom, and where files may be deposited."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet


@dataclass(frozen=True)
class Destination:
    """What a deposit is counted on: a class, or the school itself."""

    etablissement: Any
    classe: Any = None


_porteurs: dict[str, Callable[[Any], Q]] = {}
_lieux: dict[str, Callable[[Any, str], Destination | None]] = {}


def enregistrer_porteur(nom: str, lisibles_par: Callable[[Any], Q]) -> None:
    """Name a kind of item that holds files. `lisibles_par(personne)` is a Q over `Fichier` (see `tenus_par`)."""
    _porteurs[nom] = lisibles_par


def tenus_par(modele: type[Model], *, champ: str = "fichier", **visibles: QuerySet) -> Q:
    """Files held by rows of `modele`: ``tenus_par(Travail.fichiers.through, travail=Travail.objects.visibles_par(p))``.

    A correlated EXISTS: one file is judged by index, whatever the number of items that the person sees.
    """
    tenu = modele._base_manager.filter(**{champ: OuterRef("pk")}, **{f"{nom}__in": q for nom, q in visibles.items()})
    return Q(Exists(tenu.order_by()))


def lisibles_par_les_porteurs(personne) -> list[Q]:
    return [lisibles_par(personne) for lisibles_par in _porteurs.values()]


def enregistrer_depot(nom: str, ouvrir: Callable[[Any, str], Destination | None]) -> None:
    """Name a place where files may be deposited. `ouvrir(personne, cle)` gives what they are counted on, None to refuse.

    A page then writes the place as « nom:cle », for instance « classe:7 ».
    """
    _lieux[nom] = ouvrir


def destination(personne, lieu: str) -> Destination | None:
    """What this person's deposits there are counted on; None when they may not, or when the place is unknown."""
    nom, _deux_points, cle = lieu.partition(":")
    ouvrir = _lieux.get(nom)
    return ouvrir(personne, cle) if ouvrir else None
