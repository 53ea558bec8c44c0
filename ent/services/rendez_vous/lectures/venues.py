"""One coming for several children: their slots side by side, and the minutes in between."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from ent.annuaire.models.portee import Suivi

from ..models import Creneau

AU_PLUS = 3  # comings that are proposed
ENFANTS_AU_PLUS = 4
TRAJET = dt.timedelta(minutes=20)  # from a school to another
ATTENTE_AU_PLUS = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Pas:
    """One child's slot."""

    suivi: Suivi
    creneau: Creneau


@dataclass(frozen=True)
class Venue:
    """Slots of one day, in the order of the clock."""

    pas: tuple[Pas, ...]

    @property
    def debut(self) -> dt.datetime:
        return self.pas[0].creneau.debut

    @property
    def fin(self) -> dt.datetime:
        return self.pas[-1].creneau.fin

    @property
    def minutes(self) -> int:
        return int((self.fin - self.debut).total_seconds()) // 60

    @property
    def attente(self) -> int:
        """Minutes that are nobody's."""
        tenues = sum(((p.creneau.fin - p.creneau.debut) for p in self.pas), dt.timedelta())
        return self.minutes - int(tenues.total_seconds()) // 60

    @property
    def cle(self) -> str:
        """What a form sends to take it."""
        return ",".join(f"{p.creneau.pk}:{p.suivi.eleve.uuid}" for p in self.pas)


def proposer(libres: Sequence[tuple[Suivi, Sequence[Creneau]]]) -> list[Venue]:
    """The shortest coming of each day that has one for all these children; of the days, the shortest, in the order of the calendar."""
    if not 2 <= len(libres) <= ENFANTS_AU_PLUS:
        return []
    par_jour: dict[dt.date, dict[int, list[Creneau]]] = defaultdict(lambda: defaultdict(list))
    for rang, (_suivi, creneaux) in enumerate(libres):
        for creneau in sorted(creneaux, key=lambda c: c.debut):
            par_jour[creneau.jour][rang].append(creneau)
    venues = [
        min(du_jour, key=lambda v: (v.minutes, v.debut))
        for creneaux in par_jour.values()
        if len(creneaux) == len(libres) and (du_jour := _du_jour([s for s, _c in libres], creneaux))
    ]
    retenues = sorted(venues, key=lambda v: (v.minutes, v.debut))[:AU_PLUS]
    return sorted(retenues, key=lambda v: v.debut)


def _du_jour(suivis: list[Suivi], creneaux: dict[int, list[Creneau]]) -> list[Venue]:
    """From each slot of the first child, the others as soon as may be; in every order of the children."""
    trouvees = []
    for ordre in permutations(range(len(suivis))):
        for premier in creneaux[ordre[0]]:
            pas = [Pas(suivis[ordre[0]], premier)]
            for rang in ordre[1:]:
                suivant = next((c for c in creneaux[rang] if c.debut >= _au_plus_tot(pas[-1].creneau, c)), None)
                if suivant is None:
                    break
                pas.append(Pas(suivis[rang], suivant))
            venue = Venue(tuple(pas))
            if len(pas) == len(suivis) and dt.timedelta(minutes=venue.attente) <= ATTENTE_AU_PLUS:
                trouvees.append(venue)
    return trouvees


def _au_plus_tot(avant: Creneau, apres: Creneau) -> dt.datetime:
    ailleurs = avant.rencontre.etablissement_id != apres.rencontre.etablissement_id
    return avant.fin + TRAJET if ailleurs else avant.fin
