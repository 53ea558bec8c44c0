"""Deferred tasks of GAR."""

from django.tasks import task

from .actions import envois


@task
def envoyer() -> None:
    """Tonight's files."""
    envois.envoyer()
