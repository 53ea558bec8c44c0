"""Workers of deferred tasks: tried again after a failure, taken over after a kill.

django-tasks-db runs a task once: a failure ends it, and a killed worker leaves it RUNNING for ever. Tasks here are safe to
run again (each calls one action that changes nothing the second time), so both are given another chance.
"""

import datetime as dt
import logging
import signal
import threading
import time
import uuid
from types import FrameType

from django.db import close_old_connections
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from ent.socle.fichier_de_base import lacher_celles_d_avant

from . import periodique

journal = logging.getLogger(__name__)

ESSAIS = 4
ATTENTES = [dt.timedelta(seconds=10), dt.timedelta(minutes=1), dt.timedelta(minutes=10)]
# Longer than any task runs: past it, its worker is taken for dead.
ABANDON = dt.timedelta(minutes=30)
INTERVALLE = 0.5  # seconds between two looks at the queue
RONDE = 5.0  # seconds between two looks at what is periodic


class Ouvrier(Worker):
    """A worker that gives failed tasks another chance, later and later."""

    def __init__(self, *, worker_id: str = "", batch: bool = False) -> None:
        super().__init__(
            queue_names=["*"],
            interval=INTERVALLE,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id or uuid.uuid4().hex[:12],
            excluded_queue_names=[],
        )

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Asked to stop: end what is begun, begin nothing more. django-tasks-db leaves at once between two tasks, which here may be in the
        middle of a round of e-mails, or between taking a task and running it. Asked twice, it leaves where it is.
        """
        if not self.running:
            self.reset_signals()
            raise SystemExit(1)
        journal.warning("Arrêt demandé (%s) : ce qui est commencé se termine.", signal.Signals(signum).name)
        self.running = False

    def run_task(self, db_task_result: DBTaskResult) -> None:
        super().run_task(db_task_result)
        if db_task_result.status == TaskResultStatus.FAILED:
            retenter(db_task_result)


def retenter(tache: DBTaskResult) -> None:
    """Queue a task again after a growing wait, at most `ESSAIS` times in all; its last failure is left to be read."""
    essais = len(tache.worker_ids)
    journal.error("La tâche %s a échoué (essai %d) :\n%s", tache.task_path, essais, tache.traceback)
    if essais < ESSAIS:
        attente = ATTENTES[min(essais, len(ATTENTES)) - 1]
        DBTaskResult.objects.filter(pk=tache.pk, status=TaskResultStatus.FAILED).update(
            status=TaskResultStatus.READY, run_after=timezone.now() + attente, finished_at=None
        )


def reprendre_abandonnees(*, worker_id: str = "") -> int:
    """Queue again the tasks that a dead worker left running: those of `worker_id` if it just started, else the old ones."""
    en_cours = DBTaskResult.objects.running()
    if worker_id:
        perdues = [t.pk for t in en_cours if t.worker_ids and t.worker_ids[-1] == worker_id]
    else:
        perdues = list(en_cours.filter(started_at__lt=timezone.now() - ABANDON).values_list("pk", flat=True))
    return en_cours.filter(pk__in=perdues).update(status=TaskResultStatus.READY)


def travailler(ouvrier: Ouvrier) -> None:
    """Run tasks for ever; a database that goes away is waited for."""
    prochaine_reprise = prochaine_ronde = 0.0
    while ouvrier.running:
        try:
            if time.monotonic() >= prochaine_reprise:
                reprendre_abandonnees()
                prochaine_reprise = time.monotonic() + 60
            if time.monotonic() >= prochaine_ronde:
                periodique.passer(tant_que=lambda: ouvrier.running)
                prochaine_ronde = time.monotonic() + RONDE
            ouvrier.batch = True  # one round over what is ready, then back here
            ouvrier.run()
        except Exception:
            journal.exception("Les tâches différées attendent la base de données.")
            time.sleep(5)
        finally:
            close_old_connections()
            lacher_celles_d_avant()
        if ouvrier.running:
            time.sleep(ouvrier.interval)


def faire_ce_qui_attend() -> None:
    """What was put off and is due, now and here: a command that lays much leaves none of it to the first pages of a server."""
    Ouvrier(batch=True).run()


def demarrer() -> threading.Thread:
    """Start the worker of a one-process installation, in a daemon thread."""

    def fil() -> None:
        reprendre_abandonnees(worker_id="serveur")
        travailler(Ouvrier(worker_id="serveur"))

    t = threading.Thread(target=fil, name="ouvrier", daemon=True)
    t.start()
    return t
