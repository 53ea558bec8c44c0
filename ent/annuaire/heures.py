"""When somebody answers: open now, or from when. Pure but for the official calendar."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.utils import timezone

from .calendrier import est_ferie_ou_en_vacances

LOIN = 100  # days: longer than any holiday

Plage = tuple[dt.time, dt.time]


def repond_le(jour: dt.date, jours: Collection[int], *, aux_vacances: bool) -> bool:
    return jour.weekday() in jours and not est_ferie_ou_en_vacances(jour, feries_seuls=aux_vacances)


def ouvert_jusqu_a(
    instant: dt.datetime, jours: Collection[int], plages: Sequence[Plage], *, aux_vacances: bool
) -> dt.time | None:
    """When the hours in progress end; None outside them."""
    local = timezone.localtime(instant)
    if not repond_le(local.date(), jours, aux_vacances=aux_vacances):
        return None
    return next((fin for debut, fin in plages if debut <= local.time() < fin), None)


def prochaine_ouverture(
    instant: dt.datetime, jours: Collection[int], plages: Sequence[Plage], *, aux_vacances: bool
) -> dt.datetime | None:
    """When somebody answers next; None when no day is one."""
    local = timezone.localtime(instant)
    for pas in range(LOIN):
        jour = local.date() + dt.timedelta(days=pas)
        if repond_le(jour, jours, aux_vacances=aux_vacances):
            for debut, _fin in plages:
                if pas or debut > local.time():
                    return timezone.make_aware(dt.datetime.combine(jour, debut))
    return None
