"""Deferred tasks of the board: ids in, one action called."""

from django.tasks import task

from ..actions import tableau
from ..models import Oeuvre


@task
def effacer_l_oeuvre(oeuvre_id: int) -> None:
    """A work that was taken down was not hung again in time."""
    if oeuvre := Oeuvre.objects.filter(pk=oeuvre_id).first():
        tableau.effacer(oeuvre=oeuvre)
