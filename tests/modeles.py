"""A migrated database, laid once per state of the code, then copied: migrating takes fifteen seconds, a copy none.

The migrations really ran: triggers, first rows and permissions are those of an installed product. Models are kept in the
temporary folder (SQLite) and beside the tested database (PostgreSQL), under a print of the code that made them.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

RACINE = Path(__file__).resolve().parent.parent
SALLES = ("ent", "cahier_de_textes", "messagerie", "pages", "config")
DOSSIER = Path(tempfile.gettempdir()) / f"ent-modeles-{os.getuid()}"


@cache
def empreinte() -> str:
    """Of all that decides what a migrated database holds: migrations, models (their permissions), settings, applications."""
    somme = hashlib.sha256((RACINE / "requirements.txt").read_bytes())
    for fichier in sorted(f for salle in SALLES for f in (RACINE / salle).rglob("*.py") if _compte(f)):
        somme.update(str(fichier.relative_to(RACINE)).encode() + fichier.read_bytes())
    return somme.hexdigest()[:16]


def _compte(fichier: Path) -> bool:
    return fichier.stem in ("models", "apps", "settings") or fichier.parent.name in ("models", "migrations")


def copier(dossier: Path) -> None:
    """A migrated database of SQLite where a process whose ENT_VAR is `dossier` will look for it."""
    dossier.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(dossier / "ent.sqlite3")) as base:
        _sqlite_vers(base)


def poser(connexion) -> None:
    """Create the test database of this process, already migrated, and turn the connection to it."""
    creation = connexion.creation
    with _verrou():
        if connexion.vendor == "postgresql":
            connexion.settings_dict["TEST"]["TEMPLATE"] = _postgresql(creation)
        creation._create_test_db(verbosity=0, autoclobber=True, keepdb=False)
    connexion.close()
    nom = creation._get_test_db_name()
    settings.DATABASES[connexion.alias]["NAME"] = connexion.settings_dict["NAME"] = nom
    connexion.ensure_connection()
    if connexion.vendor == "sqlite":
        _sqlite_vers(connexion.connection)


def copier_postgresql(connexion, nom: str) -> None:
    """A migrated database of that name, on the server of the tests."""
    with _verrou():
        modele = _postgresql(connexion.creation)
        with connexion.creation._nodb_cursor() as curseur:
            curseur.execute(f'CREATE DATABASE "{nom}" TEMPLATE "{modele}"')


@contextmanager
def _verrou() -> Iterator[None]:
    """Two processes of one run lay one model."""
    DOSSIER.mkdir(parents=True, exist_ok=True)
    with (DOSSIER / "verrou").open("w") as fichier:
        fcntl.flock(fichier, fcntl.LOCK_EX)
        yield


def _migrer(environnement: dict[str, str]) -> None:
    sans = ("DATABASE_URL", "REDIS_URL", "ENT_TEST_REEL", "ENT_PRODUCTION")
    propre = {cle: v for cle, v in os.environ.items() if cle not in sans} | {
        "DJANGO_SETTINGS_MODULE": "config.settings"
    }
    commande = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    fini = subprocess.run(commande, cwd=RACINE, env=propre | environnement, capture_output=True, text=True, check=False)
    assert fini.returncode == 0, fini.stderr[-3000:]


def _sqlite_vers(base: sqlite3.Connection) -> None:
    modele = DOSSIER / f"{empreinte()}.sqlite3"
    with _verrou():
        if not modele.exists():
            with tempfile.TemporaryDirectory(prefix="ent-modele-") as var:
                _migrer({"ENT_VAR": var})
                for ancien in DOSSIER.glob("*.sqlite3"):
                    ancien.unlink()
                shutil.move(Path(var) / "ent.sqlite3", modele)
        with closing(sqlite3.connect(modele)) as source:
            source.backup(base)


def _postgresql(creation) -> str:
    """Name of the model, made if it is not there; those of former states of the code go."""
    base = urlsplit(os.environ["DATABASE_URL"])
    prefixe = f"{base.path[1:]}_modele_"
    modele = f"{prefixe}{empreinte()}"
    with creation._nodb_cursor() as curseur:
        curseur.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefixe])
        presents = [nom for (nom,) in curseur.fetchall()]
        if modele not in presents:
            for ancien in presents:
                curseur.execute(f'DROP DATABASE "{ancien}"')
            curseur.execute(f'CREATE DATABASE "{prefixe}"')
            _migrer({"DATABASE_URL": base._replace(path=f"/{prefixe}").geturl()})
            curseur.execute(f'ALTER DATABASE "{prefixe}" RENAME TO "{modele}"')
    return modele
