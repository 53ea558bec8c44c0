"""The server of pages stops when it is told to, even in the middle of a page."""

import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

import pytest

CORPS = "Content-Length: 3\r\n\r\noui"


@pytest.mark.parametrize("demande", ["GET / HTTP/1.1\r\nHost: x\r\n\r\n", f"POST / HTTP/1.1\r\nHost: x\r\n{CORPS}"])
def test_it_stops_while_a_page_is_answered_or_reads_what_it_was_sent(demande):
    with socket.socket() as libre:
        libre.bind(("127.0.0.1", 0))
        port = libre.getsockname()[1]
    commande = [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(port), "--verbosity", "0"]
    serveur = subprocess.Popen([*commande, "tests.config.serveur_lent:application"])
    try:
        lecteur = _joindre(port)
        lecteur.sendall(demande.encode())
        assert lecteur.recv(10)
        serveur.send_signal(signal.SIGTERM)
        serveur.wait(timeout=15)
        lecteur.close()
    finally:
        serveur.kill()
        serveur.wait()


def _joindre(port: int) -> socket.socket:
    for _essai in range(150):
        with suppress(OSError):
            return socket.create_connection(("127.0.0.1", port), timeout=5)
        time.sleep(0.1)
    raise AssertionError("The server did not start.")
