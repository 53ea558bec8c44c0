"""Pages while ten hostile files are judged, beside the same pages alone, in turns; the worker of deferred tasks is on the same machine."""

import re
import subprocess
import sys
import threading
from functools import partial

from .client import Mesure, charger, pages, requete
from .services import RACINE, gunicorn

CLIENTS, TOURS, SECONDES = 4, 4, 4.0
FILS = ("--threads", "4")  # as docker/gunicorn.py


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
            for _fois in range(3):
                seules += charger(port, fabrique, CLIENTS, SECONDES)
            jugement = attaque.commencer()
            while jugement.is_alive():
                pendant += charger(port, fabrique, CLIENTS, SECONDES)
        attaque.finir()
    ouvrier.terminate()
    ouvrier.wait(timeout=120)
    print(f"  fichiers hostiles : {attaque.dits}", flush=True)
    carnet.noter("pages_seules_p99", seules.centile(99), "ms")
    carnet.noter("pages_pendant_dix_fichiers_p99", pendant.centile(99), "ms")
    carnet.noter("pages_pendant_dix_fichiers_debit", pendant.debit / seules.debit, "×")
    carnet.noter("pages_pendant_dix_fichiers_ratio", pendant.centile(99) / seules.centile(99), "×", "≤ 1.3")


class Attaque:
    """In a process of its own, so that the client that measures waits for nothing."""

    def __init__(self, port: int, cookies: str, lieu: str) -> None:
        commande = [sys.executable, "-m", "tests.charge.hostiles", str(port), cookies, lieu]
        self.processus = subprocess.Popen(
            commande, cwd=RACINE, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.processus.stdout.readline()
        self.dits: list[str] = []

    def commencer(self) -> threading.Thread:
        """Alive until the last of ten is judged."""
        fil = threading.Thread(target=self._dix)
        fil.start()
        return fil

    def _dix(self) -> None:
        self.processus.stdin.write("dix\n")
        self.processus.stdin.flush()
        self.dits.append(self.processus.stdout.readline().strip())

    def finir(self) -> None:
        self.processus.stdin.close()
        self.processus.wait(timeout=30)
