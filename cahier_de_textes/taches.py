"""Deferred tasks of the cahier de textes: ids in, one action called."""

from django.tasks import task

from .actions import travaux as actions
from .models import Travail


@task
def annoncer(travail_id: int) -> None:
    """Tell a travail when quiet hours end. It may have been withdrawn or erased since."""
    if travail := Travail.objects.filter(pk=travail_id).select_related("etablissement").first():
        actions.annoncer_travail(travail=travail)
