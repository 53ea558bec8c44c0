"""What fails in a year, on real processes of the test's own: after each, every message once, in order, for everybody.

One thread for the whole file: each test adds to it, so that the order is checked across faults.
"""

import os
import threading
import time
import uuid

import pytest
from django.db import connection

from tests.messagerie import site as lieu
from tests.messagerie.navigateur import Navigateur

# Seconds: long enough for what waits and tries again to do so several times; `make test-entier` waits as long as people do.
REDIS_ABSENT, NAVIGATEUR_ABSENT = (30, 60) if os.environ.get("ENT_ENTIER") else (5, 5)

pytestmark = [
    pytest.mark.reel,
    pytest.mark.skipif(not lieu.possible(), reason="initdb and redis-server are not installed here"),
]


class Scene:
    """The thread of a class, its teacher who writes, and those who read it on two servers."""

    def __init__(self, site: lieu.Site, decor: dict) -> None:
        self.site, self.ecrits = site, []
        serveurs = {"enseignante": "b", "directrice": "b", "mere": "a", "pere_separe": "b", "mere_arabophone": "a"}
        self.gens = {
            nom: Navigateur(site, decor["fil"], cookies, serveurs[nom]) for nom, cookies in decor["gens"].items()
        }

    @property
    def maitresse(self) -> Navigateur:
        return self.gens["enseignante"]

    def ecrire(self, *textes: str) -> None:
        for texte in textes:
            statut, corps = self.maitresse.ecrire(texte)
            assert statut == 200, corps[:500]
            self.ecrits.append(texte)

    def verifier(self) -> None:
        """Both what the database says and what each screen holds."""
        for nom, navigateur in self.gens.items():
            assert navigateur.attend(self.ecrits), (nom, navigateur.ecran, self.ecrits)
            assert navigateur.verite() == self.ecrits, nom


@pytest.fixture(scope="module")
def ouverte(django_db_setup, django_db_blocker):
    site = lieu.Site()
    try:
        with django_db_blocker.unblock():
            decor = site.ouvrir(connection)
        yield Scene(site, decor)
    finally:
        site.fermer()


@pytest.fixture
def scene(ouverte):
    """Everybody is in the thread's page."""
    for navigateur in ouverte.gens.values():
        navigateur.brancher()
        navigateur.en_direct.clear()
    yield ouverte
    for navigateur in ouverte.gens.values():
        navigateur.debrancher()


def test_two_servers_each_with_its_readers(scene):
    avant = len(scene.ecrits)
    scene.ecrire("Sortie à la ferme", "Prévoir des bottes", "Départ à 8 h 30")
    scene.verifier()
    neufs = [avant + 1, avant + 2, avant + 3]
    assert {nom: n.en_direct for nom, n in scene.gens.items()} == dict.fromkeys(scene.gens, neufs)


def test_sent_three_times_at_once_by_two_servers_it_is_one_message(scene):
    numero, statuts = uuid.uuid4(), []
    envois = [
        threading.Thread(target=lambda s=s: statuts.append(scene.maitresse.ecrire("Une seule fois", numero, s)[0]))
        for s in ("a", "b", "a")
    ]
    for envoi in envois:
        envoi.start()
    for envoi in envois:
        envoi.join()
    assert statuts == [200, 200, 200]
    scene.ecrits.append("Une seule fois")
    scene.verifier()


def test_a_server_killed_between_the_commit_and_the_signal(scene):
    """The sender never hears the answer, and sends again; the readers of both servers have it once."""
    numero = uuid.uuid4()
    with pytest.raises(OSError):  # noqa: PT011 (reset or closed, as the kernel likes)
        scene.maitresse.ecrire("La photo est jeudi [meurs]", numero, "a")
    scene.ecrits.append("La photo est jeudi [meurs]")
    scene.site.tuer("a")
    assert scene.maitresse.verite() == scene.ecrits  # committed, told to nobody
    scene.site.lancer("a")
    for nom in ("mere", "mere_arabophone"):
        scene.gens[nom].brancher()
    assert scene.maitresse.ecrire("La photo est jeudi [meurs]", numero, "b")[0] == 200  # known: nothing more
    # Those of the other server see it with the next message: its number tells that one is missing.
    scene.ecrire("Apportez un sourire")
    scene.verifier()


def test_redis_stopped_then_restarted_empty(scene):
    scene.ecrire("Avant la coupure")
    scene.verifier()
    scene.site.tuer("redis")
    scene.ecrire("Pendant la coupure")  # saved, answered, signalled to nobody
    time.sleep(REDIS_ABSENT)
    scene.ecrire("Encore pendant")
    assert all(len(n.ecran) == len(scene.ecrits) - 2 for n in scene.gens.values())
    scene.site.lancer_redis()
    scene.verifier()  # no new message was needed: each server told its browsers to catch up
    for navigateur in scene.gens.values():
        navigateur.en_direct.clear()
    scene.ecrire("Après la coupure")
    scene.verifier()
    assert all(n.en_direct == [len(scene.ecrits)] for n in scene.gens.values())


def test_postgresql_restarted(scene):
    scene.ecrire("Avant l’arrêt")
    scene.site.postgresql("stop", "--mode", "immediate")
    numero = uuid.uuid4()
    statut, page = scene.maitresse.ecrire("Pendant l’arrêt", numero)
    assert (statut, "Un problème de notre côté" in page, "Traceback" in page) == (503, True, False)
    scene.site.postgresql("start")
    # The outbox sends again, under the same number, and every server found its database again.
    for serveur in ("a", "b"):
        assert scene.maitresse.ecrire("Pendant l’arrêt", numero, serveur)[0] == 200
    scene.ecrits.append("Pendant l’arrêt")
    scene.verifier()


def test_a_browser_that_was_offline_catches_up_in_order(scene):
    absente = scene.gens["mere"]
    absente.debrancher()
    for n in range(1, 6):
        scene.ecrire(f"Pendant son absence {n}")
        time.sleep(NAVIGATEUR_ABSENT / 5)
    assert len(absente.ecran) == len(scene.ecrits) - 5
    absente.brancher()
    assert absente.en_direct == []
    scene.verifier()
