"""A process killed while somebody goes out: services are all to be told or none is, and going out again tells them all."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests import modeles

RACINE = Path(__file__).resolve().parents[3]
ENTREE = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from config.demonstration.distribution import Distribution
from ent.services.tiers.actions import registre, sortie
from ent.services.tiers.models import ServiceTiers
d = Distribution()
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(d.mere.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = d.mere.get_session_auth_hash()
for n in range(2):
    adresse = f"https://service-{n}.exemple.fr/"
    champs = {"nom": f"Service {n}", "objet": "x", "protocole": "cas", "accueil": adresse, "adresses": adresse, "publics": "responsable"}
    service, _secret = registre.enregistrer_service(auteur=d.operateur, champs=champs)
    sortie.retenir(session=session, service=service, adresse=adresse, jeton=f"ST-{n}")
session.save()
open(settings.VAR / "cle", "w").write(session.session_key)
"""
# The second of two words is about to be written.
TUEE = """
import os, signal
from ent.services.tiers.actions import sortie
vraie, dits = sortie.differer, []
def mourir(*a, **o):
    dits.append(o)
    if len(dits) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    vraie(*a, **o)
sortie.differer = mourir
"""
SORTIR = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import get_user, logout
from django.http import HttpRequest
request = HttpRequest()
request.session = import_module(settings.SESSION_ENGINE).SessionStore(open(settings.VAR / "cle").read())
request.user = get_user(request)
assert request.user.is_authenticated
logout(request)
"""
A_DIRE = (
    "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE task_path = 'ent.services.tiers.taches.prevenir'"
)
SESSIONS = "SELECT count(*) FROM django_session"


def test_killed_while_going_out_nothing_is_half_told_and_going_out_again_tells_all(tmp_path):
    def gerer(code: str) -> int:
        sans = ("DATABASE_URL", "REDIS_URL", "ENT_TEST_REEL", "ENT_PRODUCTION")
        environnement = {k: v for k, v in os.environ.items() if k not in sans} | {
            "ENT_VAR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        commande = [sys.executable, "-W", "ignore", "manage.py", "shell", "--no-imports", "-c", code]
        fini = subprocess.run(commande, cwd=RACINE, env=environnement, capture_output=True, text=True, check=False)
        assert fini.returncode in (0, -signal.SIGKILL), fini.stderr
        return fini.returncode

    def compter(requete: str) -> int:
        with closing(sqlite3.connect(tmp_path / modeles.BASE)) as lien, lien:
            return lien.execute(requete).fetchone()[0]

    modeles.copier(tmp_path, modeles.DISTRIBUTION)
    gerer(ENTREE)
    avant = compter(SESSIONS)
    assert gerer(TUEE + SORTIR) == -signal.SIGKILL
    assert (compter(A_DIRE), compter(SESSIONS)) == (0, avant)
    assert gerer(SORTIR) == 0
    assert (compter(A_DIRE), compter(SESSIONS)) == (2, avant - 1)
