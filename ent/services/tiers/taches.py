"""Deferred tasks of third services."""

from django.tasks import task

from .actions import sortie
from .models import ServiceTiers


@task
def prevenir(service: int, adresse: str, jeton: str, essai: int) -> None:
    """A session that went there is over. The service may have been withdrawn since."""
    if trouve := ServiceTiers.objects.filter(pk=service, retire_le=None).first():
        sortie.prevenir(service=trouve, adresse=adresse, jeton=jeton, essai=essai)
