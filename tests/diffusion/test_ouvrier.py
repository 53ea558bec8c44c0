"""Deferred tasks survive failures and killed workers."""

import datetime as dt

import pytest
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ent.diffusion import actions, ouvrier
from tests.diffusion import taches_essai

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def base(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    taches_essai.APPELS.clear()


def tour() -> None:
    """One round of a worker over what is ready."""
    ouvrier.Ouvrier(batch=True).run()


def test_what_is_ready_runs_once():
    actions.differer("tests.diffusion.taches_essai.noter", nom="un")
    tour()
    tour()
    assert taches_essai.APPELS == ["un"]


def test_what_is_for_later_waits():
    actions.differer("tests.diffusion.taches_essai.noter", a=timezone.now() + dt.timedelta(hours=1), nom="plus tard")
    tour()
    assert taches_essai.APPELS == []


def test_a_failure_is_tried_again_later_and_later_then_left_to_be_read(caplog):
    actions.differer("tests.diffusion.taches_essai.echouer")
    attentes = []
    for _ in range(6):
        tour()
        tache = DBTaskResult.objects.get()
        if tache.status == TaskResultStatus.READY:
            attentes.append(round((tache.run_after - timezone.now()).total_seconds()))
            DBTaskResult.objects.update(run_after=timezone.now())
    assert attentes == [10, 60, 600]
    assert (len(taches_essai.APPELS), tache.status) == (4, TaskResultStatus.FAILED)
    assert "pas cette fois" in tache.traceback


def test_what_a_killed_worker_left_running_is_taken_over():
    actions.differer("tests.diffusion.taches_essai.noter", nom="repris")
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING, worker_ids=["mort"], started_at=timezone.now() - dt.timedelta(minutes=31)
    )
    assert ouvrier.reprendre_abandonnees() == 1
    tour()
    assert taches_essai.APPELS == ["repris"]


def test_what_another_worker_is_running_is_left_to_it():
    actions.differer("tests.diffusion.taches_essai.noter", nom="en cours")
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING, worker_ids=["vivant"], started_at=timezone.now() - dt.timedelta(minutes=5)
    )
    assert ouvrier.reprendre_abandonnees() == 0


def test_a_server_that_restarts_takes_its_own_back_at_once():
    actions.differer("tests.diffusion.taches_essai.noter", nom="repris")
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, worker_ids=["serveur"], started_at=timezone.now())
    assert ouvrier.reprendre_abandonnees(worker_id="serveur") == 1
