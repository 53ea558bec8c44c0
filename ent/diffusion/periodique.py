"""What is done every minute, by one worker among several: there is no cron to install."""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from .actions.tournees import commencer_tournee

journal = logging.getLogger(__name__)


@dataclass(frozen=True)
class Periodique:
    """`action` is safe to begin again: a worker may be killed in the middle, and two may overlap."""

    nom: str
    action: Callable[[], object]
    chaque: dt.timedelta = dt.timedelta(minutes=1)


_periodiques: dict[str, Periodique] = {}


def enregistrer_periodique(periodique: Periodique) -> None:
    _periodiques[periodique.nom] = periodique


def passer(*, tant_que: Callable[[], bool] = lambda: True) -> list[str]:
    """Do what is due and no other worker has begun. One that fails is logged and stops none. Gives their names.

    A worker that is asked to stop (`tant_que`) begins no other: it is due at the next one.
    """
    faites = []
    for periodique in list(_periodiques.values()):
        if not tant_que():
            break
        try:
            if commencer_tournee(nom=periodique.nom, chaque=periodique.chaque, maintenant=timezone.now()):
                faites.append(periodique.nom)
                periodique.action()
        except Exception:
            journal.exception("L’action périodique %s a échoué.", periodique.nom)
    return faites
