"""When an event falls: its rule (RFC 5545), without holidays and without the times that a correction stands for."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.socle.preparees import Preparee

from ..models import Evenement

JOURS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
TOUJOURS = dt.timedelta(days=366)  # a series lasts a year at most
CORRIGEES = Preparee(lambda: Evenement.objects.order_by().values_list("serie", "occurrence"))


class EvenementLu(NamedTuple):
    """What a day of a family says of an event, and when and for whom it is: a row and not an instance."""

    pk: int
    etablissement_id: int
    classe_id: int | None
    groupe_id: int | None
    niveau: str
    titre: str
    lieu: str
    mot: str
    jour: dt.date
    dernier_jour: dt.date
    de: dt.time | None
    a: dt.time | None
    rythme: str
    jusqu_au: dt.date | None
    sauf_vacances: bool
    annule_le: dt.datetime | None

    est_une_serie, est_annule = Evenement.est_une_serie, Evenement.est_annule


type Ecrit = Evenement | EvenementLu


@dataclass(frozen=True)
class Occurrence:
    """An event on its day."""

    evenement: Ecrit
    jour: dt.date
    dernier_jour: dt.date

    @property
    def dure(self) -> bool:
        """More than a day."""
        return self.dernier_jour > self.jour

    @property
    def rang(self) -> tuple:
        """Whole days first, then by the clock."""
        return self.jour, self.evenement.de or dt.time(), self.evenement.pk

    @property
    def jours(self) -> list[dt.date]:
        return [self.jour + dt.timedelta(days=n) for n in range((self.dernier_jour - self.jour).days + 1)]

    def tient(self, jour: dt.date) -> bool:
        return self.jour <= jour <= self.dernier_jour

    # --- As the month draws it, with what other rooms say of its days (`ailleurs.Ailleurs`).
    @property
    def titre(self) -> str:
        return self.evenement.titre

    @property
    def adresse(self) -> str:
        return f"{reverse('agenda_evenement', args=[self.evenement.pk])}?jour={self.jour:%Y-%m-%d}"

    @property
    def de(self) -> dt.time | None:
        """On its first day; nothing for what lasts, or for whole days."""
        return None if self.dure else self.evenement.de

    @property
    def est_annule(self) -> bool:
        return self.evenement.est_annule

    @property
    def mot_annule(self) -> str:
        return _("Annulé")

    @property
    def lieu(self) -> str:
        return self.evenement.lieu

    @property
    def a_qui(self) -> str:
        return self.evenement.a_qui

    @property
    def nom(self) -> str:
        return self.evenement.destination.nom

    @property
    def icone(self) -> str:
        return "soleil"


def jours_de(
    evenement: Ecrit, *, avec_les_vacances: bool = False, du: dt.date | None = None, au: dt.date | None = None
) -> list[dt.date]:
    """The first day of each time, in order, from a day to another; `avec_les_vacances`: those too that holidays take out."""
    if not evenement.est_une_serie:
        return [evenement.jour]
    jours = _jours_de_la_regle(evenement.rythme, evenement.jour, evenement.jusqu_au, du, au)
    if avec_les_vacances or not evenement.sauf_vacances:
        return [*jours]
    return [jour for jour in jours if not calendrier.est_ferie_ou_en_vacances(jour)]


@lru_cache(maxsize=2048)
def _jours_de_la_regle(
    rythme: str, jour: dt.date, jusqu_au: dt.date | None, du: dt.date | None, au: dt.date | None
) -> tuple[dt.date, ...]:
    """A series comes back the same for all the families of a school, and each of their homes asks when."""
    regle = _regle(rythme, jour, jusqu_au or jour + TOUJOURS)
    if du is None or au is None:
        return tuple(instant.date() for instant in regle)
    bornes = (dt.datetime.combine(j, dt.time()) for j in (du, au))
    return tuple(instant.date() for instant in regle.between(*bornes, inc=True))


def _regle(rythme: str, jour: dt.date, dernier: dt.date) -> rrule:
    debut, borne = (dt.datetime.combine(j, dt.time()) for j in (jour, dernier))
    if rythme == Evenement.Rythme.MENSUEL:
        return rrule(MONTHLY, dtstart=debut, until=borne, bymonthday=jour.day)
    if rythme == Evenement.Rythme.MENSUEL_JOUR:
        return rrule(MONTHLY, dtstart=debut, until=borne, byweekday=weekday(jour.weekday(), _n(jour)))
    pas = 2 if rythme == Evenement.Rythme.QUINZAINE else 1
    return rrule(WEEKLY, interval=pas, dtstart=debut, until=borne)


def _n(jour: dt.date) -> int:
    """The second Tuesday: 2. The fifth of a month is its last one, since some have four."""
    rang = (jour.day - 1) // 7 + 1
    return rang if rang < 5 else -1


def regle_dite(evenement: Evenement) -> str:
    """The same, as a calendar reads it."""
    if not evenement.est_une_serie:
        return ""
    morceaux = {
        Evenement.Rythme.HEBDO: "FREQ=WEEKLY",
        Evenement.Rythme.QUINZAINE: "FREQ=WEEKLY;INTERVAL=2",
        Evenement.Rythme.MENSUEL: f"FREQ=MONTHLY;BYMONTHDAY={evenement.jour.day}",
        Evenement.Rythme.MENSUEL_JOUR: f"FREQ=MONTHLY;BYDAY={_n(evenement.jour)}{JOURS[evenement.jour.weekday()]}",
    }
    borne = evenement.jusqu_au or evenement.jour + TOUJOURS
    heure = "T235959Z" if evenement.de else ""
    return f"{morceaux[Evenement.Rythme(evenement.rythme)]};UNTIL={borne:%Y%m%d}{heure}"


def derouler(evenements: Iterable[Ecrit], debut: dt.date, fin: dt.date) -> list[Occurrence]:
    """Every time between these days, in order. What is corrected stands in the row that corrects it, if it is among these or not.

    The corrections of series are read with one query.
    """
    tous = list(evenements)
    remplacees = _remplacees([e.pk for e in tous if e.est_une_serie])
    trouvees = []
    for evenement in tous:
        duree = evenement.dernier_jour - evenement.jour
        for jour in jours_de(evenement, du=debut - duree, au=fin):
            if jour not in remplacees[evenement.pk] and jour <= fin and jour + duree >= debut:
                trouvees.append(Occurrence(evenement, jour, jour + duree))
    return sorted(trouvees, key=lambda o: o.rang)


def _remplacees(series: Collection[int]) -> dict[int, set[dt.date]]:
    par_serie: dict[int, set[dt.date]] = defaultdict(set)
    if series:
        for serie, jour in CORRIGEES.lire(Q(serie__in=series)):
            par_serie[serie].add(jour)
    return par_serie


def occurrence_du(evenement: Evenement, jour: dt.date) -> Occurrence | None:
    """The time of that day; None when it does not fall then."""
    return next((o for o in derouler([evenement], jour, jour) if o.jour == jour), None)
