"""Deferred tasks of the directory."""

from django.tasks import task

from . import actions


@task
def finir_un_depart(geste: int) -> None:
    """In the morning after the last day of a pupil."""
    actions.finir_un_depart(geste=geste)
