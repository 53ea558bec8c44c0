"""Sockets under a real daphne: frames of every length, in order; who stops reading is closed, and nobody waits for them."""

import asyncio
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pytest
import websockets

from ent.diffusion.prises import PriseEnFile, prise_de
from tests.ports import port_libre

RACINE = Path(__file__).resolve().parent.parent.parent
MUETTE = 1
CLE = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"


class Daphne:
    def __init__(self, var: Path) -> None:
        self.port = port_libre()
        env = {cle: v for cle, v in os.environ.items() if cle not in ("DATABASE_URL", "REDIS_URL", "ENT_TEST_REEL")}
        env |= {"DJANGO_SETTINGS_MODULE": "config.settings", "ENT_VAR": str(var)}
        self.processus = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "daphne",
                "-b",
                "127.0.0.1",
                "-p",
                str(self.port),
                "--verbosity",
                "0",
                "tests.diffusion.asgi_prises:application",
            ],
            cwd=RACINE,
            env=env,
        )
        for _essai in range(600):
            try:
                assert self.demander("") == 0
                return
            except OSError:
                assert self.processus.poll() is None
                time.sleep(0.1)

    def demander(self, requete: str) -> int:
        """Ask the server something; it says how many people are connected."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/?{requete}", timeout=30) as reponse:
            return int(reponse.read())

    async def publier(self, destinataires, texte: str, taille: int = 0) -> int:
        cibles = ",".join(map(str, destinataires))
        return await asyncio.to_thread(self.demander, f"destinataires={cibles}&texte={quote(texte)}&taille={taille}")

    def navigateur(self, personne: int) -> websockets.connect:
        return websockets.connect(f"ws://127.0.0.1:{self.port}/ws/?{personne}", max_size=None)

    def muet(self) -> socket.socket:
        """A browser that opens its socket, then reads nothing any more."""
        prise = socket.socket()
        prise.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        prise.connect(("127.0.0.1", self.port))
        entetes = f"GET /ws/?{MUETTE} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{CLE}"
        prise.sendall(entetes.encode())
        return prise

    def fermer(self) -> None:
        self.processus.terminate()
        self.processus.wait(timeout=20)


@pytest.fixture(scope="module")
def daphne(tmp_path_factory):
    serveur = Daphne(tmp_path_factory.mktemp("daphne"))
    yield serveur
    serveur.fermer()


@pytest.mark.parametrize("taille", [0, 124, 125, 126, 65_534, 65_535, 65_536, 1_000_000])
async def test_a_frame_of_any_length_comes_whole(daphne, taille):
    async with daphne.navigateur(7) as navigateur:
        await daphne.publier([7], "é", taille)
        assert await navigateur.recv() == "é" + "." * taille


async def test_frames_keep_their_order_when_they_come_faster_than_they_leave(daphne):
    async with daphne.navigateur(7) as navigateur:
        envois = [daphne.publier([7], str(n), 30_000 * (n % 3)) for n in range(40)]
        for envoi in envois:
            await envoi
        assert [int((await navigateur.recv()).rstrip(".")) for _ in envois] == list(range(40))


async def test_among_two_hundred_one_that_never_reads_is_closed_and_the_others_miss_nothing(daphne):
    autres = range(2, 201)
    muet = daphne.muet()
    ouverts = [await daphne.navigateur(personne).__aenter__() for personne in autres]
    assert await attendre(daphne, 200)
    for n in range(60):
        await daphne.publier([MUETTE], "lourd", 200_000)
        await daphne.publier([MUETTE, *autres], str(n))
    for navigateur in ouverts:
        assert [int(await navigateur.recv()) for _ in range(60)] == list(range(60))
    assert await attendre(daphne, 199)
    await asyncio.gather(*(navigateur.close() for navigateur in ouverts))
    assert await attendre(daphne, 0)
    muet.close()


async def attendre(daphne: Daphne, personnes: int) -> bool:
    """Whether so many people end up connected."""
    for _essai in range(200):
        if await asyncio.to_thread(daphne.demander, "") == personnes:
            return True
        await asyncio.sleep(0.1)
    return False


async def test_without_daphne_the_way_of_asgi_stays():
    async def send(message) -> None:
        """Of any server."""

    prise = prise_de(send)
    assert isinstance(prise, PriseEnFile)
    prise.fermer()
