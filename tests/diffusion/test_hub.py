"""Signals: after commit, to the right sockets, and never in the way of a write."""

import asyncio
import datetime as dt
import json

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils import timezone

from ent.annuaire.models import Personne
from ent.connexion.actions import fermer_les_tablettes, nouveau_secret, renouveler_les_secrets
from ent.connexion.lectures import mur_de
from ent.diffusion import actions, consumers
from ent.diffusion import hub as module_hub
from ent.diffusion.consumers import CODE_TROP_DE_PRISES, signaux
from ent.diffusion.hub import Hub, congedier, hub, publier
from ent.diffusion.prises import CODE_A_RELIRE, CODE_TROP_LENT, TAILLE_FILE, PriseEnFile
from tests.diffusion.sans_lien import sans_lien


class Prise:
    """A browser's socket, opened as a person, without the network."""

    def __init__(self, personne) -> None:
        self.communicateur = WebsocketCommunicator(signaux, "/ws/")
        self.communicateur.scope["user"] = personne

    async def __aenter__(self):
        ouverte, _code = await self.communicateur.connect()
        assert ouverte
        return self.communicateur

    async def __aexit__(self, *erreur):
        await self.communicateur.disconnect()


@pytest.fixture
def nadia() -> Personne:
    return sans_lien(Personne(pk=501, prenom="Nadia", nom="Belhadj"))


@pytest.fixture
def mehdi() -> Personne:
    return sans_lien(Personne(pk=502, prenom="Mehdi", nom="Belhadj"))


async def test_nobody_comes_in_without_signing_in():
    communicateur = WebsocketCommunicator(signaux, "/ws/")
    communicateur.scope["user"] = AnonymousUser()
    ouverte, _protocole = await communicateur.connect()
    assert ouverte, "a browser reads the code of an opened door alone"
    assert await communicateur.receive_output() == {"type": "websocket.close", "code": 4401}


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


# --- A session that is over ------------------------------------------------------------------------------------------
async def test_a_socket_closes_when_the_sessions_of_its_person_may_be_over(nadia, mehdi):
    """A message travels whole: a socket opened before the end of a session must hear none after it."""
    async with Prise(nadia) as telephone, Prise(nadia) as tablette, Prise(mehdi) as autre:
        await sync_to_async(congedier)([nadia.pk])
        await sync_to_async(publier)([nadia.pk, mehdi.pk], {"type": "messagerie.message", "id": 1})
        for appareil in (telephone, tablette):
            assert await appareil.receive_output() == {"type": "websocket.close", "code": CODE_A_RELIRE}
            assert await appareil.receive_nothing()
        assert json.loads(await autre.receive_from())["id"] == 1


async def test_a_socket_does_not_outlive_its_session(nadia):
    """A pupil's session ends with the half-day, and so does what their tablet hears."""
    prise = Prise(nadia)
    prise.communicateur.scope["session"] = SessionBase()
    prise.communicateur.scope["session"].set_expiry(1)
    async with prise as tablette:
        assert await tablette.receive_output(timeout=3) == {"type": "websocket.close", "code": CODE_A_RELIRE}


async def test_a_socket_does_not_outlive_the_day(nadia, monkeypatch):
    """A role or a power that begins tomorrow may close to somebody what they hear today."""
    monkeypatch.setattr(consumers, "NUIT", 0)
    presque = timezone.make_aware(dt.datetime(2026, 11, 24, 23, 59, 59))
    monkeypatch.setattr(timezone, "localtime", lambda *_reste: presque)
    async with Prise(nadia) as tablette:
        assert await tablette.receive_output(timeout=3) == {"type": "websocket.close", "code": CODE_A_RELIRE}


@pytest.mark.parametrize(("jour", "heures"), [("2026-11-24", 24), ("2027-03-28", 23), ("2026-10-25", 25)])
def test_a_day_of_another_length_ends_when_it_ends(horloge, monkeypatch, jour, heures):
    """The night when the hour changes, a clock that reads « 24 h 00 » is an hour away: the socket heard an hour of the day after."""
    monkeypatch.setattr(consumers, "NUIT", 0)
    horloge(timezone.make_aware(dt.datetime.fromisoformat(jour)))
    assert consumers._jusqu_a_demain() == heures * 3600


