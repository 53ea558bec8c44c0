"""A real server (daphne, SQLite, the demonstration) and a real Chromium."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop running in this thread
RACINE = Path(__file__).resolve().parent.parent.parent
CAPTURES = Path(os.environ.get("ENT_CAPTURES", "")) if os.environ.get("ENT_CAPTURES") else None
TAILLES = {"telephone": (390, 844), "tablette": (1024, 768), "bureau": (1280, 800)}


class Serveur:
    """The product, running for real on a port of this machine."""

    def __init__(self, var: Path) -> None:
        with socket.socket() as prise:
            prise.bind(("127.0.0.1", 0))
            self.port = prise.getsockname()[1]
        self.adresse = f"http://127.0.0.1:{self.port}"
        self.environnement = {
            **{cle: v for cle, v in os.environ.items() if cle not in ("DATABASE_URL", "REDIS_URL", "ENT_TEST_REEL")},
            "ENT_VAR": str(var),
            "ENT_TACHES_DANS_LE_SERVEUR": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        self.processus: subprocess.Popen | None = None

    def gerer(self, *arguments: str) -> str:
        """Run a management command on the server's database and give what it printed."""
        fini = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=RACINE, env=self.environnement, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert fini.returncode == 0, fini.stderr
        return fini.stdout

    def lire(self, expression: str):
        """Evaluate an expression over the server's database; `d` is the cast."""
        code = (
            "import json; from config.demonstration.distribution import Distribution; "
            f"from ent.annuaire.models import *; d = Distribution(); print('→' + json.dumps({expression}, default=str))"
        )
        return json.loads(self.gerer("shell", "--no-imports", "-c", code).rpartition("→")[2])

    def faire(self, code: str) -> None:
        """Run statements over the server's database; `d` is the cast."""
        self.gerer(
            "shell",
            "--no-imports",
            "-c",
            f"from config.demonstration.distribution import Distribution\nd = Distribution()\n{code}",
        )

    def demarrer(self) -> None:
        self.processus = subprocess.Popen(
            [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(self.port), "--verbosity", "0", "config.asgi:application"],
            cwd=RACINE, env=self.environnement,
        )  # fmt: skip
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{self.adresse}/hors-ligne/", timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("The server did not start in 20 s.")

    def arreter(self) -> None:
        if self.processus:
            self.processus.send_signal(signal.SIGTERM)
            self.processus.wait(timeout=10)
            self.processus = None


@pytest.fixture(scope="session")
def serveur(tmp_path_factory):
    s = Serveur(tmp_path_factory.mktemp("serveur"))
    s.gerer("migrate", "--verbosity", "0")
    s.gerer("semer_demonstration")
    # The clock is the machine's: quiet hours are tested on a held clock, and lifted here.
    s.faire(
        "from ent.annuaire.models import Etablissement\n"
        "import datetime as dt\n"
        "Etablissement.objects.update(calme_debut=dt.time(0), calme_fin=dt.time(0), calme_week_end=False)"
    )
    s.demarrer()
    yield s
    s.arreter()


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        navigateur = p.chromium.launch(
            executable_path=os.environ.get("ENT_CHROMIUM") or "/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield navigateur
        navigateur.close()


class Appareil:
    """One device of one person: its own cookies, its own size. Any error of the page's scripts fails the test."""

    def __init__(self, chromium, serveur: Serveur, taille: str, **options) -> None:
        largeur, hauteur = TAILLES[taille]
        self.serveur = serveur
        self.contexte = chromium.new_context(
            viewport={"width": largeur, "height": hauteur}, locale="fr-FR", timezone_id="Europe/Paris", **options
        )
        self.page = self.contexte.new_page()
        self.erreurs: list[str] = []
        self.page.on("pageerror", lambda e: self.erreurs.append(str(e)))
        self.page.on("console", self._console)

    def _console(self, message) -> None:
        # A refused answer or a cut network is the business of the test, not an error of the page.
        attendus = ("Failed to load resource", "WebSocket connection to")
        if message.type == "error" and not message.text.startswith(attendus):
            self.erreurs.append(message.text)

    def aller(self, chemin: str) -> None:
        self.page.goto(chemin if chemin.startswith("http") else self.serveur.adresse + chemin)

    def entrer(self, courriel: str, mot_de_passe: str = "Cerf-volant-2026") -> None:
        self.aller("/entrer/")
        self.page.locator("input[name=login]").fill(courriel)
        self.page.locator("input[name=password]").fill(mot_de_passe)
        self.page.get_by_role("button", name="Entrer", exact=True).click()
        self.page.wait_for_url(self.serveur.adresse + "/")

    def photographier(self, nom: str) -> None:
        if CAPTURES:
            CAPTURES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=CAPTURES / f"{nom}.png", full_page=False)


@pytest.fixture
def appareil(chromium, serveur):
    """``appareil("telephone")`` gives a new device."""
    ouverts: list[Appareil] = []

    def ouvrir(taille: str, **options) -> Appareil:
        ouverts.append(Appareil(chromium, serveur, taille, **options))
        return ouverts[-1]

    yield ouvrir
    for a in ouverts:
        a.contexte.close()
        assert a.erreurs == []
