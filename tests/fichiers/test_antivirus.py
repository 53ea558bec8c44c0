"""The antivirus has its own word, and its silence lets nothing pass. The peer speaks the protocol of clamd; clamd itself is asked where it is
installed.
"""

import shutil
import socket
import struct
import subprocess
import threading
import time

import pytest
from django.core.exceptions import ValidationError

from ent.fichiers import sas
from ent.fichiers.models import Fichier
from tests.fichiers.fabriques import photo, televerse
from tests.fichiers.test_views import envoyer

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PHRASE = "« eicar.txt » : l’antivirus y a trouvé un danger. Il ne faut ni l’ouvrir ni l’envoyer, et prévenir l’école."


class Pair(threading.Thread):
    """INSTREAM as clamd answers it: each connection hears one file, then says what it found."""

    def __init__(self, limite: int = 1 << 30) -> None:
        super().__init__(daemon=True)
        self.limite, self.recus = limite, []
        self.ecoute = socket.create_server(("127.0.0.1", 0))
        self.adresse = f"tcp://127.0.0.1:{self.ecoute.getsockname()[1]}"

    def run(self) -> None:
        while True:
            try:
                prise, _de = self.ecoute.accept()
            except OSError:
                return
            with prise, prise.makefile("rb") as flux:
                assert flux.read(10) == b"zINSTREAM\0"
                recu = b""
                while (taille := struct.unpack(">I", flux.read(4))[0]) and len(recu) <= self.limite:
                    recu += flux.read(taille)
                self.recus.append(recu)
                dit = b"stream: Eicar-Test-Signature FOUND" if EICAR in recu else b"stream: OK"
                prise.sendall((b"INSTREAM size limit exceeded. ERROR" if len(recu) > self.limite else dit) + b"\0")

    def finir(self) -> None:
        self.ecoute.shutdown(socket.SHUT_RDWR)
        self.ecoute.close()
        self.join(timeout=10)


@pytest.fixture
def pair(settings):
    un = Pair()
    un.start()
    settings.ENT_ANTIVIRUS = un.adresse
    yield un
    un.finir()


@pytest.fixture(params=["pair", *(["clamd"] if shutil.which("clamd") else [])])
def antivirus(request, settings, tmp_path):
    """The peer, and clamd with one signature written by hand, on a socket of this test."""
    if request.param == "pair":
        request.getfixturevalue("pair")
        yield
        return
    base = tmp_path / "signatures"
    base.mkdir()
    (base / "essai.ndb").write_text(f"Essai.Eicar:0:*:{EICAR.hex()}\n")
    prise = tmp_path / "clamd.sock"
    reglages = tmp_path / "clamd.conf"
    reglages.write_text(f"LocalSocket {prise}\nDatabaseDirectory {base}\nForeground yes\nStreamMaxLength 100M\n")
    demon = subprocess.Popen(["clamd", "--config-file", str(reglages)], stdout=subprocess.DEVNULL)
    settings.ENT_ANTIVIRUS = f"unix://{prise}"
    for _essai in range(200):
        if prise.exists():
            break
        time.sleep(0.1)
    yield
    demon.terminate()
    demon.wait(timeout=20)


def test_what_it_knows_is_refused_and_the_rest_passes(antivirus):
    with pytest.raises(ValidationError) as refus:
        sas.juger(televerse("eicar.txt", EICAR), "eicar.txt", attente=30)
    assert refus.value.messages == [PHRASE]
    assert sas.juger(televerse("a.jpg", photo(3000, 2000)), "a.jpg", attente=30).nature == "image"


def test_it_hears_the_file_as_it_came(pair):
    octets = photo(1200, 800)
    sas.juger(televerse("a.jpg", octets), "a.jpg", attente=30)
    assert pair.recus == [octets]


def test_a_deposit_that_it_refuses_is_not_kept(pair, d, entrer, objets):
    reponse = envoyer(entrer(d.enseignante), d, EICAR, "eicar.txt")
    assert (reponse.status_code, reponse.json()) == (422, {"erreur": PHRASE})
    assert (Fichier.objects.count(), objets()) == (0, [])


@pytest.mark.parametrize("absent", ["tcp://127.0.0.1:9", "unix:///nulle/part/clamd.sock"])
def test_when_it_is_away_nothing_passes(absent, settings):
    settings.ENT_ANTIVIRUS = absent
    with pytest.raises(sas.SansVerdict):
        sas.juger(televerse("a.jpg", photo()), "a.jpg", attente=5)


def test_what_it_did_not_hear_whole_does_not_pass(settings, caplog):
    court = Pair(limite=1000)
    court.start()
    settings.ENT_ANTIVIRUS = court.adresse
    with pytest.raises(sas.SansVerdict):
        sas.juger(televerse("a.jpg", photo(1200, 800)), "a.jpg", attente=10)
    assert "size limit exceeded" in caplog.text
    court.finir()
