"""Deferred tasks of the agenda."""

from django.tasks import task

from . import actions
from .models import Evenement


@task
def annoncer(evenement_id: int) -> None:
    """What waited for the end of quiet hours."""
    lus = Evenement.objects.select_related("etablissement", "classe", "groupe")
    if evenement := lus.filter(pk=evenement_id).first():
        actions.annoncer_evenement(evenement=evenement)
