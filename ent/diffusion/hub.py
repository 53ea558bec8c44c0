"""The hub: one frame, prepared once, to every socket of its recipients in this process.

Channels pays a thread hop and a queue wake per socket and per event when each socket sits in a group. Here each server
process holds one channel of the layer; an event is published once with its recipients; the process looks up its own
sockets (person → sockets) and puts the same text in each one's bounded queue. A socket whose queue is full is closed with
`CODE_TROP_LENT`: its browser reconnects and catches up over HTTP, and the others never wait for it.
"""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Iterable

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings

journal = logging.getLogger(__name__)

GROUPE = "hub"
CODE_TROP_LENT = 4008
TAILLE_FILE = 64  # frames that may wait for one socket


class Hub:
    """The sockets of this process. Every method but `publier` runs on the server's event loop."""

    def __init__(self) -> None:
        self.prises: dict[int, set[asyncio.Queue[str | None]]] = defaultdict(set)
        self.boucle: asyncio.AbstractEventLoop | None = None
        self._ecoute: asyncio.Task | None = None

    def brancher(self, personne_id: int) -> asyncio.Queue[str | None]:
        """Give a new socket of a person its queue. A None read from it means « too slow, close »."""
        self.demarrer()
        file: asyncio.Queue[str | None] = asyncio.Queue(maxsize=TAILLE_FILE)
        self.prises[personne_id].add(file)
        return file

    def debrancher(self, personne_id: int, file: asyncio.Queue[str | None]) -> None:
        self.prises[personne_id].discard(file)
        if not self.prises[personne_id]:
            del self.prises[personne_id]

    def demarrer(self) -> None:
        """Remember the server's loop and, with Redis, listen to what other processes publish."""
        boucle = asyncio.get_running_loop()
        if self.boucle is not boucle:
            self.boucle = boucle
            self._ecoute = boucle.create_task(self._ecouter()) if settings.REDIS_URL else None

    def servir(self, destinataires: Iterable[int], trame: str) -> None:
        """Hand one frame to the sockets that this process holds for these people."""
        for personne_id in destinataires:
            for file in tuple(self.prises.get(personne_id, ())):
                try:
                    file.put_nowait(trame)
                except asyncio.QueueFull:
                    while not file.empty():
                        file.get_nowait()
                    file.put_nowait(None)

    async def _ecouter(self) -> None:
        couche = get_channel_layer()
        while True:
            try:
                canal = await couche.new_channel()
                await couche.group_add(GROUPE, canal)
                while True:
                    message = await couche.receive(canal)
                    self.servir(message["destinataires"], message["trame"])
            except Exception:  # Redis is away: the database stays the truth, browsers catch up
                journal.warning("Le relais de Redis est coupé ; nouvel essai dans 1 s.", exc_info=True)
                await asyncio.sleep(1)


hub = Hub()


def publier(destinataires: Iterable[int], signal: dict) -> None:
    """Send a signal to people's browsers, from a worker, a page's thread or a command. Never raises.

    The database already holds the truth: a signal that cannot leave is logged and lost, and the browser catches up.
    """
    cibles = sorted(set(destinataires))
    if not cibles:
        return
    trame = json.dumps(signal, separators=(",", ":"))
    try:
        if settings.REDIS_URL:
            message = {"type": "hub.trame", "destinataires": cibles, "trame": trame}
            async_to_sync(get_channel_layer().group_send)(GROUPE, message)
        elif hub.boucle is not None and not hub.boucle.is_closed():
            hub.boucle.call_soon_threadsafe(hub.servir, cibles, trame)
    except Exception:
        journal.warning("Signal %s non envoyé.", signal.get("type"), exc_info=True)
