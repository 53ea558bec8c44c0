"""A worker killed for good (SIGKILL) in the middle of an archive of schools: a real process, a database on disk. What each school says is true afterwards."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.urls import reverse

from ent.annuaire.codes import lettre_uai
from ent.services.onde import depots, territoire
from ent.services.onde.models import ImportOnde, ImportTerritoire
from tests import modeles

from .exports import TITRES_ELEVES, eleve, texte
from .test_commandes import archive

RACINE = Path(__file__).resolve().parents[3]
NEUFS = [
    eleve("NEUF", f"Zoé{n}", ine=f"27990000{n}AA", niveau="CP", classe="CP Neuf", identifiant="970") for n in range(3)
]
MOYENS = [
    eleve("PETIT", f"Léo{n}", ine=f"27991000{n}AA", niveau="MS", classe="Petits", identifiant="971") for n in range(2)
]
A_DIX_HEURES = """
import json, os, signal, sys
import django, time_machine, datetime as dt
django.setup()
time_machine.travel(dt.datetime.fromisoformat("2026-11-24T10:00:00+01:00") + dt.timedelta(minutes={}), tick=False).start()
from config.demonstration.distribution import Distribution
from ent.diffusion.ouvrier import faire_ce_qui_attend
from ent.services.onde import depots, executer
from ent.services.onde.models import ImportTerritoire
d = Distribution()
"""
TUEE = """
from django.core.management import call_command
for uai in sys.argv[2:]:
    call_command("creer_etablissement", uai, nom="École", nature="primaire", commune="78621")
depots.deposer_territoire(auteur=d.operateur, nom="t.zip", contenu=open(sys.argv[1], "rb").read())
faire_ce_qui_attend()
depots.demander_territoire(depot=ImportTerritoire.objects.get())
vraie, faites = executer._Execution.liens, []
def mourir(self):
    vraie(self)
    faites.append(self)
    if len(faites) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
