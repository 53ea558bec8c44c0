"""The product's own server, by plain sockets: what is too large is not taken in, what nobody reads is not laid in memory."""

import os
import socket
import time
import urllib.request
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

pytestmark = pytest.mark.navigateur  # for its server: no browser here

MO = 1_000_000
# A sound of 16 MB, its teacher's.
DEPOSER = """
import uuid
from django.core.files.base import ContentFile
from ent.fichiers import actions
from ent.fichiers.registres import Destination
from tests.fichiers.fabriques import mp3
son, _neuf = actions.deposer(
    deposant=d.enseignante, envoi=uuid.uuid4(), contenu=ContentFile(mp3(1000)), nom="long.mp3",
    destination=Destination(d.elementaire, d.cp_ce1),
)
"""
SON = """[[str(f.uuid), f.octets] for f in __import__("ent.fichiers.models", fromlist=["x"]).Fichier.objects.filter(nom_donne="long.mp3")][0]"""


def memoire(serveur) -> int:
    return int(Path(f"/proc/{serveur.processus.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def demander(serveur, demande: str, **options) -> socket.socket:
    prise = socket.create_connection(("127.0.0.1", serveur.port), timeout=60)
    prise.sendall(demande.encode())
    return prise


@pytest.mark.parametrize("adresse", ["/entrer/", "/fichiers/deposer/", "/nulle/part/"])
def test_600_megabytes_of_nobody_are_refused_before_they_are_read(serveur, adresse):
    with demander(serveur, f"POST {adresse} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 600000000\r\n\r\n") as prise:
        assert prise.recv(100).startswith(b"HTTP/1.1 413 ")


def test_who_is_known_is_told_by_the_page(serveur):
    cookie = "{name}={value}".format(**serveur.session("claire.lefort@exemple.fr"))
    entetes = f"Host: 127.0.0.1\r\nCookie: {cookie}\r\nConnection: close\r\nContent-Length: 210000000"
    with demander(serveur, f"POST /fichiers/deposer/ HTTP/1.1\r\n{entetes}\r\n\r\n") as prise:
        avant, morceau = memoire(serveur), bytes(MO)
        for _n in range(210):
            prise.sendall(morceau)
        recu = b"".join(iter(lambda: prise.recv(65536), b""))
        assert recu.startswith(b"HTTP/1.1 413 ")
        assert b"se 210" in recu
        assert memoire(serveur) - avant < 20 * MO


@pytest.mark.parametrize("adresse", ["/ws/messages/", "/ailleurs/"])
def test_a_socket_anywhere_else_is_refused_and_is_no_failure(serveur, adresse):
    """It answered 500, and whoever asked wrote a page of the log each time."""
    entetes = (
        f"Host: 127.0.0.1:{serveur.port}\r\nOrigin: {serveur.adresse}\r\nUpgrade: websocket\r\nConnection: Upgrade"
    )
    cle = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    with demander(serveur, f"GET {adresse} HTTP/1.1\r\n{entetes}\r\n{cle}\r\n\r\n") as prise:
        assert prise.recv(100).startswith(b"HTTP/1.1 403 ")


def test_twenty_downloads_that_nobody_reads(serveur):
    serveur.faire(DEPOSER)
    uuid, octets = serveur.lire(SON)
    cookie = "{name}={value}".format(**serveur.session("claire.lefort@exemple.fr"))
    demande = (
        f"GET /fichiers/{uuid}/original HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
    )
    with ExitStack() as pile:
        demander(serveur, demande).close()
        avant = memoire(serveur)
        prises = [pile.enter_context(demander(serveur, demande)) for _n in range(20)]
        time.sleep(4)
        assert memoire(serveur) - avant < 60 * MO
        with urllib.request.urlopen(f"{serveur.adresse}/entrer/", timeout=20) as page:
            assert page.status == 200
        recu = b"".join(iter(lambda: prises[0].recv(1 << 20), b""))
        assert len(recu.partition(b"\r\n\r\n")[2]) == octets


def test_a_network_that_is_away_cuts_what_was_open_and_refuses_the_rest(serveur):
    """What pages without a network are tested by: as if the server had been stopped, and it goes on."""
    processus = serveur.processus.pid
    with demander(serveur, "POST /entrer/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n") as commencee:
        serveur.couper()
        with suppress(ConnectionResetError):
            assert commencee.recv(100) == b""
    with pytest.raises(ConnectionRefusedError):
        demander(serveur, "GET /entrer/ HTTP/1.1\r\n\r\n")
    serveur.rendre()
    with urllib.request.urlopen(f"{serveur.adresse}/entrer/", timeout=20) as page:
        assert page.status == 200
    assert serveur.processus.pid == processus and serveur.processus.poll() is None
