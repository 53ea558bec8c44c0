"""Deferred tasks of dossiers: a sending moves on, a reception is checked."""

from django.tasks import task

from .actions import envois, receptions


@task
def avancer(envoi_id: int) -> None:
    envois.avancer(envoi_id=envoi_id)


@task
def verifier(reception_id: int) -> None:
    receptions.verifier(reception_id=reception_id)
