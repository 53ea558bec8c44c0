"""Deferred tasks of the journal: ids in, one action called."""

from django.tasks import task

from ..actions import billets as actions
from ..models.billets import Billet


@task
def annoncer(billet_id: int) -> None:
    """Tell a billet when quiet hours end. It may have been withdrawn or erased since."""
    if billet := Billet.objects.filter(pk=billet_id).select_related("etablissement", "classe", "groupe").first():
        actions.annoncer_billet(billet=billet)
