"""The guardian: `python -m ent.fichiers.sas.gardien`, a process without the site's secrets, which gives each file a process of its own.

It is started afresh, not forked: the memory of the site, its environment and its open files are not in it. It loads what reads files, once,
then each file takes a fork of it, locked before the first byte (`verrous`) and ended with the file: what a file made of its process, the
next one does not meet. Between both stands a second fork that reads nothing: it holds the clock, and kills.
"""

import gc
import json
import os
import pkgutil
import select
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from importlib import import_module

import django
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils import translation
from PIL import Image

from ..controles import preparer
from ..limites import MO, lisible
from . import recit, verrous

PRISES = 4  # of a demand: the link with who asks, the file, what is to be kept of it, what is said of it
MESSAGE_MAX = 1 << 16


def main(prise: int, reglages: dict) -> None:
    _charger(reglages)
    verrous.laisser_passer()
    verrous.se_deposseder()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who hold the clock
    gc.freeze()
    with socket.socket(fileno=prise) as demandes:
        while True:
            message, prises, *_reste = socket.recv_fds(demandes, MESSAGE_MAX, PRISES)
            if not message:  # the site is gone
                return
            if os.fork() == 0:
                demandes.close()
                _puis_finir(surveiller, json.loads(message), *prises)
            for une in prises:
                os.close(une)


def _puis_finir(fonction: Callable[..., None], *arguments) -> None:
    """In a fork: nothing of the guardian goes on in it."""
    try:
        fonction(*arguments)
    finally:
        os._exit(0)


def _charger(reglages: dict) -> None:
    """Everything that reading a file may import, and the words of refusals in each language: once locked, nothing is opened."""
    settings.configure(**reglages)
    django.setup()
    for paquet in ("encodings", "PIL", "pillow_heif", "pypdf", "tinytag"):
        for module in pkgutil.walk_packages(import_module(paquet).__path__, f"{paquet}."):
            try:
                import_module(module.name)
            except Exception:  # noqa: S112 (of another system, or of a library that is not there)
                continue
    Image.init()
    for langue, _nom in settings.LANGUAGES:
        with translation.override(langue):
            lisible(MO)


def surveiller(demande: dict, lien: int, entree: int, sortie: int, compte: int) -> None:
    """Read nothing, hold the clock: the process of the file ends by itself, at its time, or when nobody waits for it any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    bornes = verrous.Bornes(**demande["bornes"])
    pid = os.fork()
    if pid == 0:
        os.close(lien)
        _puis_finir(juger, demande["nom"], demande["langue"], bornes, entree, sortie, compte)
    for prise in (entree, sortie, compte):
        os.close(prise)
    fini = os.pidfd_open(pid)
    prets, _ecrire, _erreurs = select.select([fini, lien], [], [], bornes.mur)
    if fini not in prets:
        os.kill(pid, signal.SIGKILL)
    _pid, etat = os.waitpid(pid, 0)
    bilan = {"code": os.waitstatus_to_exitcode(etat), "a_temps": fini in prets}
    os.write(lien, json.dumps(bilan).encode())


def juger(nom: str, langue: str, bornes: verrous.Bornes, entree: int, sortie: int, compte: int) -> None:
    """In the process of the file. What it says is believed of no one: `recit.relire`."""
    dit: dict
    try:
        verrous.enfermer(bornes)
        with os.fdopen(entree, "rb") as brut, os.fdopen(sortie, "wb") as garde, translation.override(langue):
            contenu = File(brut, name=nom)
            dit = {"bon": recit.ecrire(preparer(contenu, nom), contenu, garde)}
    except ValidationError as refus:
        dit = {"refus": refus.messages[0]}
    except MemoryError:
        dit = {"trop": True}
    except verrous.PasEnferme as raison:
        dit = {"ouvert": str(raison)}
    except Exception:
        dit = {"panne": traceback.format_exc()[-4000:]}
    os.write(compte, json.dumps(dit).encode()[:MESSAGE_MAX])


if __name__ == "__main__":
    main(int(sys.argv[1]), json.loads(sys.argv[2]))
