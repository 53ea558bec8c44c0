"""Deferred tasks of the directory: an id in, one action called."""

from django.tasks import task

from . import depots


@task
def appliquer_import(import_id: int) -> None:
    depots.appliquer(import_id=import_id)


@task
def traiter_territoire(import_id: int) -> None:
    depots.traiter_territoire(import_id=import_id)
