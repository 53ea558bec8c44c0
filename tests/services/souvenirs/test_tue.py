"""A worker killed for good (SIGKILL) in the middle of a part: real processes, the real queue, a database on disk."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import modeles

RACINE = Path(__file__).resolve().parents[3]
DECOR = """
from config.demonstration.distribution import Distribution
from ent.services.souvenirs import actions, lectures
from tests.cahier_de_textes.test_actions import donner
from tests.cahier_de_textes.test_remises import rendre
from tests.fichiers import fabriques
d = Distribution()
photos = [fabriques.televerse(f"{n}.jpg", fabriques.photo(400 + n)) for n in range(3)]
rendre(donner(d, est_a_rendre=True), d.eleve_cp, fichiers=photos)
actions.demander(eleve=d.eleve_cp, par=d.mere, contenu=lectures.contenu_de(d.mere, d.eleve_cp, "fr"))
"""
# One file a part; the second never ends.
TRAVAIL = """
import pathlib, time
from ent.diffusion.ouvrier import Ouvrier, reprendre_abandonnees
from ent.services.souvenirs import actions
actions.PART_FICHIERS = 1
vraie, parts = actions.ecrire_des_fichiers, []
def lente(*arguments):
    parts.append(1)
    if {lente} and len(parts) == 2:
        pathlib.Path({signe!r}).touch()
        time.sleep(120)
    return vraie(*arguments)
actions.ecrire_des_fichiers = lente
reprendre_abandonnees(worker_id="a")
for _n in range(12):
    Ouvrier(worker_id="a", batch=True).run()
"""
ETAT = """
import json
from ent.services.souvenirs import lectures
from ent.services.souvenirs.models import AlbumSouvenir
import io, zipfile
album = AlbumSouvenir.objects.get()
parts = list(album.parts.all())
mauvais = ""
if album.est_pret:
    mauvais = zipfile.ZipFile(io.BytesIO(b"".join(lectures.lire_album(parts, 0, album.octets)))).testzip()
print(json.dumps([album.etat, [p.cle for p in parts], mauvais]))
"""


@pytest.fixture
def python(tmp_path):
    """Run Python over the product's database, in a process of its own; `attendre=False` gives the process."""

    def faire(code: str, *, attendre: bool = True):
        sans = ("DATABASE_URL", "REDIS_URL", "ENT_TEST_REEL", "ENT_PRODUCTION")
        environnement = {k: v for k, v in os.environ.items() if k not in sans}
        environnement |= {"ENT_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
        commande = [sys.executable, "-W", "ignore", "manage.py", "shell", "--no-imports", "-c", code]
        if not attendre:
            return subprocess.Popen(commande, cwd=RACINE, env=environnement)
        fini = subprocess.run(commande, cwd=RACINE, env=environnement, capture_output=True, text=True, check=False)
        assert fini.returncode == 0, fini.stderr
        return fini.stdout.strip().rpartition("\n")[2]

    modeles.copier(tmp_path, modeles.DISTRIBUTION)
    return faire


@pytest.mark.timeout(240)
def test_killed_in_the_middle_of_a_part_another_goes_on_from_the_last(python, tmp_path):
    signe = tmp_path / "au-milieu"
    python(DECOR)
    ouvrier = python(TRAVAIL.format(lente=True, signe=str(signe)), attendre=False)
    try:
        fin = time.monotonic() + 90
        while not signe.exists():
            assert time.monotonic() < fin, "the worker never came to its second part"
            time.sleep(0.1)
    finally:
        ouvrier.send_signal(signal.SIGKILL)
        ouvrier.wait(10)
    etat, faites, _mauvais = json.loads(python(ETAT))
    assert (etat, len(faites)) == ("en_cours", 1)
    python(TRAVAIL.format(lente=False, signe=str(signe)))
    etat, parts, mauvais = json.loads(python(ETAT))
    assert (etat, mauvais) == ("pret", None)
    assert parts[0] == faites[0] and len(parts) > 3, "what was made is not made again"
