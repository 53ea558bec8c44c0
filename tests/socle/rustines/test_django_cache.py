"""The shared cache while Redis is away: a real one, of the test's own, held still then let go with what it held."""

import shutil
import signal
import socket
import subprocess
import time

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from ent.socle.rustines.django_cache import PAUSE, Redis
from tests.ports import port_libre

pytestmark = pytest.mark.reel
OPTIONS = {"socket_connect_timeout": 0.3, "socket_timeout": 0.3, "retry": Retry(NoBackoff(), 0)}


@pytest.fixture
def serveur(tmp_path):
    if not shutil.which("redis-server"):
        pytest.skip("redis-server is not installed here")
    port = port_libre()
    commande = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    processus = subprocess.Popen(commande, stdout=subprocess.DEVNULL)
    for _essai in range(200):
        with socket.socket() as prise:
            if prise.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    processus.adresse = f"redis://127.0.0.1:{port}/0"
    yield processus
    processus.send_signal(signal.SIGCONT)
    processus.terminate()
    processus.wait(timeout=20)


def test_each_process_goes_on_alone_and_what_was_ended_meanwhile_does_not_come_back(serveur):
    cache = Redis(serveur.adresse, {"OPTIONS": OPTIONS})
    cache.set("session", "ouverte")
    cache.set("autre", "intacte")
    serveur.send_signal(signal.SIGSTOP)
    assert cache.get("session", "absente") == "absente"  # a session is then read from its row
    cache.delete("session")
    cache.set("frein", [1, 2])
    assert (cache.get("frein"), cache.add("frein", [3]), cache.get_many(["frein", "autre"])) == (
        [1, 2],
        False,
        {"frein": [1, 2]},
    )
    serveur.send_signal(signal.SIGCONT)
    time.sleep(PAUSE)
    assert cache.get_many(["session", "frein", "autre"]) == {"autre": "intacte"}
    assert cache.add("session", "neuve")
    assert cache.get("session") == "neuve"


def test_several_keys_at_once_are_sheltered_too(serveur):
    cache = Redis(serveur.adresse, {"OPTIONS": OPTIONS})
    cache.set_many({"un": 1, "deux": 2}, 60)
    assert cache.incr("un") == 2
    serveur.send_signal(signal.SIGSTOP)
    cache.delete_many(["un", "deux"])
    serveur.send_signal(signal.SIGCONT)
    time.sleep(PAUSE)
    assert cache.get_many(["un", "deux"]) == {}


def test_all_the_caches_of_a_process_share_one_connection(serveur):
    """Each thread has its own, and each WebSocket for as long as it lasts."""
    for n in range(10):
        Redis(serveur.adresse, {"OPTIONS": OPTIONS}).set(str(n), n)
    with redis.Redis.from_url(serveur.adresse) as temoin:
        assert len(temoin.client_list()) == 2
        assert temoin.dbsize() == 10