@pytest.mark.parametrize("geste", ["sortir", "nouveau secret", "incident", "tablettes"])
def test_whoever_leaves_hears_nothing_more(d, mardi, entrer, monkeypatch, django_capture_on_commit_callbacks, geste):
    congedies = []
    monkeypatch.setattr(actions, "congedier", lambda personnes: congedies.extend(personnes))
    eleve = d.eleve_cp
    client = entrer(eleve)
    with django_capture_on_commit_callbacks(execute=True):
        match geste:
            case "sortir":
                client.logout()
            case "nouveau secret":
                entree = next(e for e in mur_de(d.cp_ce1) if e.eleve == eleve)
                nouveau_secret(entree=entree, classe=d.cp_ce1, auteur=d.enseignante)
            case "incident":
                renouveler_les_secrets(etablissement=d.elementaire, auteur=d.directrice)
            case "tablettes":
                fermer_les_tablettes(classe=d.cp_ce1, auteur=d.enseignante)
    assert eleve.pk in congedies
    assert not {d.mere.pk, d.enseignante.pk, d.eleve_ms.pk} & set(congedies)


class Ecran:
    """What the server's `send` gave a browser. One that stops reading never comes back from it."""

    def __init__(self, *, lit: bool = True) -> None:
        self.recus: list[dict] = []
        self.lit = asyncio.Event()
        if lit:
            self.lit.set()

    async def send(self, message: dict) -> None:
        await self.lit.wait()
        self.recus.append(message)


async def test_a_browser_that_stops_reading_is_closed_and_slows_nobody():
    h, lent, vif = Hub(), Ecran(lit=False), Ecran()
    for personne, ecran in enumerate((lent, vif), start=1):
        h.brancher(personne, PriseEnFile(ecran.send))
    for n in range(TAILLE_FILE + 2):
        h.servir([1, 2], str(n))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert [m["text"] for m in vif.recus] == [str(n) for n in range(TAILLE_FILE + 2)]
    lent.lit.set()
    await asyncio.sleep(0.01)
    # The frame that was under way, then the reason; what waited is asked for over HTTP.
    assert lent.recus == [
        {"type": "websocket.send", "text": "0"},
        {"type": "websocket.close", "code": CODE_TROP_LENT},
    ]


async def test_one_browser_holds_twenty_sockets_and_no_more(nadia, mehdi, monkeypatch):
    """One more is refused, and has its place when another closes; who else listens is not held back by it."""
    monkeypatch.setattr(module_hub, "PRISES_PAR_SESSION", 2)
    async with Prise(nadia):
        async with Prise(nadia):
            de_trop = Prise(nadia).communicateur
            assert await de_trop.connect() == (False, CODE_TROP_DE_PRISES)
            async with Prise(mehdi):
                assert set(hub.par_session.values()) == {1, 2}
        async with Prise(nadia):
            """The place that was left."""
    assert hub.par_session == {}


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
    publier([1], {"type": "essai", "id": 1})
    assert "Signal essai non envoyé." in caplog.text


@pytest.mark.reel
async def test_two_processes_share_signals_through_redis(nadia):
    """What a page's process publishes reaches a socket held by another hub."""
    ailleurs, ecran = Hub(), Ecran()
    await ailleurs.demarrer()
    ailleurs.brancher(nadia.pk, PriseEnFile(ecran.send))
    await sync_to_async(publier)([nadia.pk], {"type": "essai", "id": 7})
    async with asyncio.timeout(5):
        while not ecran.recus:
            await asyncio.sleep(0.01)
    assert [json.loads(m["text"]) for m in ecran.recus] == [{"type": "essai", "id": 7}]
    ailleurs._ecoute.cancel()
    assert module_hub.hub is not ailleurs
