"""A search over everything one may read: each room looks through what is its own."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise


@dataclass(frozen=True)
class Trouvaille:
    """One thing found: its words, where it is read, and what tells it from another (of whom, from whom); its day, by which the newest come first."""

    titre: str
    adresse: str
    precision: str = ""
    jour: dt.date | None = None


@dataclass(frozen=True)
class Fouille:
    """`chercher(request, words)` answers what this person may read that holds each of these words, the newest first, `LIMITE` at most.

    Words come without case nor accents (`ent.annuaire.recherche.mots`), and begin words of what is found (`correspond`).
    """

    nom: str
    titre: str | Promise
    icone: str
    chercher: Callable[[HttpRequest, Sequence[str]], list[Trouvaille]]
    ordre: int = 50  # of what one looks for most
    pour: Callable[[Any], bool] | None = None  # whom (`Personne`) it answers: nobody else reads that it is there


LIMITE = 20
_fouilles: dict[str, Fouille] = {}


def enregistrer_fouille(fouille: Fouille) -> None:
    _fouilles[fouille.nom] = fouille


def fouilles_de(personne: Any) -> list[Fouille]:
    siennes = [fouille for fouille in _fouilles.values() if fouille.pour is None or fouille.pour(personne)]
    return sorted(siennes, key=lambda fouille: fouille.ordre)
