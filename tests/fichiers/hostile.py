"""A guardian whose checks are replaced by what a file that took its process would try: `python -m tests.fichiers.hostile`.

The gesture is the file's name. What it obtained is its refusal's sentence, in JSON: {attempt: "permis" or the name of the error}.
"""

import ctypes
import errno
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from ent.fichiers.controles import Preparation, Sortie
from ent.fichiers.sas import gardien


def essayer(**essais: Callable) -> dict[str, str]:
    dits = {}
    for nom, essai in essais.items():
        try:
            essai()
            dits[nom] = "permis"
        except OSError as erreur:
            dits[nom] = errno.errorcode.get(erreur.errno, str(erreur))
    return dits


def reseau(contenu) -> dict:
    return essayer(
        internet=lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
        datagramme=lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM),
        locale=lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM),
        paire=socket.socketpair,
        io_uring=lambda: appel(425, 8, 0),
    )


def appel(numero: int, *arguments: int) -> None:
    if ctypes.CDLL(None, use_errno=True).syscall(numero, *arguments) == -1:
        raise OSError(ctypes.get_errno(), "")


def secrets(contenu) -> dict:
    """The bytes of the file say the number of the site's process, and a file of its keys."""
    site, cle = contenu.read().decode().split()
    dits = essayer(
        environnement_du_site=lambda: os.open(f"/proc/{site}/environ", os.O_RDONLY),
        memoire_du_site=lambda: os.open(f"/proc/{site}/mem", os.O_RDONLY),
        du_gardien=lambda: os.open("/proc/self/environ", os.O_RDONLY),
        cles=lambda: os.open(cle, os.O_RDONLY),
        dossier=lambda: os.listdir("/"),
        attacher=lambda: appel(101, 16, int(site), 0, 0),  # ptrace
        lire_ailleurs=lambda: appel(310, int(site), 0, 0, 0, 0, 0),  # process_vm_readv
    )
    ici = " ".join(os.environ) + " ".join(sys.modules)
    return dits | {"noms": [n for n in ("DATABASE_URL", "SECRET", "ENT_CLE", "REDIS", "config.settings") if n in ici]}


def ailleurs(contenu) -> dict:
    site = int(contenu.read())
    return essayer(
        ecrire=lambda: os.open("/tmp/sas-hostile", os.O_CREAT | os.O_WRONLY),  # noqa: S108
        programme=lambda: subprocess.run(["/bin/true"], check=False),
        remplacer=lambda: os.execv("/bin/true", ["true"]),  # noqa: S606
        enfant=os.fork,
        tuer_le_site=lambda: os.kill(site, signal.SIGTERM),
        tuer_le_gardien=lambda: os.kill(os.getppid(), signal.SIGKILL),
        racine=lambda: os.setuid(0),
        plus_de_temps=lambda: appel(302, 0, 0, 0, 0),  # prlimit64
        sans_filtre=lambda: appel(157, 22, 0, 0, 0, 0),  # prctl
    ) | {"uid": os.getuid()}


def boucle(contenu) -> None:
    while True:
        pass


def dort(contenu) -> None:
    time.sleep(1000)


def gonfle(contenu) -> None:
    morceaux = []
    while True:
        morceaux.append(bytearray(50_000_000))


def remplit(contenu) -> dict:
    """All that it has open, until it is refused: its own output."""
    ecrits, morceau = 0, bytes(1 << 20)
    for prise in range(3, 20):
        try:
            while prise != contenu.file.fileno():
                ecrits += os.write(prise, morceau) if os.lseek(prise, 0, os.SEEK_CUR) >= 0 else 0
        except OSError:
            continue
    return {"ecrits": ecrits}


def meurt(contenu) -> None:
    ctypes.string_at(0)


def ment(contenu) -> Preparation:
    """A page in place of an image."""
    page = ContentFile(b"<script>alert(1)</script>")
    return Preparation("a.jpg", "image", "image/jpeg", "0", [Sortie("320", "image/webp", page, 1, 1)], 1, 1)


def ruse(contenu) -> Preparation:
    """A type that browsers run."""
    return Preparation("a.txt", "document", "text/html", "0", [Sortie("original", "text/html", contenu)])


def agir(contenu, nom: str):
    dit = globals()[nom.partition(".")[0]](contenu)
    if isinstance(dit, dict):
        raise ValidationError(json.dumps(dit))
    return dit


gardien.preparer = agir

if __name__ == "__main__":
    gardien.main(int(sys.argv[1]), json.loads(sys.argv[2]))
