"""Signals: after commit, to the right sockets, and never in the way of a write."""

import asyncio
import json

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from ent.annuaire.models import Personne
from ent.diffusion import actions
from ent.diffusion import hub as module_hub
from ent.diffusion.consumers import Signaux
from ent.diffusion.hub import TAILLE_FILE, Hub, hub, publier


class Prise:
    """A browser's socket, opened as a person, without the network."""

    def __init__(self, personne) -> None:
        self.communicateur = WebsocketCommunicator(Signaux.as_asgi(), "/ws/")
        self.communicateur.scope["user"] = personne

    async def __aenter__(self):
        ouverte, _code = await self.communicateur.connect()
        assert ouverte
        return self.communicateur

    async def __aexit__(self, *erreur):
        await self.communicateur.disconnect()


@pytest.fixture
def nadia() -> Personne:
    return Personne(pk=501, prenom="Nadia", nom="Belhadj")


@pytest.fixture
def mehdi() -> Personne:
    return Personne(pk=502, prenom="Mehdi", nom="Belhadj")


async def test_nobody_comes_in_without_signing_in():
    communicateur = WebsocketCommunicator(Signaux.as_asgi(), "/ws/")
    communicateur.scope["user"] = AnonymousUser()
    ouverte, code = await communicateur.connect()
    assert (ouverte, code) == (False, 4401)


async def test_a_signal_reaches_each_device_of_its_recipients_and_nobody_else(nadia, mehdi):
    async with Prise(nadia) as telephone, Prise(nadia) as tablette, Prise(mehdi) as autre:
        await sync_to_async(publier)([nadia.pk], {"type": "cahier_de_textes.travail_publie", "id": 42})
        for appareil in (telephone, tablette):
            assert json.loads(await appareil.receive_from()) == {"type": "cahier_de_textes.travail_publie", "id": 42}
        assert await autre.receive_nothing()


async def test_signals_keep_their_order(nadia):
    async with Prise(nadia) as telephone:
        for n in range(20):
            await sync_to_async(publier)([nadia.pk], {"type": "essai", "id": n})
        recus = [json.loads(await telephone.receive_from())["id"] for _ in range(20)]
    assert recus == list(range(20))


async def test_what_the_browser_says_is_ignored(nadia):
    async with Prise(nadia) as telephone:
        await telephone.send_to(text_data='{"type":"cahier_de_textes.travail_publie"}')
        assert await telephone.receive_nothing()


async def test_a_closed_socket_leaves_nothing_behind(nadia):
    async with Prise(nadia):
        assert nadia.pk in hub.prises
    assert nadia.pk not in hub.prises


async def test_a_browser_that_stops_reading_is_closed_and_slows_nobody():
    h = Hub()
    lente, vive = h.brancher(1), h.brancher(2)
    for n in range(TAILLE_FILE + 1):
        h.servir([1, 2], str(n))
        assert vive.get_nowait() == str(n)
    assert lente.get_nowait() is None
    assert lente.empty()


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_tells_nothing(monkeypatch):
    partis = []
    monkeypatch.setattr(actions, "publier", lambda cibles, signal: partis.append(signal))
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.signaler(nature="essai", objet_id=1, destinataires=[1])
        raise RuntimeError
    assert partis == []
    with transaction.atomic():
        actions.signaler(nature="essai", objet_id=1, destinataires=[1])
        assert partis == []
    assert partis == [{"type": "essai", "id": 1, "etalement": 15}]


@pytest.mark.parametrize(("personnes", "etalement"), [(1, 15), (10, 15), (11, 30), (60, 90), (5_000, 2_000)])
def test_the_more_are_told_together_the_longer_they_spread_their_questions(
    monkeypatch, django_capture_on_commit_callbacks, db, personnes, etalement
):
    partis = []
    monkeypatch.setattr(actions, "publier", lambda destinataires, signal: partis.append(signal["etalement"]))
    with django_capture_on_commit_callbacks(execute=True):
        actions.signaler(nature="essai", objet_id=1, destinataires=range(personnes))
    assert partis == [etalement]


def test_redis_down_never_turns_a_saved_thing_into_an_error(settings, caplog):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [settings.REDIS_URL]},
        }
    }
    publier([1], {"type": "essai", "id": 1})
    assert "Signal essai non envoyé." in caplog.text


@pytest.mark.reel
async def test_two_processes_share_signals_through_redis(nadia):
    """What a page's process publishes reaches a socket held by another hub."""
    ailleurs = Hub()
    file = ailleurs.brancher(nadia.pk)
    await asyncio.sleep(0.3)  # the hub subscribes
    await sync_to_async(publier)([nadia.pk], {"type": "essai", "id": 7})
    assert json.loads(await asyncio.wait_for(file.get(), 5)) == {"type": "essai", "id": 7}
    ailleurs._ecoute.cancel()
    assert module_hub.hub is not ailleurs
