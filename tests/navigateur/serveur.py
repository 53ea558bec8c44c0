"""A real server (daphne, SQLite, the demonstration) for the browser, its clock held. No wait here is without an end."""

import json
import os
import select
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

from tests import modeles
from tests.graines import MARDI_10H
from tests.navigateur import horloge
from tests.ports import port_libre

RACINE = Path(__file__).resolve().parent.parent.parent
ENTRER = """
from django.conf import settings
from django.test import Client
appareil = Client()
appareil.force_login(Personne.objects.get(courriel={!r}))
cookie = {{"name": settings.SESSION_COOKIE_NAME, "value": appareil.cookies[settings.SESSION_COOKIE_NAME].value}}
"""
OUBLIER = "/__oublier__/"  # asked of the server of the tests alone (asgi.py)
DEMARRAGE = 240  # seconds: a few on a quiet machine
COUPURE = 20


class Serveur:
    """The product, running for real on a port of this machine."""

    def __init__(self, var: Path) -> None:
        self.port = port_libre()
        self.adresse = f"http://127.0.0.1:{self.port}"
        self.base = var / modeles.BASE
        self.depart = var / "depart.sqlite3"
        self.ecart = MARDI_10H.timestamp() - time.time()
        self.environnement = {
            **{cle: v for cle, v in os.environ.items() if cle not in ("DATABASE_URL", "REDIS_URL", "ENT_TEST_REEL")},
            "ENT_VAR": str(var),
            "ENT_TACHES_DANS_LE_SERVEUR": "1",
            "ENT_ADRESSE": self.adresse,
            "PYTHONFAULTHANDLER": "1",
            # A key of nobody: pushes are open, and no push service is reached from here.
            "ENT_VAPID_PRIVEE": "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE",
            "ENT_VAPID_CONTACT": "ent@exemple.fr",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            horloge.VARIABLE: str(self.ecart),
        }
        self.processus: subprocess.Popen | None = None
        self.valet: subprocess.Popen | None = None

    def gerer(self, *arguments: str) -> str:
        """Run a management command on the server's database and give what it printed."""
        return self._demander(commande=arguments)

    def lire(self, expression: str):
        """Evaluate an expression over the server's database; `d` is the cast."""
        return self._demander(code="", expression=expression)

    def faire(self, code: str) -> None:
        """Run statements over the server's database; `d` is the cast."""
        self._demander(code=code, expression="None")

    def session(self, courriel: str) -> dict[str, str]:
        """The cookie that signing in leaves on a device, without the form: name and value."""
        return self._demander(code=ENTRER.format(courriel), expression="cookie")

    def _demander(self, **demande):
        if self.valet is None:
            self.valet = subprocess.Popen(
                [sys.executable, "-m", "tests.navigateur.valet"],
                cwd=RACINE,
                # What a test lays is judged before it goes on, however busy the machine.
                env=self.environnement | {"ENT_ATTENTE_CONTROLE": "60"},
                text=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        self.valet.stdin.write(json.dumps(demande) + "\n")
        self.valet.stdin.flush()
        pret, _, _ = select.select([self.valet.stdout], [], [], DEMARRAGE)
        reponse = self.valet.stdout.readline() if pret else ""
        if not reponse:
            _achever(self.valet)
            self.valet = None
            raise AssertionError(f"{'The process died' if pret else f'No answer in {DEMARRAGE} s'}: {demande}")
        lue = json.loads(reponse)
        assert "erreur" not in lue, lue["erreur"]
        return lue["valeur"]

    def recommencer(self) -> None:
        """The database as it was at the first start, and nothing remembered: without a new start, whose price is seconds."""
        if self.processus is None:
            self.demarrer()
        with closing(sqlite3.connect(self.depart)) as depart, closing(sqlite3.connect(self.base)) as base:
            depart.backup(base)
        urllib.request.urlopen(f"{self.adresse}{OUBLIER}", timeout=10).close()

    def couper(self) -> None:
        """Nobody reaches it any more: the network is away, and the server is not."""
        self._signaler(signal.SIGUSR1, repond=False)

    def rendre(self) -> None:
        self._signaler(signal.SIGUSR2, repond=True)

    def _signaler(self, signe: int, *, repond: bool) -> None:
        self.processus.send_signal(signe)
        limite = time.monotonic() + COUPURE
        while time.monotonic() < limite:
            with socket.socket() as prise:
                if (prise.connect_ex(("127.0.0.1", self.port)) == 0) == repond:
                    return
            time.sleep(0.01)
        raise AssertionError(f"The server {'does not answer' if repond else 'still answers'} after {COUPURE} s.")

    def demarrer(self) -> None:
        if not self.depart.exists():
            shutil.copy(self.base, self.depart)
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
                "tests.navigateur.asgi:application",
            ],
            cwd=RACINE,
            env=self.environnement,
        )
        limite = time.monotonic() + DEMARRAGE
        while time.monotonic() < limite:
            assert self.processus.poll() is None, f"The server ended with {self.processus.returncode}."
            try:
                urllib.request.urlopen(f"{self.adresse}/hors-ligne/", timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError(f"The server did not start in {DEMARRAGE} s.")

    def arreter(self) -> None:
        """Ask the server to stop; one that does not says where each of its threads is, and that is a failure."""
        if processus := self.processus:
            self.processus = None
            processus.send_signal(signal.SIGTERM)
            try:
                processus.wait(timeout=20)
            except subprocess.TimeoutExpired:
                processus.send_signal(signal.SIGABRT)
                time.sleep(1)
                _achever(processus)
                raise AssertionError("The server did not stop 20 s after it was asked to.") from None

    def fermer(self) -> None:
        """The end: nothing stays behind, whatever happened."""
        try:
            self.arreter()
        finally:
            if self.valet:
                _achever(self.valet)


def _achever(processus: subprocess.Popen) -> None:
    processus.kill()
    processus.wait(timeout=10)
    for flux in (processus.stdin, processus.stdout):
        if flux:
            flux.close()
