"""Deferred tasks of the cahier de textes: ids in, one action called."""

from django.tasks import task

from .actions import remises, seances
from .actions import travaux as actions
from .models import Retour, Seance, Travail


@task
def annoncer(travail_id: int) -> None:
    """Tell a travail when quiet hours end. It may have been withdrawn or erased since."""
    if travail := Travail.objects.filter(pk=travail_id).select_related("etablissement").first():
        actions.annoncer_travail(travail=travail)


@task
def annoncer_seance(seance_id: int) -> None:
    """Show a séance when quiet hours end. It may have been withdrawn or erased since."""
    if seance := Seance.objects.filter(pk=seance_id).select_related("etablissement", "groupe").first():
        seances.annoncer_seance(seance=seance)


@task
def annoncer_retour(retour_id: int) -> None:
    """Tell an answer when quiet hours end. It may have been taken back since."""
    retours = Retour.objects.select_related("auteur", "remise__eleve", "remise__travail__etablissement")
    if retour := retours.filter(pk=retour_id).first():
        remises.annoncer_retour(retour=retour)
