"""`make test`: the linters beside the whole suite on SQLite and in-memory channels, then on PostgreSQL and Redis.

The second run plays what a database can change, and what is not played before for that (tests/seconde_base.py); `make test-entier` plays all twice, and
`make test ROOM=messagerie` one room alone, without a browser. A few tests of the browser that failed are played once more, alone, and named
whatever comes of it (decision 0169). What cannot run here is said in one line. With ENT_SANS_SAUT=1
(`.ci/run`) anything missing is an error. A run that does not end is stopped, and says which tests were running.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests import retrait, veille
from tests.exploitation.place import CONSTRUIRE
from tests.navigateur.chromium import PAQUETS, installe

RACINE = Path(__file__).resolve().parent.parent
SANS_SAUT = bool(os.environ.get("ENT_SANS_SAUT"))
BIN = Path(sys.executable).parent
# Seconds for one run of the suite: twice what it takes, for a machine that is slow that day. A test that hangs has a bound of its own.
DUREE_MAX = int(os.environ.get("ENT_TESTS_DUREE_MAX", 70 * 60))
PYTEST = [
    sys.executable,
    "-m",
    "pytest",
    "-q",
    "-n",
    "2",
    "--dist",
    "loadfile",
    "--no-loadscope-reorder",
    "--max-worker-restart",
    "1",
    "--durations",
    "10",
    "--durations-min",
    "1",
]
# A test of the browser that failed beside others is judged alone: not more of them, since that many are no mood of a machine.
REJOUES_MAX = 3
# Of Debian's fonts-noto-core: without it Tamil is a row of boxes, and French is as wide as the machine's own letters are.
LETTRES = Path("/usr/share/fonts/truetype/noto/NotoSansTamil-Regular.ttf")
GABARITS = ("ent", "cahier_de_textes", "messagerie", "pages", "config")


def dire(commande: tuple[str, ...]) -> str:
    return " ".join(["·", *(c.rpartition("/")[2] if c.startswith(str(BIN)) else c for c in commande)])


def duree(secondes: float) -> str:
    return f"{int(secondes) // 60} min {int(secondes) % 60:02} s"


class Phases:
    """What was done and how long it took, said in one line at the end, whatever the end."""

    def __init__(self) -> None:
        self.depart = time.monotonic()
        self.faites: list[str] = []

    @contextlib.contextmanager
    def phase(self, nom: str):
        depart = time.monotonic()
        try:
            yield
        finally:
            self.noter(nom, time.monotonic() - depart)

    def noter(self, nom: str, secondes: float) -> None:
        self.faites.append(f"{nom} {duree(secondes)}")
        print(f"— {self.faites[-1]}", flush=True)

    def dire(self) -> None:
        print(f"\nDurées : {' ; '.join(self.faites)} ; en tout {duree(time.monotonic() - self.depart)}.", flush=True)


class Relectures(threading.Thread):
    """The linters, beside the suite: they fill what a browser leaves of two cores. A fault stops everything."""

    def __init__(self, *dossiers: str) -> None:
        super().__init__(daemon=True)
        python, gabarits = dossiers or (".",), dossiers or GABARITS
        self.commandes = [
            (f"{BIN}/ruff", "check", "--quiet", *python),
            (f"{BIN}/ruff", "format", "--check", "--quiet", *python),
            (f"{BIN}/djlint", "--lint", "--quiet", *(d for d in gabarits if not d.startswith("tests"))),
        ]
        if not dossiers:
            self.commandes.append((f"{BIN}/mypy", "--config-file", "pyproject.toml"))
        self.dite = ""
        self.secondes = 0.0

    def run(self) -> None:
        depart = time.monotonic()
        for commande in self.commandes:
            fini = subprocess.run(commande, cwd=RACINE, capture_output=True, text=True, check=False)
            if fini.returncode:
                self.dite = f"{dire(commande)}\n{fini.stdout}{fini.stderr}"
                break
        self.secondes = time.monotonic() - depart

    def conclure(self, phases: Phases) -> int:
        """Wait for the end, and say what was found."""
        self.join()
        phases.noter("relectures", self.secondes)
        if self.dite:
            print(f"\nUne relecture a trouvé une faute :\n{self.dite}", flush=True)
        return int(bool(self.dite))


def eprouver(*commande: str, relectures: Relectures | None = None, **environnement: str) -> int:
    """One run of the suite, bounded. It has a group of processes of its own: none of them (a server, a worker) outlives it."""
    print(dire(commande), flush=True)
    with tempfile.TemporaryDirectory(prefix="ent-veille-") as dossier:
        env = os.environ | environnement | {"ENT_VEILLE": dossier}
        suite = subprocess.Popen(commande, cwd=RACINE, env=env, start_new_session=True)
        limite = time.monotonic() + DUREE_MAX
        try:
            while time.monotonic() < limite:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    return suite.wait(timeout=1)
                if relectures and relectures.dite:
                    return 1
            print(f"\nLa suite n’est pas finie après {DUREE_MAX} s. En cours :", flush=True)
            print(veille.en_cours(Path(dossier)), flush=True)
            return 1
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(suite.pid, signal.SIGKILL)
            suite.wait()


def rejouer(issue: int, cache: Path) -> int:
    """What a busy machine made late and what is at fault both fail once; alone, the second fails again. `cache`: pytest's own, of the run."""
    gardes = cache / "v" / "cache" / "lastfailed"
    echecs = sorted(json.loads(gardes.read_text())) if issue == 1 and gardes.exists() else []
    if not 0 < len(echecs) <= REJOUES_MAX or any(not nom.startswith("tests/navigateur/") for nom in echecs):
        return issue
    print(f"\nRejoués seuls, après un échec à côté d’autres : {', '.join(echecs)}", flush=True)
    # In a process for each: a failure that needs what another one laid is not hidden by what is laid again.
    encore = [nom for nom in echecs if eprouver(sys.executable, "-m", "pytest", "-q", nom)]
    print(f"\nDeux échecs : {', '.join(encore)}" if encore else "\nAucun n’a échoué deux fois.", flush=True)
    return int(bool(encore))


