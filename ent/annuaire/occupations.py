"""What rooms know of the days and hours of people, for other rooms: who said that they would be away, which hours are offered or taken. Registries; whoever
asks has the right to know.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from ent.socle.dates import date_format, time_format

SANS_FIN = dt.timedelta(minutes=5)  # how long an hour lasts of which only the beginning was said

_adultes_absents: list[Callable[[Collection[int], dt.date], set[int]]] = []


@dataclass(frozen=True)
class Plage:
    """Some minutes of somebody. `cle` names what they are of (« mot-12 »), `titre` says it."""

    cle: str
    titre: str
    debut: dt.datetime
    fin: dt.datetime

    @property
    def quand(self) -> str:
        """« mardi 8 décembre à 17 h 30 »."""
        debut = timezone.localtime(self.debut)
        dits = {"jour": date_format(debut, "l j F"), "heure": time_format(debut, "G\u00a0\\h\u00a0i")}
        return _("%(jour)s à %(heure)s") % dits


Lecture = Callable[[Collection[int], dt.datetime, dt.datetime], list[Plage]]
_proposees: list[Lecture] = []
_prises: list[Lecture] = []


def enregistrer_adultes_absents(lire: Callable[[Collection[int], dt.date], set[int]]) -> None:
    """`lire(personnes, jour)` gives those of these adults (ids) who said that they would be away that day."""
    _adultes_absents.append(lire)


def adultes_absents(personnes: Collection[int], jour: dt.date) -> frozenset[int]:
    """Who said so, and no more: whoever looks for them confirms it. No room, no query."""
    return frozenset().union(*(lire(personnes, jour) for lire in _adultes_absents))


def enregistrer_plages(proposees: Lecture, prises: Lecture) -> None:
    """`proposees(adultes, debut, fin)`: hours that these adults (ids) offer to families between two instants; `prises`: those that they took for
    a child. Both may give more than was asked: who asks keeps what touches.
    """
    _proposees.append(proposees)
    _prises.append(prises)


def aussi_proposees(adultes: Collection[int], siennes: Iterable[Plage]) -> list[Plage]:
    """What these adults offer elsewhere at these hours: once each, at its first hour that touches."""
    return _ailleurs(_proposees, adultes, siennes)


def aussi_prises(adultes: Collection[int], siennes: Iterable[Plage]) -> list[Plage]:
    """What these adults took elsewhere at these hours."""
    return _ailleurs(_prises, adultes, siennes)


def _ailleurs(lectures: list[Lecture], adultes: Collection[int], siennes: Iterable[Plage]) -> list[Plage]:
    ici = list(siennes)
    if not ici or not adultes:
        return []
    debut, fin, cles = min(p.debut for p in ici), max(p.fin for p in ici), {p.cle for p in ici}
    lues = sorted((p for lire in lectures for p in lire(adultes, debut, fin)), key=lambda p: (p.debut, p.cle))
    trouvees: dict[str, Plage] = {}
    for plage in lues:
        if plage.cle not in cles and any(plage.debut < p.fin and p.debut < plage.fin for p in ici):
            trouvees.setdefault(plage.cle, plage)
    return list(trouvees.values())
