"""Dates of a room that another room shows, or takes into account: an outing in the month of the agenda, the agenda where an outing is written."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Date:
    """Something that happens from a day to a day, as one person may read it: no word of who answered what.

    `publics` are `Audience`s; `a_qui` says them, and `nom` says them in a small case. `chemin` is empty where this person has no page of it.
    """

    titre: str
    jour: dt.date
    dernier_jour: dt.date
    publics: tuple[Any, ...]
    a_qui: str
    nom: str
    chemin: str = ""
    de: dt.time | None = None
    a: dt.time | None = None
    lieu: str = ""
    est_annulee: bool = False
    mot_annulee: str = ""  # « Annulée », of what is feminine
    icone: str = "agenda"

    def touche(self, ecole: int, classes: frozenset[int] | None) -> bool:
        """It is for pupils of one of these classes, or of the whole school (None). Of a group whose class is not said, nobody knows here."""
        ici = [public for public in self.publics if public.ecole == ecole]
        if classes is None:
            return bool(ici)
        return any(public.est_d_ecole or public.classe in classes for public in ici)


type Lecture = Callable[[Any, dt.date, dt.date, Sequence[Any]], list[Date]]

_dates: dict[str, Lecture] = {}


def enregistrer_dates(salle: str, lire: Lecture) -> None:
    """`lire(personne, premier, dernier, enfants)`: what this person reads of these days, by their work, and of these children (`Suivi`), whom the
    caller may show them. A fixed number of queries.
    """
    _dates[salle] = lire


def dates_de(
    personne: Any, premier: dt.date, dernier: dt.date, *, enfants: Sequence[Any] = (), sauf: str = ""
) -> list[Date]:
    """Of every room but `sauf`: the one that asks."""
    return [
        date for salle, lire in _dates.items() if salle != sauf for date in lire(personne, premier, dernier, enfants)
    ]
