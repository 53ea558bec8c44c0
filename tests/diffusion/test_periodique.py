"""What is done every minute: by one worker of several, and a failure stops nothing else."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from ent.diffusion import ouvrier, periodique
from ent.diffusion.actions.tournees import commencer_tournee
from ent.diffusion.models import Tournee

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def registre(monkeypatch):
    """Only what the test registers."""
    monkeypatch.setattr(periodique, "_periodiques", {})


def test_once_a_minute_whoever_asks(db, mardi, horloge, registre):
    faites = []
    periodique.enregistrer_periodique(periodique.Periodique("essai", lambda: faites.append(timezone.now())))
    assert periodique.passer() == ["essai"]
    assert periodique.passer() == []
    horloge(mardi + MINUTE)
    assert periodique.passer() == ["essai"]
    assert faites == [mardi, mardi + MINUTE]


def test_what_fails_is_logged_and_stops_nothing(db, mardi, horloge, registre, caplog):
    faites = []

    def echouer() -> None:
        raise RuntimeError("pas cette fois")

    periodique.enregistrer_periodique(periodique.Periodique("cassee", echouer))
    periodique.enregistrer_periodique(periodique.Periodique("saine", lambda: faites.append("saine")))
    periodique.passer()
    assert faites == ["saine"]
    assert "L’action périodique cassee a échoué." in caplog.text
    horloge(mardi + MINUTE)
    assert periodique.passer() == ["cassee", "saine"]


@pytest.mark.reel  # SQLite in memory refuses a second writer
@pytest.mark.django_db(transaction=True)
def test_of_several_workers_at_the_same_time_one_begins():
    maintenant = timezone.now()
    depart = threading.Barrier(4)
    obtenus = []

    def essayer() -> None:
        depart.wait()
        obtenus.append(commencer_tournee(nom="essai", chaque=MINUTE, maintenant=maintenant))
        connection.close()

    fils = [threading.Thread(target=essayer) for _ in range(4)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert sorted(obtenus) == [False, False, False, True]
    assert Tournee.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_looks_at_what_is_periodic_between_two_tasks(settings, registre):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    travailleur = ouvrier.Ouvrier()
    periodique.enregistrer_periodique(periodique.Periodique("essai", lambda: setattr(travailleur, "running", False)))
    travailleur.interval = 0
    ouvrier.travailler(travailleur)
    assert Tournee.objects.get().nom == "essai"