executer._Execution.liens = mourir
faire_ce_qui_attend()
"""
REPRISE = """
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.conftest import ouvrir_une_session
client = Client()
client.cookies[settings.SESSION_COOKIE_NAME] = ouvrir_une_session(d.operateur)
depot = ImportTerritoire.objects.get()
page = client.get(reverse("annuaire_territoire_import", args=[depot.pk])).content.decode()
client.post(reverse("annuaire_territoire_reprendre", args=[depot.pk]))
faire_ce_qui_attend()
fini = ImportTerritoire.objects.get()
print(json.dumps([page, fini.etat, {e["uai"]: e["comptes"]["eleves_crees"] for e in fini.bilan["ecoles"]}, list(fini.bilan)]))
"""


@pytest.fixture
def gerer(tmp_path):
    def lance(code: str, minutes: int, *arguments: str) -> subprocess.CompletedProcess:
        sans = ("DATABASE_URL", "REDIS_URL", "ENT_TEST_REEL", "ENT_PRODUCTION")
        propre = {nom: valeur for nom, valeur in os.environ.items() if nom not in sans}
        ici = {
            "ENT_VAR": str(tmp_path / "var"),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "ENT_DOMAINES": "testserver",
        }
        commande = [sys.executable, "-W", "ignore", "-c", A_DIX_HEURES.format(minutes) + code, *arguments]
        return subprocess.run(commande, cwd=RACINE, env=propre | ici, capture_output=True, text=True, check=False)

    return lance


def test_killed_between_two_schools_the_page_says_so_and_what_was_done_is_told(gerer, tmp_path):
    (tmp_path / "var").mkdir()
    modeles.copier(tmp_path / "var", modeles.DISTRIBUTION)
    un, deux = (numero + lettre_uai(numero) for numero in ("0780769", "0780770"))
    dedans = {f"{un}/e.csv": texte(TITRES_ELEVES, NEUFS), f"{deux}/e.csv": texte(TITRES_ELEVES, MOYENS)}
    tuee = gerer(TUEE, 0, archive(tmp_path, **dedans), un, deux)
    assert tuee.returncode == -signal.SIGKILL, tuee.stderr
    reprise = gerer(REPRISE, 5)
    assert reprise.returncode == 0, reprise.stderr
    page, etat, crees, dits = json.loads(reprise.stdout.splitlines()[-1])
    assert "Le travail ne donne plus de nouvelles." in page
    assert "1 école est écrite, en entier" in page
    assert (etat, crees, dits) == ("applique", {un: 3, deux: 2}, ["ecoles", "remarques"])


def test_one_that_is_read_or_applied_is_asked_for_again_once_it_is_silent(d, entrer, mardi, horloge, monkeypatch):
    client, demandes = entrer(d.operateur), []
    monkeypatch.setattr(depots, "_differer", lambda _tache, **arguments: demandes.append(arguments["import_id"]))
    for etat, dit in [("lecture", "Rien n’a été écrit"), ("en_cours", "0 école")]:
        depot = ImportTerritoire.objects.create(
            auteur=d.operateur, nom="t.zip", contenu=b"", etat=etat, demande_le=mardi
        )
        page, relancer = (reverse(f"annuaire_territoire_{nom}", args=[depot.pk]) for nom in ("import", "reprendre"))
        horloge(mardi + dt.timedelta(seconds=50))
        assert "Relancer" not in client.get(page).text
        assert client.post(relancer).status_code == 302
        assert depot.pk not in demandes
        horloge(mardi + dt.timedelta(seconds=70))
        assert dit in client.get(page).text
        assert [client.post(relancer).status_code for _fois in range(2)] == [302, 302]
        assert demandes.count(depot.pk) == 1
        assert "Relancer" not in client.get(page).text
    ImportTerritoire.objects.update(etat="applique")
    horloge(mardi + dt.timedelta(seconds=140))
    assert client.post(relancer).status_code == 302
    assert len(demandes) == 2


def test_one_that_is_given_up_while_it_is_read_stays_so(d, mardi, monkeypatch):
    """Its files are erased already: a plan that nothing can apply any more would be proposed."""
    depot = ImportTerritoire.objects.create(auteur=d.operateur, nom="t.zip", contenu=b"x", demande_le=mardi)

    def abandonnee(**_dits) -> dict:
        assert depots.abandonner_territoire(depot=depot)
        return {"ecoles": [{"uai": d.elementaire.uai, "nom": "École", "comptes": {}}], "remarques": []}

    monkeypatch.setattr(territoire, "traiter", abandonnee)
    depots.traiter_territoire(import_id=depot.pk)
    depot.refresh_from_db()
    assert (depot.etat, depot.bilan, bytes(depot.contenu)) == ("abandonne", {}, b"")


def test_what_is_left_of_two_passes_is_told_once_and_what_was_done_adds_up(ecole, mardi, tmp_path):
    eleves = [eleve("NEUF", "Zoé", ine="279900000AA", niveau="ZZ", classe="CP Neuf", identifiant="970")]
    octets = Path(archive(tmp_path, **{f"{ecole.uai}/e.csv": texte(TITRES_ELEVES, eleves)})).read_bytes()
    faites: dict[str, dict] = {}
    for _passage in range(2):
        dit = territoire.traiter(nom="t.zip", contenu=octets, appliquer=True, retenir=territoire.ajoute_a(faites))
    comptes = dit["ecoles"][0]["comptes"]
    assert (comptes["eleves_crees"], comptes["classes_creees"], comptes["niveaux_a_preciser"]) == (1, 1, 1)


# --- One school -------------------------------------------------------------------------------------------------------
def test_an_import_that_went_silent_is_given_up_and_is_not_applied_afterwards(ecole, directeur, entrer, mardi, horloge):
    """Whoever dropped the wrong file may drop the right one: the first is not written over it half an hour later."""
    client = entrer(directeur)
    depot = ImportOnde.objects.create(etablissement=ecole, auteur=directeur, etat="en_cours", demande_le=mardi)
    deposer = reverse("annuaire_import", args=[ecole.uai])
    plan, annuler = (reverse(f"annuaire_import_{nom}", args=[ecole.uai, depot.pk]) for nom in ("plan", "abandonner"))
    page = client.get(deposer).text
    assert "Un import s’applique déjà. En déposer un autre ne l’annule pas." in page
    assert "En déposer un autre l’annule." not in page
    assert "n’était plus à annuler" in client.post(annuler, follow=True).text
    horloge(mardi + dt.timedelta(seconds=70))
    assert "Annuler l’import" in client.get(plan).text
    assert "L’import est annulé : rien n’a changé" in client.post(annuler, follow=True).text
    depots.appliquer(import_id=depot.pk)
    depot.refresh_from_db()
    assert (depot.etat, depot.bilan) == ("abandonne", {})
