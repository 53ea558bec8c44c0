"""A whole site of one's own: PostgreSQL, Redis and two daphne, all private, that a test may stop, kill and start again."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests import modeles
from tests.ports import port_libre

RACINE = Path(__file__).resolve().parents[2]
DECOR = """
import datetime as dt, json
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from config.demonstration.distribution import semer
from messagerie.actions.fils import fil_de_classe
from tests.etages import poser
d = semer()
poser({"calme.debut": dt.time(0), "calme.fin": dt.time(0), "calme.week_end": False})
def entrer(personne):
    client = Client()
    client.force_login(personne)
    return f"sessionid={client.cookies['sessionid'].value}; csrftoken={_get_new_csrf_string()}"
gens = {n: entrer(getattr(d, n)) for n in ("enseignante", "directrice", "mere", "pere_separe", "mere_arabophone")}
fil = fil_de_classe(nature="annonce", classe=d.cp_ce1, auteur=d.enseignante)
print("DECOR" + json.dumps({"fil": fil.pk, "gens": gens}))
"""


def programmes_de_postgresql() -> Path | None:
    """Those of the highest version that is installed."""
    dossiers = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda p: int(p.parts[-3]))
    return dossiers[-1].parent if dossiers else None


def possible() -> bool:
    return bool(programmes_de_postgresql() and shutil.which("redis-server"))


class Site:
    def __init__(self) -> None:
        self.dossier = Path(tempfile.mkdtemp(prefix="ent-pannes-", dir="/tmp"))
        self.dossier.chmod(0o755)
        self.ports = {nom: port_libre() for nom in ("postgresql", "redis", "a", "b")}
        self.processus: dict[str, subprocess.Popen] = {}
        # Its servers keep what they committed, even when PostgreSQL falls: the suite's own need not (`PGOPTIONS`).
        self.env = {cle: v for cle, v in os.environ.items() if not cle.startswith(("ENT_", "PGOPTIONS"))} | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": f"postgres://postgres@127.0.0.1:{self.ports['postgresql']}/postgres",
            "REDIS_URL": f"redis://127.0.0.1:{self.ports['redis']}/0",
            "ENT_VAR": str(self.dossier / "var"),
        }

    def ouvrir(self, connexion) -> dict:
        """`connexion`: to the suite's own server, which has a migrated database."""
        self._pg("initdb", "--auth", "trust", "--username", "postgres", "--no-sync", "--encoding", "UTF8")
        self.postgresql("start")
        self.lancer_redis()
        modeles.verser_postgresql(connexion, self.env["DATABASE_URL"])
        decor = self._gerer("shell", "--verbosity", "0", "-c", DECOR).partition("DECOR")[2]
        for nom in ("a", "b"):
            self.lancer(nom)
        return json.loads(decor)

    def _gerer(self, *arguments: str) -> str:
        fini = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=RACINE,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert fini.returncode == 0, fini.stderr[-3000:]
        return fini.stdout

    # --- PostgreSQL: it refuses to run as root ------------------------------------------------------------------------
    def _pg(self, programme: str, *arguments: str) -> None:
        donnees = self.dossier / "pg"
        comme: list[str] = []
        if os.geteuid() == 0:
            donnees.mkdir(exist_ok=True)
            shutil.chown(donnees, "postgres", "postgres")
            comme = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        commande = [*comme, str(programmes_de_postgresql() / programme), "--pgdata", str(donnees), *arguments]
        subprocess.run(commande, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, cwd="/")

    def postgresql(self, geste: str, *options: str) -> None:
        reglages = (
            f"-p {self.ports['postgresql']} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        )
        journal = str(self.dossier / "pg" / "journal")
        self._pg("pg_ctl", geste, "--wait", "--options", reglages, "--log", journal, *options)

    # --- Redis and daphne ---------------------------------------------------------------------------------------------
    def lancer_redis(self) -> None:
        commande = ["redis-server", "--port", str(self.ports["redis"]), "--bind", "127.0.0.1", "--save", ""]
        self._lancer("redis", [*commande, "--appendonly", "no", "--dir", str(self.dossier)])

    def lancer(self, nom: str) -> None:
        commande = [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(self.ports[nom]), "--verbosity", "0"]
        self._lancer(nom, [*commande, "tests.messagerie.asgi_pannes:application"])

    def _lancer(self, nom: str, commande: list[str]) -> None:
        self.processus[nom] = subprocess.Popen(commande, cwd=RACINE, env=self.env, stdout=subprocess.DEVNULL)
        for _essai in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.ports[nom]), timeout=1):
                return
            assert self.processus[nom].poll() is None
            time.sleep(0.05)
        raise AssertionError(f"{nom} did not start.")

    def tuer(self, nom: str) -> None:
        """kill -9, or wait for what killed itself."""
        processus = self.processus.pop(nom)
        if processus.poll() is None:
            processus.send_signal(signal.SIGKILL)
        processus.wait(timeout=20)

    def fermer(self) -> None:
        for nom in list(self.processus):
            self.tuer(nom)
        with contextlib.suppress(subprocess.CalledProcessError):
            self.postgresql("stop", "--mode", "immediate")
        shutil.rmtree(self.dossier, ignore_errors=True)
