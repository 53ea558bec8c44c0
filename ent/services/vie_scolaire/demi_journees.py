"""The half-days of a school: what a roll is of, and what an absence is counted in (R131-7: one counts whole)."""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire import calendrier

EN_AVANCE = dt.timedelta(minutes=45)  # pupils are let in before the bell, and a roll may begin

AUTOUR = dt.timedelta(minutes=15)  # of a half-day, before the bell and after it: pupils are about


class Moment(models.TextChoices):
    MATIN = "matin", _("matin")
    APRES_MIDI = "apres_midi", _("après-midi")


@dataclass(frozen=True)
class DemiJournee:
    """A half-day of class, with its hours in this school."""

    jour: dt.date
    moment: Moment
    debut: dt.time
    fin: dt.time

    @property
    def commence_a(self) -> dt.datetime:
        return timezone.make_aware(dt.datetime.combine(self.jour, self.debut))

    @property
    def ouvre_a(self) -> dt.datetime:
        return self.commence_a - EN_AVANCE

    @property
    def finit_a(self) -> dt.datetime:
        return timezone.make_aware(dt.datetime.combine(self.jour, self.fin))


def demi_journees(ecole, jour: dt.date) -> list[DemiJournee]:
    """Those of a class day, in order; none of a day without class."""
    if not calendrier.est_jour_de_classe(ecole, jour):
        return []
    heures = ecole.jours_de_classe()[jour.weekday()]
    return [DemiJournee(jour, moment, *plage) for moment, plage in zip(Moment, heures, strict=False)]


def demi_journee(ecole, jour: dt.date, moment: str) -> DemiJournee | None:
    return next((demi for demi in demi_journees(ecole, jour) if demi.moment == moment), None)


def du_moment(ecole, instant: dt.datetime) -> DemiJournee | None:
    """Whose roll is taken now: the last half-day that has opened, or the first of the day before it does; none without class."""
    toutes = demi_journees(ecole, timezone.localtime(instant).date())
    ouvertes = [demi for demi in toutes if demi.ouvre_a <= instant]
    return (ouvertes or toutes[:1] or [None])[-1]


def est_en_classe(ecole, instant: dt.datetime) -> bool:
    """Whether a half-day runs, or its pupils come in or go out."""
    demis = demi_journees(ecole, timezone.localtime(instant).date())
    return any(demi.commence_a - AUTOUR <= instant <= demi.finit_a + AUTOUR for demi in demis)


def jours_de_classe(ecole, du: dt.date, au: dt.date) -> list[dt.date]:
    """The class days between two days, both included."""
    jours = (du + dt.timedelta(days=pas) for pas in range((au - du).days + 1))
    return [jour for jour in jours if calendrier.est_jour_de_classe(ecole, jour)]
