"""Databases laid once per state of what makes them, then copied: migrating takes fifteen seconds, the demonstration ten.

Migrations and seeds really ran: triggers, first rows and permissions are those of an installed product. Three models:
`migree`; `distribution`, with the cast that tests find; `demonstration`, with its weeks of life and its files, for browsers.
They stay in var/modeles (`make clean` takes them away) and, for PostgreSQL, beside the tested database, under a print of the
code that made them; the model of a former state goes when its successor is there.
"""

import fcntl
import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

RACINE = Path(__file__).resolve().parent.parent
SALLES = ("ent", "cahier_de_textes", "messagerie", "pages", "config")
DOSSIER = Path(os.environ.get("ENT_MODELES") or RACINE / "var" / "modeles")
BASE = "ent.sqlite3"
# What sets this copy of the code apart from another one that is tested at the same time, on the same server.
COPIE = hashlib.sha256(str(RACINE).encode()).hexdigest()[:8]

MIGREE, DISTRIBUTION, DEMONSTRATION = "migree", "distribution", "demonstration"
# By model: the command that makes it and its settings; all but the first are laid over a copy of the first.
RECETTES = {
    MIGREE: (["manage.py", "migrate", "--verbosity", "0"], "config.settings"),
    DISTRIBUTION: (["-m", "tests.graines", DISTRIBUTION], "tests.reglages"),
    DEMONSTRATION: (["-m", "tests.graines", DEMONSTRATION], "config.settings"),
}
IMPORTES = re.compile(r"^\s*(?:import|from) ([\w.]+)", re.MULTILINE)
# Of the settings, what migrations and what follows them (permissions, content types, first rows) read.
REGLAGES_DU_SCHEMA = re.compile(
    r"^(?:INSTALLED_APPS = \[.*?^\]|(?:AUTH_USER|DEFAULT_AUTO|LANGUAGE|TIME_ZONE|WAGTAIL_)\w* = .*?$)",
    re.MULTILINE | re.DOTALL,
)
# A seed calls actions, which stand to the right of these (ARCHITECTURE.md, « Inside a room ») and never import them.
SANS_EFFET = {"urls", "views", "consumers", "forms", "templatetags"}


@cache
def empreinte(genre: str = MIGREE, racine: Path = RACINE) -> str:
    """Of all that decides what a model holds, the libraries among it."""
    compte = _fait_le_schema if genre == MIGREE else _fait_une_graine
    fichiers = [f for salle in SALLES for f in (racine / salle).rglob("*.py") if compte(f.relative_to(racine))]
    fichiers += [racine / "requirements.txt", *_appeles(fichiers, racine)]
    if genre != MIGREE:
        fichiers += [racine / "tests/graines.py", racine / "tests/reglages.py"]
    somme = hashlib.sha256(repr(RECETTES[genre]).encode())
    for fichier in sorted(set(fichiers)):
        contenu = fichier.read_text()
        if genre == MIGREE and fichier.name == "settings.py":
            contenu = repr(REGLAGES_DU_SCHEMA.findall(contenu))
        somme.update(f"{fichier.relative_to(racine)}\n{contenu}".encode())
    return somme.hexdigest()[:12]


def _fait_le_schema(fichier: Path) -> bool:
    """Migrations, and which applications. Models are known by their migrations, which a test holds to them."""
    return fichier.name == "settings.py" or fichier.parent.name == "migrations"


def _appeles(fichiers: list[Path], racine: Path) -> set[Path]:
    """Files of ours that migrations import."""
    noms = {nom for f in fichiers if f.parent.name == "migrations" for nom in IMPORTES.findall(f.read_text())}
    chemins = [racine / nom.replace(".", "/") for nom in noms if nom.partition(".")[0] in SALLES]
    return {f for c in chemins for f in (c.with_suffix(".py"), c / "__init__.py") if f.exists()}


def _fait_une_graine(fichier: Path) -> bool:
    return not SANS_EFFET & {fichier.stem, *fichier.parent.parts}


def copier(dossier: Path, genre: str = MIGREE) -> None:
    """A database of SQLite, and the files that go with it, where a process whose ENT_VAR is `dossier` looks for them."""
    shutil.copytree(_sqlite(genre), dossier, dirs_exist_ok=True)


def copier_postgresql(connexion, nom: str) -> None:
    """A migrated database of that name, on the server of the tests."""
    modele = _postgresql(connexion.creation, MIGREE)
    with connexion.creation._nodb_cursor() as curseur:
        curseur.execute(f'CREATE DATABASE "{nom}" TEMPLATE "{modele}"')


def verser_postgresql(connexion, adresse: str) -> None:
    """The migrated database into the empty one of this address, on another server: without what laid it, a minute of processor."""
    source = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{_postgresql(connexion.creation, MIGREE)}").geturl()
    lu = subprocess.run(["pg_dump", "--no-owner", source], stdout=subprocess.PIPE, check=True).stdout
    ecrire = ["psql", "--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--output", os.devnull, adresse]
    subprocess.run(ecrire, input=lu, check=True)


