"""Deferred tasks of files."""

from django.tasks import task

from . import actions


@task
def purger() -> None:
    actions.purger()
