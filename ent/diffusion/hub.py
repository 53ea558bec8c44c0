"""The hub: one frame, prepared once, to every socket of its recipients in this process.

Channels pays a thread hop and a queue wake per socket and per event when each socket sits in a group. Here an event is
published once with its recipients; each server process listens to one channel of Redis, looks up its own sockets
(person → sockets) and hands the same frame to each (`prises`). A socket that does not follow is closed: its browser
reconnects and catches up over HTTP, and the others never wait for it.

Redis keeps nothing for who was away: each time this process listens again, it tells its browsers to catch up.
"""

import asyncio
import functools
import json
import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

import redis
from django.conf import settings
from redis.asyncio import Redis as RedisAsync
from redis.backoff import NoBackoff
from redis.retry import Retry

from .prises import Prise, Trame

journal = logging.getLogger(__name__)

PATIENCE = 1.0  # seconds: how long a write waits for a Redis that does not answer
ENTRE_DEUX_ESSAIS = 0.5
CONGE = ""  # no signal: these people's sockets close, and their browsers are asked again who they are
TOUS = "*"
PRISES_PAR_SESSION = 20  # in one process: the tabs of one browser
RATTRAPAGE = {"type": "reconnexion", "etalement": 2_000}


def _canal() -> str:
    return f"{settings.ENT_PREFIXE_REDIS}:hub"


class Hub:
    """The sockets of this process. Every method runs on the server's event loop."""

    def __init__(self) -> None:
        self.prises: dict[int, set[Prise]] = defaultdict(set)
        self.par_session: Counter[str] = Counter()
        self.boucle: asyncio.AbstractEventLoop | None = None
        self._ecoute: asyncio.Task | None = None
        self._pret: asyncio.Event = asyncio.Event()

    @contextmanager
    def place(self, session: str) -> Iterator[bool]:
        """Whether this session may hold one socket more, held for as long as the context lasts."""
        libre = self.par_session[session] < PRISES_PAR_SESSION
        self.par_session[session] += libre
        try:
            yield libre
        finally:
            self.par_session[session] -= libre
            if not self.par_session[session]:
                del self.par_session[session]

    def brancher(self, personne_id: int, prise: Prise) -> None:
        self.prises[personne_id].add(prise)

    def debrancher(self, personne_id: int, prise: Prise) -> None:
        prise.fermer()
        self.prises[personne_id].discard(prise)
        if not self.prises[personne_id]:
            del self.prises[personne_id]

    async def demarrer(self) -> None:
        """Remember the server's loop and, with Redis, listen to what other processes publish.

        It returns once this process listens, or once Redis did not answer: what is published meanwhile would be lost.
        """
        boucle = asyncio.get_running_loop()
        if self.boucle is not boucle:
            self.boucle, self._pret = boucle, asyncio.Event()
            if settings.REDIS_URL:
                self._ecoute = boucle.create_task(self._ecouter(self._pret))
            else:
                self._pret.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._pret.wait(), PATIENCE)

    def servir(self, destinataires: Iterable[int] | None, texte: str) -> None:
        """Hand one frame to the sockets that this process holds for these people; for everyone, when nobody is named."""
        trame = Trame(texte)
        prises = self.prises
        for personne_id in tuple(prises) if destinataires is None else destinataires:
            if personne_id in prises:
                for prise in tuple(prises[personne_id]):
                    prise.poster(trame) if texte else prise.congedier()

    async def _ecouter(self, pret: asyncio.Event) -> None:
        """For ever. Redis away: the database stays the truth, and browsers are told to catch up when it is back."""
        coupe = False
        while True:
            try:
                async with RedisAsync.from_url(
                    settings.REDIS_URL,
                    socket_connect_timeout=PATIENCE,
                    socket_keepalive=True,
                    retry=Retry(NoBackoff(), 0),
                ) as relais:
                    await self._relayer(relais, pret, apres_une_coupure=coupe)
            except (redis.RedisError, OSError) as panne:
                if not coupe:
                    journal.warning("Le relais de Redis est coupé : %s", panne)
            except Exception:
                journal.exception("Un signal de Redis n’a pas été lu.")
            coupe = True
            pret.set()
            await asyncio.sleep(ENTRE_DEUX_ESSAIS)

    async def _relayer(self, relais: RedisAsync, pret: asyncio.Event, *, apres_une_coupure: bool) -> None:
        async with relais.pubsub() as ecoute:
            await ecoute.subscribe(_canal())
            async for message in ecoute.listen():
                if message["type"] == "subscribe":
                    pret.set()
                    if apres_une_coupure:
                        journal.warning("Le relais de Redis est rétabli.")
                        self.servir(None, json.dumps(RATTRAPAGE))
                elif message["type"] == "message":
                    destinataires, _saut, texte = message["data"].decode().partition("\n")
                    self.servir(None if destinataires == TOUS else map(int, destinataires.split(",")), texte)


hub = Hub()


@functools.cache
def _relais(adresse: str) -> redis.Redis:
    """One client for the whole process: a connection that stays open. It tries again once, since Redis may have restarted."""
    return redis.Redis.from_url(
        adresse, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE, retry=Retry(NoBackoff(), 1)
    )


def sonder() -> None:
    """Whether Redis answers: it raises when it does not."""
    _relais(settings.REDIS_URL).ping()


def publier(destinataires: Iterable[int] | None, signal: dict) -> None:
    """Send a signal to people's browsers (None: to all), from a worker, a page's thread or a command. Never raises.

    The database already holds the truth: a signal that cannot leave is logged and lost, and the browser catches up.
    """
    _publier(destinataires, json.dumps(signal, separators=(",", ":")), signal.get("type"))


def congedier(personnes: Iterable[int]) -> None:
    """Close every socket of these people: one is known when it opens, and messages travel whole, so that a session which
    ended (signed out, a secret renewed) must not go on listening. Browsers still signed in come back at once. Never raises.
    """
    _publier(personnes, CONGE, "conge")


def _publier(destinataires: Iterable[int] | None, texte: str, nom: str | None) -> None:
    cibles = None if destinataires is None else sorted(set(destinataires))
    if cibles is not None and not cibles:
        return
    try:
        if settings.REDIS_URL:
            noms = TOUS if cibles is None else ",".join(map(str, cibles))
            _relais(settings.REDIS_URL).publish(_canal(), f"{noms}\n{texte}")
        elif hub.boucle is not None and not hub.boucle.is_closed():
            hub.boucle.call_soon_threadsafe(hub.servir, cibles, texte)
    except Exception:
        journal.warning("Signal %s non envoyé.", nom, exc_info=True)
