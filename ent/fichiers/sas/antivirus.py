"""clamd, where the site has one: a file goes to it as it came, and its word is apart from ours (`INSTREAM`, clamd(8))."""

import logging
import socket
import struct
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files import File

from .verdict import SansVerdict

journal = logging.getLogger(__name__)
MORCEAU = 1 << 17


def trouve(contenu: File, *, limite: float) -> bool:
    """It knows something bad in this file. One that does not answer by `limite` (`time.monotonic`) has said nothing: `SansVerdict`."""
    try:
        reponse = _demander(contenu, limite)
    except (OSError, ValueError) as absent:
        journal.warning("L’antivirus ne répond pas : les fichiers attendent leur contrôle (%s).", absent)
        raise SansVerdict from absent
    if reponse.endswith(" FOUND"):
        journal.warning("L’antivirus a refusé un fichier : %s", reponse.removeprefix("stream: "))
        return True
    if reponse != "stream: OK":  # « INSTREAM size limit exceeded. ERROR »: StreamMaxLength is to be raised
        journal.error("L’antivirus n’a pas contrôlé un fichier, qui attend : %s", reponse)
        raise SansVerdict
    return False


def _demander(contenu: File, limite: float) -> str:
    contenu.seek(0)
    with _joindre(limite) as prise:
        prise.sendall(b"zINSTREAM\0")
        try:
            while morceau := contenu.read(MORCEAU):
                prise.settimeout(_reste(limite))
                prise.sendall(struct.pack(">I", len(morceau)) + morceau)
            prise.sendall(struct.pack(">I", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has heard enough: what it says of that is to be read
        reponse = b""
        while not reponse.endswith(b"\0"):
            prise.settimeout(_reste(limite))
            suite = prise.recv(4096)
            if not suite:
                raise ConnectionResetError("clamd closed before it answered")
            reponse += suite
    return reponse.rstrip(b"\0").decode("utf-8", "replace").strip()


def _reste(limite: float) -> float:
    return max(0.01, limite - time.monotonic())


def _joindre(limite: float) -> socket.socket:
    adresse = urlsplit(settings.ENT_ANTIVIRUS)
    if adresse.scheme == "tcp":
        return socket.create_connection((adresse.hostname, adresse.port or 3310), timeout=_reste(limite))
    prise = socket.socket(socket.AF_UNIX)
    prise.settimeout(_reste(limite))
    try:
        prise.connect(adresse.path)
    except OSError:
        prise.close()
        raise
    return prise
