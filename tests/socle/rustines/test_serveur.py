"""The server of pages: it leaves to them what it is sent, and stops when it is told to, even in the middle of one."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from tests.ports import port_libre

MO, FILM = 1_000_000, 40  # as serveur_lent.py

CORPS = "Content-Length: 3\r\n\r\noui"


@pytest.mark.parametrize("demande", ["GET / HTTP/1.1\r\nHost: x\r\n\r\n", f"POST / HTTP/1.1\r\nHost: x\r\n{CORPS}"])
def test_it_stops_while_a_page_is_answered_or_reads_what_it_was_sent(demande):
    with _servir() as (serveur, lecteur):
        lecteur.sendall(demande.encode())
        assert lecteur.recv(10)
        serveur.send_signal(signal.SIGTERM)
        serveur.wait(timeout=15)


def test_what_a_browser_sends_is_left_to_the_page():
    """A form without any field, which Wagtail's editor sends to say that one is still there. Twisted refuses what it cannot parse."""
    corps = "--limite--\r\n"
    entetes = f"Content-Type: multipart/form-data; boundary=limite\r\nContent-Length: {len(corps)}"
    with _servir() as (_serveur, lecteur):
        lecteur.sendall(f"POST / HTTP/1.1\r\nHost: x\r\n{entetes}\r\n\r\n{corps}".encode())
        assert lecteur.recv(12) == b"HTTP/1.1 200"


# --- what comes in -----------------------------------------------------------------------------------------------------
def test_what_is_declared_too_large_is_refused_before_it_is_sent():
    with _servir() as (_serveur, lecteur):
        lecteur.sendall(b"POST /lue HTTP/1.1\r\nHost: x\r\nContent-Length: 600000000\r\n\r\n")
        assert _tout(lecteur).startswith(b"HTTP/1.1 413 ")


def test_what_comes_by_pieces_is_cut_once_it_is_too_much():
    with _servir() as (serveur, lecteur):
        avant = _memoire(serveur)
        lecteur.sendall(b"POST /lue HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        envoyes = 0
        with suppress(ConnectionError):
            while envoyes < 600 * MO:
                lecteur.sendall(b"40000\r\n" + bytes(0x40000) + b"\r\n")
                envoyes += 0x40000
        assert envoyes < 20 * MO  # what was on its way in the kernel
        assert _memoire(serveur) - avant < 20 * MO


@pytest.mark.parametrize("par_morceaux", [False, True])
def test_the_page_reads_the_rest_from_where_it_was_written(par_morceaux):
    corps = bytes(range(250)) * 3999
    with _servir() as (_serveur, lecteur):
        if par_morceaux:
            lecteur.sendall(b"POST /lue HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n")
            lecteur.sendall(b"%x\r\n%b\r\n0\r\n\r\n" % (len(corps), corps))
        else:
            lecteur.sendall(
                b"POST /lue HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%b"
                % (len(corps), corps)
            )
        attendu = f"{len(corps)} {len(corps)} {sum(corps[-9:])}".encode()
        assert attendu in _tout(lecteur)


def test_a_page_that_says_it_itself_is_given_nothing_but_how_much_it_was():
    with _servir() as (_serveur, lecteur):
        lecteur.sendall(
            b"POST /lue HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: connu=1\r\nContent-Length: 3000000\r\n\r\n"
            + bytes(3 * MO)
        )
        assert b"3000000 0 0" in _tout(lecteur)


# --- what goes out -----------------------------------------------------------------------------------------------------
def test_twenty_films_that_nobody_reads_cost_neither_memory_nor_threads():
    """Two threads serve them: the twenty-first is whole, and so is the first, once it is read."""
    with _servir() as (serveur, lecteur), ExitStack() as pile:
        avant, adresse = _memoire(serveur), lecteur.getpeername()
        sourds = [pile.enter_context(socket.create_connection(adresse, timeout=30)) for _n in range(20)]
        for sourd in sourds:
            sourd.sendall(b"GET /film HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        time.sleep(3)
        assert _memoire(serveur) - avant < 60 * MO
        lecteur.sendall(b"GET /film HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        film = b"".join(bytes([n]) * (MO // 4) for n in range(FILM))
        for prise in (lecteur, sourds[0]):
            assert _tout(prise).partition(b"\r\n\r\n")[2] == film
        for sourd in sourds[1:]:
            sourd.close()
        serveur.send_signal(signal.SIGTERM)
        serveur.wait(timeout=15)


def test_who_leaves_before_the_answer_is_made_disturbs_nobody():
    """A page that is closed while its pictures come: each is given back, and nothing is written in the server's log."""
    with _servir(stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as (serveur, lecteur):
        for _n in range(3):
            with socket.create_connection(lecteur.getpeername(), timeout=30) as presse:
                presse.sendall(b"GET /film?aaa HTTP/1.1\r\nHost: x\r\n\r\n")
                time.sleep(0.1)
        assert [serveur.stdout.readline() for _n in range(3)] == [b"film rendu\n"] * 3
        time.sleep(1.5)  # daphne says what failed every second
        serveur.send_signal(signal.SIGTERM)
        assert serveur.communicate(timeout=15)[0] == b""


def _tout(prise: socket.socket) -> bytes:
    recus = []
    while morceau := prise.recv(1 << 20):
        recus.append(morceau)
    return b"".join(recus)


def _memoire(serveur: subprocess.Popen) -> int:
    return int(Path(f"/proc/{serveur.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def _servir(**sorties):
    """The server, and a reader of it."""
    port = port_libre()
    commande = [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(port), "--verbosity", "0"]
    serveur = subprocess.Popen([*commande, "tests.socle.rustines.serveur_lent:application"], **sorties)
    try:
        with _joindre(port) as lecteur:
            yield serveur, lecteur
    finally:
        serveur.kill()
        serveur.wait()


def _joindre(port: int) -> socket.socket:
    for _essai in range(150):
        with suppress(OSError):
            return socket.create_connection(("127.0.0.1", port), timeout=5)
        time.sleep(0.1)
    raise AssertionError("The server did not start.")
