"""Deferred tasks of files."""

from django.tasks import task

from . import actions
from .actions.controler import controler as juger


@task(priority=-10)  # what people wait for on their phones passes first
def controler(fichier_id: int, essai: int) -> None:
    juger(fichier_id=fichier_id, essai=essai)


@task
def purger() -> None:
    actions.purger()
