"""A worker killed for good (SIGKILL) in the middle of an e-mail: a real process, a real mail server, a database on disk."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests import modeles

RACINE = Path(__file__).resolve().parents[2]

# One e-mail to Nadia is due now, whatever the hour: quiet hours are tested on a held clock, and lifted here.
DECOR = """
import datetime as dt
from config.demonstration.distribution import Distribution
from ent.diffusion.actions import notifier
from ent.diffusion.models import Prevenance
from tests.etages import poser
d = Distribution()
poser({"calme.debut": dt.time(0), "calme.fin": dt.time(0), "calme.week_end": False})
Prevenance.objects.create(personne=d.mere, heure_resume=dt.time(0))
notifier(nature="essai", objet_id=1, etablissement=d.elementaire, textes={(d.mere.pk, None): "Une chose"}, adresse="/")
"""
# Ten minutes later, as the rows say it.
VIEILLIR = "UPDATE diffusion_envoi SET pris_le = datetime(pris_le, '-11 minutes')"
ETAT = "SELECT etat FROM diffusion_envoi"
PASSE = "from ent.diffusion import expedition; expedition.resumes()"


class Facteur(threading.Thread):
    """A mail server of few words. It falls silent at `silence` (« RCPT » or « . ») and counts the contents it was given."""

    def __init__(self, silence: str = "") -> None:
        super().__init__(daemon=True)
        self.silence, self.contenus = silence, 0
        self.muet = threading.Event()
        self.prise = socket.create_server(("127.0.0.1", 0))
        self.port = self.prise.getsockname()[1]

    def run(self) -> None:
        while True:
            try:
                client, _adresse = self.prise.accept()
            except OSError:
                return
            threading.Thread(target=self._servir, args=(client,), daemon=True).start()

    def _servir(self, client: socket.socket) -> None:
        with client, client.makefile("rwb") as fil:

            def dire(ligne: str) -> None:
                fil.write(f"{ligne}\r\n".encode())
                fil.flush()

            dire("220 facteur")
            dans_le_contenu = False
            for octets in fil:
                ligne = octets.decode().rstrip("\r\n")
                if dans_le_contenu and ligne != ".":
                    continue
                if ligne == ".":
                    dans_le_contenu = False
                    self.contenus += 1
                if self.silence and ligne.startswith(self.silence):
                    self.muet.set()
                    continue
                dans_le_contenu = ligne.upper() == "DATA"
                dire("354 va" if dans_le_contenu else "250 OK")


@pytest.fixture
def gerer(tmp_path):
    """Run Python over the product's database, in a process of its own; `attendre=False` gives the process."""

    def faire(code: str, facteur: Facteur | None = None, *, attendre: bool = True):
        sans = ("DATABASE_URL", "REDIS_URL", "ENT_TEST_REEL", "ENT_PRODUCTION")
        environnement = {k: v for k, v in os.environ.items() if k not in sans} | {
            "ENT_VAR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "EMAIL_URL": f"smtp://127.0.0.1:{facteur.port if facteur else 1}",
        }
        commande = [sys.executable, "-W", "ignore", "manage.py", "shell", "--no-imports", "-c", code]
        if not attendre:
            return subprocess.Popen(commande, cwd=RACINE, env=environnement)
        fini = subprocess.run(commande, cwd=RACINE, env=environnement, capture_output=True, text=True, check=False)
        assert fini.returncode == 0, fini.stderr
        return fini.stdout.strip().rpartition("\n")[2]

    modeles.copier(tmp_path, modeles.DISTRIBUTION)
    faire(DECOR)
    return faire


@pytest.fixture
def envois(tmp_path):
    """The rows of what is to leave: ``envois(ETAT)``, ``envois(VIEILLIR)``; read from without, as whoever looks at the disk would."""

    def faire(requete: str) -> list[str]:
        with closing(sqlite3.connect(tmp_path / modeles.BASE)) as lien, lien:
            return [etat for (etat,) in lien.execute(requete)]

    return faire


def tuer_quand_il_se_tait(gerer, facteur: Facteur) -> None:
    facteur.start()
    travailleur = gerer(PASSE, facteur, attendre=False)
    try:
        assert facteur.muet.wait(60), "the worker never came to the mail server"
        time.sleep(0.3)
    finally:
        travailleur.send_signal(signal.SIGKILL)
        travailleur.wait(10)


def test_killed_before_the_content_left_another_worker_sends_it(gerer, envois):
    avant = Facteur(silence="rcpt")
    tuer_quand_il_se_tait(gerer, avant)
    assert (avant.contenus, envois(ETAT)) == (0, ["en_cours"])
    apres = Facteur()
    apres.start()
    gerer(PASSE, apres)
    assert apres.contenus == 0  # it may be slow, not dead
    envois(VIEILLIR)
    gerer(PASSE, apres)
    assert (apres.contenus, envois(ETAT)) == (1, ["envoye"])


def test_killed_after_the_content_left_nobody_sends_it_again(gerer, envois):
    avant = Facteur(silence=".")
    tuer_quand_il_se_tait(gerer, avant)
    assert avant.contenus == 1
    envois(VIEILLIR)
    apres = Facteur()
    apres.start()
    gerer(PASSE, apres)
    gerer(PASSE, apres)
    assert (apres.contenus, envois(ETAT)) == (0, ["incertain"])
