"""The browsers of one thread, in one task that costs as little as it can, and those who write to them."""

import asyncio
import json
import socket
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from picows import WSFrame, WSListener, WSTransport, ws_connect

PATIENCE = 30.0
ENSEMBLE = 25  # sockets that open at once


@dataclass
class Releve:
    """What one turn measured."""

    delais: list[float] = field(default_factory=list)  # seconds, from commit to each receiver
    derniers: list[float] = field(default_factory=list)  # seconds, from commit to the last receiver of each message
    duree: float = 0.0  # of the whole turn: the next message is written when all have received

    def __iadd__(self, autre: "Releve") -> "Releve":
        self.delais += autre.delais
        self.derniers += autre.derniers
        self.duree += autre.duree
        return self

    @property
    def remises(self) -> float:
        """Deliveries per second while a message is on its way."""
        return len(self.delais) / sum(self.derniers)

    @property
    def remises_de_bout_en_bout(self) -> float:
        """The same, the writing of each message included."""
        return len(self.delais) / self.duree

    @property
    def messages(self) -> float:
        return len(self.derniers) / self.duree

    def centile(self, rang: float) -> float:
        """In milliseconds."""
        tries = sorted(self.delais)
        return 1000 * tries[min(len(tries) - 1, int(len(tries) * rang / 100))]


class _Lecteur(WSListener):
    def __init__(self, salle: "Salle") -> None:
        super().__init__()
        self.salle = salle

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        salle = self.salle
        salle.recus.append(time.monotonic())
        if len(salle.recus) == 1:
            salle.trame = frame.get_payload_as_utf8_text()
        if len(salle.recus) == len(salle.prises):
            salle.tous.set()


class Salle:
    """Sockets that each receive every message."""

    def __init__(self) -> None:
        self.prises: list[WSTransport] = []
        self.recus: list[float] = []
        self.trame = ""
        self.tous = asyncio.Event()

    async def ouvrir(self, adresse: str, lecteurs: list[dict[str, str]]) -> None:
        """`lecteurs`: the headers of each."""
        for rang in range(0, len(lecteurs), ENSEMBLE):
            ouvertes = await asyncio.gather(
                *(
                    ws_connect(lambda: _Lecteur(self), adresse, extra_headers=entetes, websocket_handshake_timeout=60)
                    for entetes in lecteurs[rang : rang + ENSEMBLE]
                )
            )
            self.prises += [prise for prise, _lecteur in ouvertes]

    async def mesurer(self, emettre: Callable[[], Awaitable[None]], messages: int) -> Releve:
        releve, debut = Releve(), time.monotonic()
        for _n in range(messages):
            self.recus, self.trame = [], ""
            self.tous.clear()
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(emettre(), self.tous.wait())
            commis = json.loads(self.trame)["commis"]
            releve.delais += [recu - commis for recu in self.recus]
            releve.derniers.append(max(self.recus) - commis)
        releve.duree = time.monotonic() - debut
        return releve

    def fermer(self) -> None:
        for prise in self.prises:
            prise.disconnect()


def par_la_page(port: int, chemin: str, cookies: str) -> Callable[[], Awaitable[None]]:
    """A person who writes, as their page does."""
    jeton = SimpleCookie(cookies)["csrftoken"].value
    texte = "Chers parents, la sortie à la ferme est déplacée à jeudi. " * 4

    async def emettre() -> None:
        corps = urlencode({"uuid": str(uuid.uuid4()), "texte": texte}).encode()
        entetes = [
            f"POST {chemin} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {cookies}", f"X-CSRFToken: {jeton}", "X-Boite: 1",
            "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(corps)}", "Connection: close",
        ]  # fmt: skip
        lecture, ecriture = await asyncio.open_connection("127.0.0.1", port)
        ecriture.write("\r\n".join([*entetes, "", ""]).encode() + corps)
        reponse = await lecture.read()
        ecriture.close()
        if b" 200 " not in reponse[:20]:
            raise AssertionError(f"{chemin} → {reponse[:400]!r}")

    return emettre


async def par_la_prise(adresse: str, trame: str) -> Callable[[], Awaitable[None]]:
    """The same frame, handed to a server that sends it to everybody."""
    prise, _lecteur = await ws_connect(WSListener, adresse, websocket_handshake_timeout=60)
    modele = json.loads(trame)
    from picows import WSMsgType

    async def emettre() -> None:
        modele["commis"] = time.monotonic()
        prise.send(WSMsgType.TEXT, json.dumps(modele, separators=(",", ":")).encode())

    return emettre


def prise_muette(port: int, cookies: str) -> socket.socket:
    """A browser that opened its socket, then never reads it."""
    prise = socket.socket()
    prise.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    prise.connect(("127.0.0.1", port))
    entetes = [
        "GET /ws/ HTTP/1.1", "Host: 127.0.0.1", "Origin: http://127.0.0.1", f"Cookie: {cookies}", "Upgrade: websocket",
        "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ]  # fmt: skip
    prise.sendall("\r\n".join([*entetes, "", ""]).encode())
    return prise
