"""The demonstration of one tree of the code, laid and served without anything of the moment: run by `tests.comparer`, in that tree.

It imports nothing of its own tree but the product, so that it serves any commit. The clock stands still (each look at it is a
microsecond later, so that what was written in an order is read in that order), and what is drawn at random is drawn from a seed.
"""

import contextlib
import itertools
import os
import random
import re
import socketserver
import sys
import threading
import wsgiref.simple_server
from collections.abc import Callable
from pathlib import Path

import time_machine

ENTREES = re.compile(r"/(entrer|tablette/.+)/$")


def arreter_l_horloge(instant: float) -> None:
    voyage = time_machine.travel(instant, tick=False).start()
    voyage.time_ns = itertools.count(int(instant) * 10**9, 1000).__next__


def tirer_d_une_graine(graine: str) -> None:
    """Numbers, names of files and tokens are the same at each run: `uuid`, `secrets` and `random.SystemRandom` draw from here."""
    os.urandom = random._urandom = random.Random(graine).randbytes
    random.seed(graine)


def sans_memoire(pages: Callable) -> Callable:
    """Each page draws from the same seed, whatever was asked for before it or beside it; nothing is kept save that one came in.

    What a page tells by itself (« seen ») leaves when a browser closes it: it is stopped here, and not in the browser.
    """
    verrou = threading.Lock()

    def repondre(environ: dict, commencer: Callable):
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") and not ENTREES.match(environ["PATH_INFO"]):
            commencer("204 No Content", [])
            return []
        with verrou:
            tirer_d_une_graine(environ["PATH_INFO"])
            return pages(environ, commencer)

    return repondre


class Serveur(socketserver.ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class Muet(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, format: str, *args) -> None:
        """Nothing: what matters is on the pictures."""


def main(instant: str, port: str, entrees: str) -> None:
    arreter_l_horloge(float(instant))
    tirer_d_une_graine("migrations")
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    pages = sans_memoire(get_wsgi_application())
    call_command("migrate", verbosity=0)
    tirer_d_une_graine("demonstration")  # whatever migrations drew, if they had to run
    with Path(entrees).with_suffix(".tmp").open("w") as papier, contextlib.redirect_stdout(papier):
        call_command("semer_demonstration", stdout=papier)
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    with wsgiref.simple_server.make_server("127.0.0.1", int(port), pages, Serveur, Muet) as serveur:
        Path(entrees).with_suffix(".tmp").rename(entrees)
        serveur.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
