"""Deferred tasks of meetings."""

from django.tasks import task

from .actions import rencontres as actions
from .models import Rencontre


@task
def annoncer(rencontre_id: int) -> None:
    """What waited for the end of quiet hours."""
    if rencontre := Rencontre.objects.select_related("etablissement").filter(pk=rencontre_id).first():
        actions.annoncer_rencontre(rencontre=rencontre)
