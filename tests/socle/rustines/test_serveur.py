"""The server of pages: it leaves to them what it is sent, and stops when it is told to, even in the middle of one."""

import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

import pytest

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


@contextmanager
def _servir():
    """The server, and a reader of it."""
    with socket.socket() as libre:
        libre.bind(("127.0.0.1", 0))
        port = libre.getsockname()[1]
    commande = [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(port), "--verbosity", "0"]
    serveur = subprocess.Popen([*commande, "tests.socle.rustines.serveur_lent:application"])
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
