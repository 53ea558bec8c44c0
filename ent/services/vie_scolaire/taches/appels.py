"""Deferred tasks of the roll."""

from django.tasks import task

from ..actions import appels as actions
from ..models import LigneAppel


@task
def suivre(ligne_id: int) -> None:
    """What a class said of a pupil who left it during a half-day, once that is over; nothing if it was said otherwise, or is undone."""
    perdues = LigneAppel.objects.d_une_ancienne_classe().select_related("appel__etablissement")
    if ligne := perdues.filter(pk=ligne_id).first():
        actions.finir_de_suivre(ligne=ligne)