def repond(port: int) -> bool:
    with socket.socket() as prise:
        prise.settimeout(1)
        return prise.connect_ex(("127.0.0.1", port)) == 0


def manque(phrase: str) -> None:
    print(f"Sauté : {phrase}", flush=True)
    if SANS_SAUT:
        sys.exit(f"Rien ne doit être sauté ici : {phrase}")


def chromium() -> str | None:
    """Path of the Chromium that drives most tests, installed first with the whole one when this runs as root on Debian, and with letters of
    every language: pages are measured in the same ones everywhere.
    """
    if installe() and installe(entier=True) and LETTRES.exists():
        return installe()
    if os.geteuid() == 0 and shutil.which("apt-get"):
        env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for apt in (
            ("apt-get", "update", "-qq"),
            ("apt-get", "install", "-y", "-qq", "--no-install-recommends", *PAQUETS, "fonts-noto-core"),
        ):
            print(dire(apt), flush=True)
            subprocess.run(apt, env=env, check=False)
    return installe() if installe(entier=True) else None


def salle(nom: str) -> list[str]:
    """Folders of a room and of its tests: « messagerie », « ent.annuaire » or « annuaire »."""
    chemin = nom.replace(".", "/").strip("/")
    for code in (chemin, f"ent/{chemin}", f"ent/services/{chemin}"):
        tests = f"tests/{code.removeprefix('ent/')}"
        if (RACINE / code).is_dir() and (RACINE / tests).is_dir():
            return [code, tests]
    connues = sorted(
        str(d.parent.relative_to(RACINE / "tests")).replace("/", ".")
        for d in (RACINE / "tests").rglob("__init__.py")
        if d.parent != RACINE / "tests"
        and any((RACINE / b / d.parent.relative_to(RACINE / "tests")).is_dir() for b in (".", "ent"))
    )
    sys.exit(f"Aucune salle ne s’appelle « {nom} ». Il y a : {', '.join(connues)}.")


def une_salle(nom: str, phases: Phases, var: str) -> int:
    code, tests = salle(nom)
    relectures = Relectures(code, tests)
    relectures.start()
    with phases.phase(nom):
        issue = eprouver(*PYTEST, "-m", "not navigateur", tests, relectures=relectures, ENT_VAR=var)
    return relectures.conclure(phases) or issue


