"""`make test`: the linters, then the whole suite on SQLite and in-memory channels, then on PostgreSQL and Redis.

What cannot run here is said in one line. With ENT_SANS_SAUT=1 (`.ci/run`) anything missing is an error. A run that does not
end is stopped, and says which tests were running.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import veille

RACINE = Path(__file__).resolve().parent.parent
SANS_SAUT = bool(os.environ.get("ENT_SANS_SAUT"))
BIN = Path(sys.executable).parent
DUREE_MAX = int(os.environ.get("ENT_TESTS_DUREE_MAX", 25 * 60))  # seconds for one run of the suite


def annoncer(commande: tuple[str, ...]) -> None:
    print("·", " ".join(c.rpartition("/")[2] if c.startswith(str(BIN)) else c for c in commande), flush=True)


def executer(*commande: str, **environnement: str) -> int:
    annoncer(commande)
    return subprocess.run(commande, cwd=RACINE, env=os.environ | environnement, check=False).returncode


def eprouver(*commande: str, **environnement: str) -> int:
    """One run of the suite, bounded. It has a group of processes of its own: none of them (a server, a worker) outlives it."""
    annoncer(commande)
    with tempfile.TemporaryDirectory(prefix="ent-veille-") as dossier:
        env = os.environ | environnement | {"ENT_VEILLE": dossier}
        suite = subprocess.Popen(commande, cwd=RACINE, env=env, start_new_session=True)
        try:
            return suite.wait(timeout=DUREE_MAX)
        except subprocess.TimeoutExpired:
            print(f"\nLa suite n’est pas finie après {DUREE_MAX} s. En cours :", flush=True)
            print(veille.en_cours(Path(dossier)), flush=True)
            return 1
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(suite.pid, signal.SIGKILL)
            suite.wait()


def repond(port: int) -> bool:
    with socket.socket() as prise:
        prise.settimeout(1)
        return prise.connect_ex(("127.0.0.1", port)) == 0


def manque(phrase: str) -> None:
    print(f"Sauté : {phrase}", flush=True)
    if SANS_SAUT:
        sys.exit(f"Rien ne doit être sauté ici : {phrase}")


def chromium() -> str | None:
    """Path of a Chromium, installed first when this runs as root on Debian."""
    for nom in ("chromium", "chromium-browser", "google-chrome"):
        if chemin := shutil.which(nom):
            return chemin
    if os.geteuid() == 0 and shutil.which("apt-get"):
        installer = {"DEBIAN_FRONTEND": "noninteractive"}
        executer("apt-get", "update", "-qq", **installer)
        executer(
            "apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-core", **installer
        )
        return shutil.which("chromium")
    return None


def linters() -> int:
    bin_ = str(BIN)
    return (
        executer(f"{bin_}/ruff", "check", "--quiet", ".")
        or executer(f"{bin_}/ruff", "format", "--check", "--quiet", ".")
        or executer(f"{bin_}/djlint", "--lint", "--quiet", "ent", "cahier_de_textes", "messagerie", "pages", "config")
        or executer(f"{bin_}/mypy", "--config-file", "pyproject.toml")
    )


def main() -> int:
    if code := linters():
        return code
    if "--lint" in sys.argv:
        return 0
    pytest = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    pytest += ["--max-worker-restart", "1"]
    with tempfile.TemporaryDirectory(prefix="ent-tests-") as var:
        marques: list[str] = []
        navigateur = chromium()
        if navigateur is None:
            manque("les tests du navigateur (il faut Chromium : apt install chromium)")
            marques = ["-m", "not navigateur"]
        # The heavier run comes first; the closing line is the one on the real services.
        if code := eprouver(*pytest, *marques, ENT_VAR=var, ENT_CHROMIUM=navigateur or ""):
            return code
        if not (repond(5432) and repond(6379)):
            manque("la même suite sur PostgreSQL et Redis (aucun ne répond sur localhost)")
            return 0
        return eprouver(*pytest, "-m", "not navigateur", ENT_VAR=var, ENT_TEST_REEL="1")


if __name__ == "__main__":
    sys.exit(main())
