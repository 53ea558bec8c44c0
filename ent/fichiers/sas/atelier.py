"""The site's side of the wall: hand a file over, wait for what is said of it, no longer than one can."""

import atexit
import fcntl
import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from ent.socle.francais import langue_de_base

from ..controles.commun import Preparation, nettoyer_nom, refus
from . import recit
from .verdict import SansVerdict
from .verrous import Bornes

journal = logging.getLogger(__name__)

ARRETS = (-signal.SIGKILL, -signal.SIGXCPU)  # by the kernel: its processor or its memory is spent
PAS = 0.05  # seconds between two looks for a place
RACINE = Path(__file__).resolve().parents[3]


class Atelier:
    """The guardian of this process of the site, started when it is first needed, and again if it died."""

    def __init__(self, *commande: str, bornes: Bornes | None = None) -> None:
        self.commande = commande or ("-m", "ent.fichiers.sas.gardien")
        self.bornes = bornes or Bornes()
        self.verrou = threading.Lock()
        self.demandes: socket.socket | None = None
        self.gardien: subprocess.Popen | None = None
        self.attente = threading.Semaphore()  # one thread at most waits for a place: the others have pages to serve
        self.pid = 0  # of who started it: a fork of the site starts its own

    def ouvrir(self) -> socket.socket:
        with self.verrou:
            if self.demandes is None or self.pid != os.getpid():
                self._demarrer()
            return self.demandes

    def _demarrer(self) -> None:
        reglages = {nom: getattr(settings, nom) for nom in ("LANGUAGE_CODE", "LANGUAGES")}
        reglages |= {"LOCALE_PATHS": [str(chemin) for chemin in settings.LOCALE_PATHS], "USE_I18N": True}
        self.demandes, leur = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with leur:
            # Nothing of our environment: no key, no address of a database.
            self.gardien = subprocess.Popen(  # noqa: S603 (our own module)
                [sys.executable, "-E", "-s", *self.commande, str(leur.fileno()), json.dumps(reglages)],
                cwd=RACINE,
                env={"LANG": "C.UTF-8", "PATH": os.defpath},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[leur.fileno()],
                start_new_session=True,  # `verrous.laisser_passer`
            )
        self.pid = os.getpid()

    def fermer(self) -> None:
        """Who reads files ends with who asks: the guardian sees its socket close."""
        with self.verrou:
            if self.demandes is not None:
                self.demandes.close()
            if self.gardien is not None and self.pid == os.getpid():
                self.gardien.wait(timeout=10)
            self.demandes = self.gardien = None

    def _confier(self, demande: dict, prises: list[int]) -> None:
        message = json.dumps(demande).encode()
        for _essai in range(2):
            try:
                socket.send_fds(self.ouvrir(), [message], prises)
            except OSError:  # the guardian died
                self.fermer()
            else:
                return
        raise SansVerdict

    def juger(self, contenu: File, nom: str, *, limite: float) -> Preparation:
        """What `controles.preparer` says of a file, said from behind the wall by `limite` (`time.monotonic`); else `SansVerdict`."""
        garde = tempfile.NamedTemporaryFile()  # noqa: SIM115 (a film is stored from it, and closes it)
        try:
            with self._place(limite), _lecture_seule(contenu) as entree:
                fin, dit = self._attendre(nom, entree, garde, limite)
            prepare = self._lire(fin, dit, contenu, garde, nom)
        except BaseException:
            garde.close()
            raise
        if not any(sortie.contenu.file is garde for sortie in prepare.sorties):
            garde.close()
        contenu.seek(0)
        return prepare

    @contextmanager
    def _place(self, limite: float) -> Iterator[None]:
        """One of the places of this machine, whichever process of the site asks: a lock that a killed process lets go."""
        place = _prendre_une_place()
        if place is None and self.attente.acquire(blocking=False):
            try:
                while place is None and time.monotonic() + PAS < limite:
                    time.sleep(PAS)
                    place = _prendre_une_place()
            finally:
                self.attente.release()
        if place is None:
            raise SansVerdict
        with place:
            yield

    def _attendre(self, nom: str, entree: IO[bytes], garde: IO[bytes], limite: float) -> tuple[dict, dict]:
        """How the process of the file ended, and what it said. When we wait no more, our end closes and it is killed."""
        lit, ecrit = os.pipe()
        ici, leur = socket.socketpair()
        with os.fdopen(lit, "rb") as compte, ici:
            with leur, os.fdopen(ecrit, "wb") as dernier:
                demande = {"nom": nom, "langue": langue_de_base(), "bornes": self.bornes.en_dict()}
                self._confier(demande, [leur.fileno(), entree.fileno(), garde.fileno(), dernier.fileno()])
            ici.settimeout(max(PAS, limite - time.monotonic()))
            try:
                bilan = ici.recv(4096)
            except OSError as trop_tard:
                raise SansVerdict from trop_tard
            if not bilan:  # the guardian died with it
                raise SansVerdict
            os.set_blocking(lit, False)
            try:
                return json.loads(bilan), json.loads(compte.read() or b"{}")
            except ValueError:
                return json.loads(bilan), {}

    def _lire(self, fin: dict, dit: dict, contenu: File, garde: IO[bytes], nom: str) -> Preparation:
        propre = nettoyer_nom(nom)
        if "ouvert" in dit:
            journal.critical("Les fichiers ne sont pas contrôlés : %s.", dit["ouvert"])
            raise SansVerdict
        if not fin["a_temps"]:
            raise SansVerdict(du_fichier=True)
        if "refus" in dit:
            raise ValidationError(str(dit["refus"])[:1000], code="fichier")
        if "bon" in dit and fin["code"] == 0:
            try:
                garde.seek(0)
                return recit.relire(dit["bon"], contenu, garde, nom)
            except (TypeError, KeyError, ValueError, AttributeError):
                journal.exception("Un fichier a fait dire à son contrôle ce qu’aucun ne dit.")
        elif "trop" in dit or fin["code"] in ARRETS:
            raise refus(propre, trop_de_travail())
        else:
            journal.error("Le contrôle d’un fichier s’est arrêté (%s) : %s", fin["code"], dit.get("panne", ""))
        raise refus(propre, _("ce fichier est abîmé, ou n’est pas ce qu’il dit. Il faut l’enregistrer de nouveau."))


def trop_de_travail() -> str:
    return _(
        "ce fichier demande trop de travail pour être contrôlé. Il faut en enregistrer un plus simple, ou plus petit."
    )


def _prendre_une_place() -> IO | None:
    dossier = settings.VAR / "sas"
    dossier.mkdir(mode=0o700, parents=True, exist_ok=True)
    for rang in range(settings.ENT_CONTROLES):
        place = open(dossier / str(rang), "w")  # noqa: SIM115 (closed with the file that takes it)
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            place.close()
        else:
            return place
    return None


@contextmanager
def _lecture_seule(contenu: File) -> Iterator[IO[bytes]]:
    """The file, opened anew: whoever receives it cannot write in ours, nor move us in it."""
    contenu.seek(0)
    if chemin := getattr(contenu, "temporary_file_path", None):
        with open(chemin(), "rb") as lu:
            yield lu
        return
    with tempfile.TemporaryFile() as copie:
        shutil.copyfileobj(contenu, copie)
        copie.flush()
        with open(f"/proc/self/fd/{copie.fileno()}", "rb") as lu:
            yield lu


ATELIER = Atelier()
atexit.register(ATELIER.fermer)
