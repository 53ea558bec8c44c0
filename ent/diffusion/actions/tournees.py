"""One clock for several workers."""

import datetime as dt

from django.db import transaction

from ..models import Tournee


@transaction.atomic
def commencer_tournee(*, nom: str, chaque: dt.timedelta, maintenant: dt.datetime) -> bool:
    """Whether this worker is the one that begins it now: of several, one changes the row.

    Not journalled: it happens every minute of every day.
    """
    dues = Tournee.objects.filter(nom=nom, faite_le__lte=maintenant - chaque)
    if dues.update(faite_le=maintenant):
        return True
    if Tournee.objects.filter(nom=nom).exists():
        return False
    Tournee.objects.bulk_create([Tournee(nom=nom)], ignore_conflicts=True)
    return bool(dues.update(faite_le=maintenant))