class Bases(threading.Thread):
    """The databases that runs copy, made where they are missing (tests/modeles.py): those of one run while another goes on."""

    def __init__(self, *options: str, **environnement: str) -> None:
        super().__init__(daemon=True)
        self.options, self.environnement = options, environnement
        self.start()

    def run(self) -> None:
        """What fails here fails again, and is said, in the run that asks for it."""
        with tempfile.TemporaryDirectory(prefix="ent-bases-") as var:
            subprocess.run(
                [sys.executable, "-m", "tests.modeles", *self.options],
                cwd=RACINE,
                check=False,
                capture_output=True,
                env=os.environ | {"ENT_VAR": var} | self.environnement,
            )


def tout(phases: Phases, var: str, *, entier: str) -> int:
    relectures = Relectures()
    relectures.start()
    reels = repond(5432) and repond(6379)
    bases = [Bases("--demonstration"), *([Bases(ENT_TEST_REEL="1")] if reels else [])]
    marques: list[str] = []
    navigateur = chromium()
    if navigateur is None:
        manque("les tests du navigateur (il faut Chromium : apt install chromium-headless-shell chromium)")
        marques = ["-m", "not navigateur"]
    with phases.phase("bases"):
        bases[0].join()
    # The heavier run comes first; the closing line is the one on the real services.
    with phases.phase("SQLite et navigateur"):
        cache = Path(var) / "cache-pytest"
        issue = eprouver(
            *PYTEST,
            *marques,
            "-o",
            f"cache_dir={cache}",
            relectures=relectures,
            ENT_VAR=var,
            ENT_CHROMIUM=navigateur or "",
            ENT_ENTIER=entier,
            ENT_SECONDE_SUIT="1" if reels and not entier else "",
        )
        issue = rejouer(issue, cache)
    if fautes := relectures.conclure(phases) or issue or (entier and construire_image(phases)):
        return fautes
    if reels:
        bases[1].join()
        issue = sur_les_vrais_services(phases, var, entier=entier)
    else:
        manque("la même suite sur PostgreSQL et Redis (aucun ne répond sur localhost)")
    return issue or (sans_chaque_service(phases) if entier else 0)


def construire_image(phases: Phases) -> int:
    """The image that tests/exploitation/test_image.py runs: built by nobody's engine, as root, in minutes."""
    if os.geteuid() or not CONSTRUIRE.exists():
        manque("l’image (il faut être root, et ../shared/outils/construire-image.sh)")
        return 0
    with phases.phase("image"):
        return subprocess.run(["sh", str(CONSTRUIRE), "ent:essai"], cwd=RACINE, check=False).returncode


def sur_les_vrais_services(phases: Phases, var: str, *, entier: str) -> int:
    marque = "not navigateur" if entier else "not navigateur and not une_base"
    with phases.phase("PostgreSQL et Redis" if entier else "PostgreSQL et Redis, où ils peuvent changer quelque chose"):
        # Three processes: there, two fifths of the time is a wait for the server, for another process or for one that is killed.
        env = {"ENT_VAR": var, "ENT_TEST_REEL": "1", "ENT_ENTIER": entier, "ENT_SECONDE_SEULE": "" if entier else "1"}
        return eprouver(*PYTEST, "-n", "3", "-m", marque, **env)


def sans_chaque_service(phases: Phases) -> int:
    """The other rooms' tests, without each service in turn."""
    for service in retrait.services():
        with phases.phase(f"sans {service}"):
            if issue := eprouver(sys.executable, "-m", "tests.retrait", service):
                return issue
    return 0


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.lancer")
    options.add_argument("--lint", action="store_true", help="les relectures seules")
    options.add_argument("--entier", action="store_true", help="tout, sur les deux bases")
    options.add_argument("--salle", default="", help="une salle seule, sans navigateur")
    choix = options.parse_args()
    # Hundreds of processes start: each would compile this code again, and rewrite the assertions of every test.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    signal.signal(
        signal.SIGTERM, lambda *_dit: sys.exit(143)
    )  # asked to stop: what runs is stopped too, and not left behind
    phases = Phases()
    try:
        if choix.lint:
            relectures = Relectures()
            relectures.start()
            return relectures.conclure(phases)
        with tempfile.TemporaryDirectory(prefix="ent-tests-") as var:
            return (
                une_salle(choix.salle, phases, var)
                if choix.salle
                else tout(phases, var, entier="1" if choix.entier else "")
            )
    finally:
        phases.dire()


if __name__ == "__main__":
    sys.exit(main())
