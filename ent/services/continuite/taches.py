"""Deferred tasks of what a collège says."""

from collections.abc import Sequence

from django.tasks import task

from .actions import annonces


@task
def dire(elements: Sequence[int]) -> None:
    annonces.dire(elements=elements)
