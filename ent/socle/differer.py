"""Deferred tasks: enqueued by name, in the caller's transaction."""

import datetime as dt
import sys
from types import ModuleType

from django.tasks import Task
from django.utils.module_loading import import_string


def differer(chemin: str, *, a: dt.datetime | None = None, **arguments) -> None:
    """Enqueue a task by its dotted name, in the caller's transaction: a rollback drops it.

    `a` is the earliest time it may run. Arguments are ids.
    """
    tache: Task = import_string(chemin)
    if a is not None and tache.get_backend().supports_defer:
        tache = tache.using(run_after=a)
    tache.enqueue(**arguments)


def enregistrer_ancien_module(ancien: str, module: ModuleType) -> None:
    """Tasks that were queued under a former name of their module still run: an alias, kept for one release."""
    sys.modules.setdefault(ancien, module)
