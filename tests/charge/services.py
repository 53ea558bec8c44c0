"""What the bench starts and stops: databases of its own, gunicorn servers, measured commands."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import redis

RACINE = Path(__file__).resolve().parent.parent.parent
POSTGRES = os.environ.get("ENT_CHARGE_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("ENT_CHARGE_REDIS", "redis://127.0.0.1:6379")
NOM = os.environ.get("ENT_CHARGE_NOM", "ent_charge")  # of the databases: two benches at once need two names
MARQUE = "ent_charge"  # left in the Redis databases that the bench may empty
OUVRIERS = 2


class Lieux:
    """Where data goes: PostgreSQL and Redis when they answer, else SQLite files in a folder that disappears."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        self.bases: list[str] = []
        try:
            psycopg.connect(POSTGRES, connect_timeout=2).close()
            self.postgres = True
        except psycopg.OperationalError:
            self.postgres = False
        self.redis = {
            nom: adresse for nom, base in (("une", 7), ("territoire", 8)) if (adresse := self._reserver(base))
        }

    @staticmethod
    def _reserver(base: int) -> str:
        """The address of a Redis database, emptied; nothing if Redis is away or holds what is not the bench's."""
        adresse = f"{REDIS}/{base}"
        with suppress(redis.RedisError), redis.Redis.from_url(adresse, socket_connect_timeout=2) as r:
            if r.dbsize() == 0 or r.exists(MARQUE):
                r.flushdb()
                r.set(MARQUE, 1)
                return adresse
        return ""

    def __str__(self) -> str:
        base = "PostgreSQL" if self.postgres else "SQLite (PostgreSQL ne répond pas)"
        return f"{base}, {'Redis' if len(self.redis) == 2 else 'sans Redis'}"

    def environnement_nu(self) -> dict[str, str]:
        """Of the bare site: nothing of ours, an empty database."""
        env = {cle: valeur for cle, valeur in os.environ.items() if not cle.startswith(("ENT_", "DJANGO_"))}
        return env | {
            "DATABASE_URL": self._adresse("nue") if self.postgres else f"sqlite:///{self.dossier}/nue.sqlite3"
        }

    def environnement(self, nom: str) -> dict[str, str]:
        """The settings of one site, through the environment; nothing of the caller's own site leaks in."""
        env = {cle: valeur for cle, valeur in os.environ.items() if not cle.startswith("ENT_")}
        env |= {"ENT_VAR": str(self.dossier / nom), "DJANGO_SETTINGS_MODULE": "config.settings"}
        env |= {"DATABASE_URL": self._adresse(nom) if self.postgres else "", "REDIS_URL": self.redis.get(nom, "")}
        return env

    @staticmethod
    def _adresse(nom: str) -> str:
        return POSTGRES.rpartition("/")[0] + f"/{NOM}_{nom}"

    def creer(self, nom: str, modele: str = "") -> None:
        """A database with our tables, or a copy of one that has them."""
        self._creer(nom, modele)
        if not (self.postgres and modele):
            gerer(self.environnement(nom), "migrate", "--verbosity", "0")

    def creer_nue(self) -> None:
        """The database of the bare site, with its table."""
        self._creer("nue")
        module(self.environnement_nu(), "tests.charge.nu")

    def _creer(self, nom: str, modele: str = "") -> None:
        if self.postgres:
            self._admin(f"DROP DATABASE IF EXISTS {NOM}_{nom} WITH (FORCE)")
            self._admin(f"CREATE DATABASE {NOM}_{nom}" + (f" TEMPLATE {NOM}_{modele}" if modele else ""))
            self.bases.append(nom)

    def analyser(self, nom: str) -> None:
        """Give PostgreSQL the statistics that its own housekeeping would gather in the first minutes."""
        if self.postgres:
            with psycopg.connect(self._adresse(nom), autocommit=True) as base:
                base.execute("VACUUM ANALYZE")

    def supprimer(self) -> None:
        for nom in self.bases:
            self._admin(f"DROP DATABASE IF EXISTS {NOM}_{nom} WITH (FORCE)")
        for adresse in self.redis.values():
            with suppress(redis.RedisError), redis.Redis.from_url(adresse) as r:
                r.flushdb()

    @staticmethod
    def _admin(ordre: str) -> None:
        with psycopg.connect(POSTGRES, autocommit=True) as base:
            base.execute(ordre)


def gerer(env: dict[str, str], *arguments: str) -> str:
    """Run a command of manage.py; what it printed."""
    return _lire(env, "manage.py", *arguments)


def module(env: dict[str, str], *arguments: str) -> str:
    return _lire(env, "-m", *arguments)


def _lire(env: dict[str, str], *arguments: str) -> str:
    fini = subprocess.run(
        [sys.executable, *arguments], cwd=RACINE, env=env, capture_output=True, text=True, check=False
    )
    if fini.returncode:
        raise SystemExit(f"{' '.join(arguments)} a échoué :\n{fini.stdout[-2000:]}\n{fini.stderr[-4000:]}")
    return fini.stdout


def chronometrer(env: dict[str, str], *arguments: str) -> tuple[float, float, str]:
    """Run a command of manage.py: wall seconds, peak memory in MB, what it printed."""
    debut = time.monotonic()
    with tempfile.TemporaryFile() as sortie:
        processus = subprocess.Popen(
            [sys.executable, "manage.py", *arguments], cwd=RACINE, env=env, stdout=sortie, stderr=subprocess.STDOUT
        )
        _pid, etat, ressources = os.wait4(processus.pid, 0)
        processus.returncode = os.waitstatus_to_exitcode(etat)
        duree = time.monotonic() - debut
        sortie.seek(0)
        dit = sortie.read().decode()
    if processus.returncode:
        raise SystemExit(f"{' '.join(arguments)} a échoué ({processus.returncode}) :\n{dit[-4000:]}")
    return duree, ressources.ru_maxrss / 1024, dit


@contextmanager
def gunicorn(application: str, port: int, env: dict[str, str], *options: str):
    """Two workers on a port (sync, unless options say more), ended by the identifier of the process that was started."""
    commande = [
        sys.executable, "-m", "gunicorn", application, "--workers", str(OUVRIERS), "--bind", f"127.0.0.1:{port}",
        "--log-level", "warning", "--no-control-socket", *options,
    ]  # fmt: skip
    yield from servir(port, commande, env)


@contextmanager
def daphne(port: int, env: dict[str, str], application: str = "config.asgi:application"):
    """The server of sockets, alone in its process."""
    commande = [
        sys.executable, "-m", "daphne", "--bind", "127.0.0.1", "--port", str(port), "--verbosity", "0",
        application,
    ]  # fmt: skip
    yield from servir(port, commande, env)


def servir(port: int, commande: list[str], env: dict[str, str]):
    """Gives the process."""
    processus = subprocess.Popen(commande, cwd=RACINE, env=env)
    try:
        _attendre(port, processus)
        yield processus
    finally:
        processus.terminate()
        processus.wait(timeout=20)


def _attendre(port: int, processus: subprocess.Popen) -> None:
    for _essai in range(300):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        if processus.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit(f"Le serveur du port {port} n’a pas démarré.")
