"""Deferred tasks of the carnet: ids in, one action called."""

from django.tasks import task

from ..actions import mots as actions
from ..models import Mot


@task
def annoncer(mot_id: int) -> None:
    """Tell a mot when quiet hours end. It may have been withdrawn or erased since."""
    if mot := Mot.objects.filter(pk=mot_id).select_related("etablissement", "groupe").first():
        actions.annoncer_mot(mot=mot)
