"""An evening cut into slots."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

PLUS = 40  # slots of one evening


@dataclass(frozen=True)
class Tranche:
    debut: dt.datetime
    fin: dt.datetime
    est_pause: bool = False


def couper(jour: dt.date, de: dt.time, a: dt.time, duree: int, pause_apres: int = 0) -> list[Tranche]:
    """Whole slots from `de` to `a`, a pause of one slot after so many families (never last). What is left over is nobody's."""
    pas = dt.timedelta(minutes=duree)
    debut = timezone.make_aware(dt.datetime.combine(jour, de))
    fin = timezone.make_aware(dt.datetime.combine(jour, a))
    tranches: list[Tranche] = []
    recues = 0
    while debut + pas <= fin and len(tranches) < PLUS:
        est_pause = bool(pause_apres) and recues == pause_apres and debut + 2 * pas <= fin
        tranches.append(Tranche(debut, debut + pas, est_pause))
        recues = 0 if est_pause else recues + 1
        debut += pas
    return tranches
