"""Deferred tasks of archives."""

from django.tasks import task

from ..actions import archives as actions
from ..models.archives import ArchiveJournal


@task
def fabriquer(archive_id: int) -> None:
    """It may have been erased since: another was asked for, or a consent was withdrawn."""
    archives = ArchiveJournal.objects.select_related("classe", "eleve", "demandee_par")
    if archive := archives.filter(pk=archive_id).first():
        actions.fabriquer(archive=archive)
