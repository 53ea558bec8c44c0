"""Deferred tasks of what a collège says."""

from collections.abc import Sequence

from django.tasks import task

from .actions import annonces, fil, releve


@task
def dire(elements: Sequence[int]) -> None:
    annonces.dire(elements=elements)


@task
def lire_un_agenda(agenda: int) -> None:
    releve.lire_un(agenda=agenda)


@task
def lire_un_compte(compte: int) -> None:
    fil.lire_un(compte=compte)
