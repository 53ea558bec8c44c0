"""A browser's socket as the hub writes to it. Both kinds are bounded: a browser that stops reading is closed, alone.

Under daphne a frame is made once and handed to the kernel at once, for each socket whose buffer is empty: no queue, no task
and no turn of the loop per socket. Under another server (and in tests without a network) the ASGI way stays.
"""

import asyncio
import struct
from typing import Any, Protocol

from ent.socle.rustines import daphne_transport

CODE_TROP_LENT = 4008
CODE_A_RELIRE = 4009  # the browser comes back, and is asked again who it is
TAILLE_FILE = 64  # frames that may wait for one socket
TAMPON_MAX = 256 * 1024  # the same in bytes, beyond what the kernel holds


class Trame:
    """One frame, for any number of sockets."""

    __slots__ = ("octets", "texte")

    def __init__(self, texte: str) -> None:
        self.texte = texte
        self.octets = _entete(len(contenu := texte.encode())) + contenu


def _entete(taille: int) -> bytes:
    """Before a whole text frame of a server (RFC 6455, 5.2): final, not masked."""
    if taille < 126:
        return struct.pack("!BB", 0x81, taille)
    if taille < 1 << 16:
        return struct.pack("!BBH", 0x81, 126, taille)
    return struct.pack("!BBQ", 0x81, 127, taille)


class Prise(Protocol):
    def poster(self, trame: Trame) -> None:
        """Hand a frame over, without waiting."""

    def congedier(self) -> None:
        """Close: the session that opened it may be over."""

    def fermer(self) -> None:
        """Its browser is gone."""


class PriseDirecte:
    """A socket of daphne. What waits is in the buffer of its transport."""

    __slots__ = ("protocole",)

    def __init__(self, protocole: Any) -> None:
        self.protocole = protocole

    def poster(self, trame: Trame) -> None:
        protocole = self.protocole
        if protocole.state == protocole.STATE_OPEN and not daphne_transport.ecrire(protocole, trame.octets, TAMPON_MAX):
            # The close frame waits behind the rest; autobahn drops the connection one second later.
            protocole.sendClose(code=CODE_TROP_LENT)

    def congedier(self) -> None:
        if self.protocole.state == self.protocole.STATE_OPEN:
            self.protocole.sendClose(code=CODE_A_RELIRE)

    def fermer(self) -> None:
        """Its buffer goes with it."""


class PriseEnFile:
    """A socket reached through the `send` of ASGI: a bounded queue, and a task that empties it."""

    def __init__(self, send: Any) -> None:
        self.send = send
        self.file: asyncio.Queue[str | int] = asyncio.Queue(maxsize=TAILLE_FILE)  # a number closes, with that code
        self.facteur = asyncio.get_running_loop().create_task(self._porter())

    def poster(self, trame: Trame) -> None:
        try:
            self.file.put_nowait(trame.texte)
        except asyncio.QueueFull:
            self._finir(CODE_TROP_LENT)

    def congedier(self) -> None:
        self._finir(CODE_A_RELIRE)

    def _finir(self, code: int) -> None:
        while not self.file.empty():
            self.file.get_nowait()
        self.file.put_nowait(code)

    async def _porter(self) -> None:
        while isinstance(texte := await self.file.get(), str):
            await self.send({"type": "websocket.send", "text": texte})
        await self.send({"type": "websocket.close", "code": texte})

    def fermer(self) -> None:
        self.facteur.cancel()


def prise_de(send: Any) -> Prise:
    """The shortest way to the browser behind this `send`, as the server gave it."""
    protocole = daphne_transport.protocole_de(send)
    return PriseEnFile(send) if protocole is None else PriseDirecte(protocole)
