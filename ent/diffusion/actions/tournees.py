"""One clock for several workers, and what they leave behind."""

import datetime as dt

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from ..models import Tournee

# Done tasks say nothing any longer; one that failed is left for whoever mends.
GARDE_DES_FAITES, GARDE_DES_ECHECS = dt.timedelta(days=2), dt.timedelta(days=30)


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


@transaction.atomic
def oublier_les_taches_finies(*, maintenant: dt.datetime) -> int:
    """Their rows hold ids and, in the reports of those that failed, words of errors. Every day, so not journalled."""
    faites = DBTaskResult.objects.successful().filter(finished_at__lt=maintenant - GARDE_DES_FAITES).delete()[0]
    return faites + DBTaskResult.objects.failed().filter(finished_at__lt=maintenant - GARDE_DES_ECHECS).delete()[0]
