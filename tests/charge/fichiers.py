"""Pages while ten hostile files are judged, beside the same pages alone, in turns; the worker of deferred tasks is on the same machine."""

import re
import subprocess
import sys
import threading
import time
from functools import partial

from .client import Mesure, charger, pages, requete
from .services import RACINE, gerer, gunicorn

CLIENTS, TOURS, SECONDES = 4, 4, 6.0
EN_ATTENTE = "from ent.fichiers.models import Fichier; print(Fichier.objects.filter(etat='controle').count())"
FILS = ("--threads", "4")  # as docker/demarrer


def mesurer(carnet, lieux, gens: dict, port: int) -> None:
    env = lieux.environnement("territoire")
    parents = [requete("GET", v["adresse"], v["cookies"]) for v in gens["parents"]]
    enseignant = gens["enseignants"][0]
    lieu = "classe:" + re.search(r"\d+", enseignant["adresse"])[0]
    ouvrier = subprocess.Popen([sys.executable, "manage.py", "ouvrier"], cwd=RACINE, env=env, stderr=subprocess.DEVNULL)
    with gunicorn("config.wsgi:application", port, env, *FILS):
        attaque = Attaque(port, enseignant["cookies"], lieu)
        fabrique = partial(pages, parents)
        charger(port, fabrique, CLIENTS, 3.0)
        seules, pendant = Mesure(), Mesure()
        for _tour in range(TOURS):
            seules += charger(port, fabrique, CLIENTS, SECONDES)
            with attaque:
                pendant += charger(port, fabrique, CLIENTS, SECONDES)
            while int(gerer(env, "shell", "--no-imports", "-c", EN_ATTENTE).split()[-1]):
                time.sleep(1)  # alone is alone: the worker has judged what no page waited for
        attaque.finir()
    ouvrier.terminate()
    ouvrier.wait(timeout=120)
    print(f"  fichiers hostiles : {attaque.dits}", flush=True)
    carnet.noter("pages_seules_p99", seules.centile(99), "ms")
    carnet.noter("pages_pendant_dix_fichiers_p99", pendant.centile(99), "ms")
    carnet.noter("pages_pendant_dix_fichiers_debit", pendant.debit / seules.debit, "×")
    carnet.noter("pages_pendant_dix_fichiers_ratio", pendant.centile(99) / seules.centile(99), "×", "≤ 1.3")


class Attaque:
    """In a process of its own, so that the client that measures waits for nothing: ten files, then ten more as soon as they are answered."""

    def __init__(self, port: int, cookies: str, lieu: str) -> None:
        commande = [sys.executable, "-m", "tests.charge.hostiles", str(port), cookies, lieu]
        self.processus = subprocess.Popen(
            commande, cwd=RACINE, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.processus.stdout.readline()
        self.dits: list[str] = []

    def __enter__(self) -> None:
        self.arret = threading.Event()
        self.fil = threading.Thread(target=self._insister)
        self.fil.start()

    def _insister(self) -> None:
        while not self.arret.is_set():
            self.processus.stdin.write("encore\n")
            self.processus.stdin.flush()
            self.dits.append(self.processus.stdout.readline().strip())

    def __exit__(self, *_erreur) -> None:
        self.arret.set()
        self.fil.join()

    def finir(self) -> None:
        self.processus.stdin.close()
        self.processus.wait(timeout=30)
