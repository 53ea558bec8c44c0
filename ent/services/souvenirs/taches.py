"""Deferred tasks of keepsakes."""

from django.tasks import task

from . import actions
from .models import AlbumSouvenir


@task
def avancer(album_id: int, tour: int) -> None:
    """One part more. It may have been erased since, or begun again."""
    albums = AlbumSouvenir.objects.filter(pk=album_id, tour=tour, etat=AlbumSouvenir.Etat.EN_COURS)
    if album := albums.select_related("eleve", "demandeur", "etablissement").first():
        actions.avancer(album=album)


@task
def rejuger(eleves: list[int], fichiers: list[int]) -> None:
    """What may be shown of these pupils, or on these images, changed."""
    actions.rejuger(eleves=eleves, fichiers=fichiers)
