"""Deferred tasks of image rights."""

from django.tasks import task

from ..actions import consentements as actions
from ..models import DemandeConsentement


@task
def annoncer(demande_id: int) -> None:
    """What waited for the end of quiet hours."""
    if demande := DemandeConsentement.objects.filter(pk=demande_id).first():
        actions.annoncer_demande(demande=demande)