def poser(connexion) -> None:
    """Create the test database of this process, the cast in it, and turn the connection to it."""
    from django.conf import settings

    creation = connexion.creation
    if connexion.vendor == "postgresql":
        connexion.settings_dict["TEST"]["TEMPLATE"] = _postgresql(creation, DISTRIBUTION)
    creation._create_test_db(verbosity=0, autoclobber=True, keepdb=False)
    connexion.close()
    nom = creation._get_test_db_name()
    settings.DATABASES[connexion.alias]["NAME"] = connexion.settings_dict["NAME"] = nom
    connexion.ensure_connection()
    if connexion.vendor == "sqlite":
        _verser(connexion)


def reposer(connexion) -> None:
    """The test database as `poser` made it, after a test that committed: emptying it and calling the cast again takes half a second."""
    if connexion.vendor == "sqlite":
        connexion.ensure_connection()
        _verser(connexion)
        return
    connexion.close()
    nom, modele = connexion.settings_dict["NAME"], connexion.settings_dict["TEST"]["TEMPLATE"]
    with connexion.creation._nodb_cursor() as curseur:
        curseur.execute(f'DROP DATABASE "{nom}" WITH (FORCE)')
        curseur.execute(f'CREATE DATABASE "{nom}" TEMPLATE "{modele}"')


def _verser(connexion) -> None:
    with closing(sqlite3.connect(_sqlite(DISTRIBUTION) / BASE)) as source:
        source.backup(connexion.connection)


def preparer(*, demonstration: bool) -> None:
    """Make what is missing: before any test, whose time is counted."""
    if os.environ.get("ENT_TEST_REEL"):
        from django.db import connection

        _postgresql(connection.creation, DISTRIBUTION)
    else:
        _sqlite(DISTRIBUTION)
    if demonstration:
        _sqlite(DEMONSTRATION)


@contextmanager
def _verrou(nom: str) -> Iterator[None]:
    """Processes of one run, and of two runs of one copy of the code, lay one model."""
    DOSSIER.mkdir(parents=True, exist_ok=True)
    with (DOSSIER / f"{nom}.verrou").open("w") as fichier:
        fcntl.flock(fichier, fcntl.LOCK_EX)
        yield


def _fabriquer(genre: str, environnement: dict[str, str]) -> None:
    commande, reglages = RECETTES[genre]
    sans = ("DATABASE_URL", "REDIS_URL", "ENT_TEST_REEL", "ENT_PRODUCTION", "PYTEST_XDIST_WORKER")
    propre = {cle: v for cle, v in os.environ.items() if cle not in sans}
    fini = subprocess.run(
        [sys.executable, *commande],
        cwd=RACINE,
        capture_output=True,
        text=True,
        check=False,
        env=propre | environnement | {"DJANGO_SETTINGS_MODULE": reglages},
    )
    assert fini.returncode == 0, fini.stderr[-3000:]


def _sqlite(genre: str) -> Path:
    """Folder of this model, made if it is not there: aside, under another name, so that it is never seen half made."""
    modele = DOSSIER / f"{genre}-{empreinte(genre)}"
    with _verrou(genre):
        if not modele.exists():
            with tempfile.TemporaryDirectory(prefix="en-cours-", dir=DOSSIER) as atelier:
                var = Path(atelier) / genre
                if not _emprunter(modele.name, var):
                    var.mkdir()
                    if genre != MIGREE:
                        copier(var)
                    _fabriquer(genre, {"ENT_VAR": str(var)})
                if genre == MIGREE:
                    for cle in var.glob("cle_*"):
                        cle.unlink()  # each installation draws its own
                for ancien in DOSSIER.glob(f"{genre}-*"):
                    shutil.rmtree(ancien)
                var.rename(modele)
    return modele


def _emprunter(nom: str, var: Path) -> bool:
    """From another worktree of the same repository, which made it of the same code."""
    arbres = subprocess.run(
        ["git", "worktree", "list", "--porcelain"], cwd=RACINE, capture_output=True, text=True, check=False
    ).stdout
    for arbre in re.findall(r"^worktree (.+)$", arbres, re.MULTILINE):
        with suppress(OSError, shutil.Error):  # taken away meanwhile
            shutil.copytree(Path(arbre) / "var" / "modeles" / nom, var)
            return True
        shutil.rmtree(var, ignore_errors=True)
    return False


def _postgresql(creation, genre: str) -> str:
    """Name of the database that is this model, made if it is not there."""
    base = urlsplit(os.environ["DATABASE_URL"])
    prefixe = f"{base.path[1:]}_{COPIE}_{genre}_"
    modele, atelier = prefixe + empreinte(genre), prefixe + "en_cours"
    with _verrou(f"{prefixe}postgresql"), creation._nodb_cursor() as curseur:
        curseur.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefixe])
        presents = [nom for (nom,) in curseur.fetchall()]
        if modele not in presents:
            for ancien in presents:
                curseur.execute(f'DROP DATABASE "{ancien}"')
            parent = "template1" if genre == MIGREE else _postgresql(creation, MIGREE)
            curseur.execute(f'CREATE DATABASE "{atelier}" TEMPLATE "{parent}"')
            with tempfile.TemporaryDirectory(prefix="ent-modele-") as var:
                url = base._replace(path=f"/{atelier}").geturl()
                _fabriquer(genre, {"DATABASE_URL": url, "ENT_VAR": var, "ENT_TEST_REEL": "1"})
            curseur.execute(f'ALTER DATABASE "{atelier}" RENAME TO "{modele}"')
    return modele


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.reglages")
    import django

    django.setup()
    preparer(demonstration="--demonstration" in sys.argv)
