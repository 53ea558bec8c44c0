"""`importer_onde`, `importer_zip`, `creer_etablissement`: what they print, what they answer, and what a kill leaves."""

import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from ent.annuaire.models import Classe, Etablissement, Inscription, Personne, Responsabilite
from ent.services.onde.models import FicheOnde, LigneEnAttente
from tests import modeles

from .exports import TITRES_ELEVES, TITRES_RESPONSABLES, eleve, responsable, texte

RACINE = Path(__file__).resolve().parents[3]
ELEVES = [
    eleve("MARTIN", "Adèle", ine="270000001AA", classe="CP A", identifiant="501"),
    eleve("BENALI", "Nour", ine="270000003AA", ne="02/03/2016", niveau="CM2", classe="CM2", identifiant="502"),
    eleve("FAUX", "Date", ne="31/02/2019"),
]
RESPONSABLES = [
    responsable("Mme", "MARTIN", "Aline", ("MARTIN", "Adèle")),
    responsable("M.", "SOW", "Omar", ("SOW", "Personne")),
]


@pytest.fixture
def fichiers(tmp_path) -> list[str]:
    (tmp_path / "eleves.csv").write_bytes(texte(TITRES_ELEVES, ELEVES))
    (tmp_path / "responsables.csv").write_bytes(texte(TITRES_RESPONSABLES, RESPONSABLES))
    return [str(tmp_path / "eleves.csv"), str(tmp_path / "responsables.csv")]


def lancer(commande: str, *arguments: str) -> tuple[int, str, str]:
    sortie, erreurs = io.StringIO(), io.StringIO()
    statut = 0
    try:
        call_command(commande, *arguments, stdout=sortie, stderr=erreurs)
    except SystemExit as fin:
        statut = fin.code
    return statut, sortie.getvalue(), erreurs.getvalue()


COMPTES = {
    "classes_creees": 2, "eleves_crees": 2, "eleves_modifies": 0, "eleves_partis": 0, "responsables_crees": 1,
    "liens_crees": 1, "a_resoudre": 1, "rejets": 1, "ignores": 0,
}  # fmt: skip


def test_without_appliquer_the_plan_is_printed_and_nothing_is_written(ecole, fichiers):
    statut, sortie, _erreurs = lancer("importer_onde", ecole.uai, *fichiers)
    assert statut == 0
    assert Inscription.objects.filter(classe__etablissement=ecole).count() == 0
    lignes = sortie.splitlines()
    assert lignes[:4] == [
        f"École des Marronniers ({ecole.uai}), 2026-2027", "", "eleves.csv : élèves, 3 lignes", "responsables.csv : responsables, 2 lignes",
    ]  # fmt: skip
    assert "  ligne 3 · M. Omar Sow → « Sow Personne ». Aucun élève de l’école ne porte ce nom." in lignes
    assert (
        "  eleves.csv, ligne 4 · Date Faux · 31/02/2019 · Cette date de naissance n’existe pas. Corriger dans ONDE."
        in lignes
    )
    assert "     2  élèves créés" in lignes
    assert "     1  responsable créé" in lignes
    assert lignes[-1] == "Rien n’est écrit. Ajoutez --appliquer pour écrire ce plan."
    _statut, sortie, _erreurs = lancer("importer_onde", ecole.uai, *fichiers, "--appliquer")
    assert sortie.splitlines()[-1] == "Tout est écrit."
    _statut, sortie, _erreurs = lancer("importer_onde", ecole.uai, *fichiers, "--appliquer")
    assert sortie.splitlines()[-1] == "Rien à changer : l’annuaire dit déjà ce que disent ces fichiers."


def test_json_gives_the_counts_then_the_details_without_any_ine(ecole, fichiers):
    statut, sortie, _erreurs = lancer("importer_onde", ecole.uai, *fichiers, "--json")
    contenu = json.loads(sortie)
    assert (statut, {nom: contenu[nom] for nom in COMPTES}) == (0, COMPTES)
    assert contenu["details"]["eleves_crees"][0] == {
        "fichier": "eleves.csv", "ligne": 2, "nom": "Martin", "prenom": "Adèle", "classe": "CP A", "niveau": "CP",
    }  # fmt: skip
    assert "270000001AA" not in sortie


def test_appliquer_writes_and_the_second_run_is_empty(ecole, fichiers):
    statut, sortie, _erreurs = lancer("importer_onde", ecole.uai, *fichiers, "--appliquer", "--json")
    contenu = json.loads(sortie)
    assert (statut, {nom: contenu[nom] for nom in COMPTES}) == (0, COMPTES)
    assert Inscription.objects.filter(classe__etablissement=ecole, fin=None).count() == 2
    contenu = json.loads(lancer("importer_onde", ecole.uai, *fichiers, "--json")[1])
    assert {nom: contenu[nom] for nom in COMPTES if contenu[nom]} == {"rejets": 1}


def test_an_unreadable_file_gives_2_with_file_line_and_reason(ecole, fichiers, tmp_path):
    mauvais = tmp_path / "virgules.csv"
    mauvais.write_bytes(TITRES_ELEVES.replace(";", ",").encode())
    raison = (
        "Les colonnes sont séparées par des virgules au lieu de points-virgules. Déposez le .csv tel qu’ONDE l’a donné."
    )
    assert lancer("importer_onde", ecole.uai, fichiers[0], str(mauvais), "--appliquer") == (
        2,
        "",
        f"virgules.csv, ligne 1 : {raison}\n",
    )
    statut, sortie, _erreurs = lancer("importer_onde", ecole.uai, fichiers[0], str(mauvais), "--appliquer", "--json")
    assert (statut, json.loads(sortie)) == (2, {"erreur": {"fichier": "virgules.csv", "ligne": 1, "raison": raison}})
    assert Inscription.objects.filter(classe__etablissement=ecole).count() == 0


def test_a_200_mb_file_is_refused_by_its_size(ecole, tmp_path):
    geant = tmp_path / "geant.csv"
    with geant.open("wb") as flux:
        flux.truncate(200 * 1024 * 1024)
    statut, sortie, _erreurs = lancer("importer_onde", ecole.uai, str(geant), "--json")
    assert (statut, json.loads(sortie)["erreur"]["raison"]) == (
        2,
        "Ce fichier pèse 200 Mo. Un export ONDE en pèse moins de 1 : ce n’est sans doute pas le bon fichier.",
    )


def test_an_absent_file_and_an_unknown_school_say_what_to_do(ecole, tmp_path, fichiers):
    statut, _sortie, erreurs = lancer("importer_onde", ecole.uai, str(tmp_path / "rien.csv"))
    assert (statut, erreurs) == (2, f"{tmp_path / 'rien.csv'} : Ce fichier n’existe pas.\n")
    statut, _sortie, erreurs = lancer("importer_onde", "0780769M", fichiers[0])
    assert (statut, erreurs.split(" --nom")[0]) == (
        2,
        "Aucune école n’a l’UAI 0780769M. Créez-la d’abord : manage.py creer_etablissement 0780769M",
    )
    statut, _sortie, erreurs = lancer("importer_onde", "0780769A", fichiers[0])
    assert (statut, erreurs) == (2, "La lettre de l’UAI 0780769A devrait être M : un chiffre est sans doute faux.\n")


def test_a_school_is_created_in_a_commune_of_the_territory(db):
    options = ["--nom", "École Jean-Macé", "--nature", "elementaire", "--commune"]
    lancer("creer_etablissement", "0780769M", *options, "78621", "--circonscription", "Trappes")
    ecole = Etablissement.objects.get(uai="0780769M")
    assert (ecole.nom, ecole.commune.nom, ecole.circonscription) == ("École Jean-Macé", "Trappes", "Trappes")
    with pytest.raises(CommandError, match="Le code de commune 75056 n’est pas du territoire"):
        lancer("creer_etablissement", "0781511U", *options, "75056")


# --- ZIP --------------------------------------------------------------------------------------------------------------
def archive(tmp_path, **entrees: bytes) -> str:
    chemin = tmp_path / "territoire.zip"
    with zipfile.ZipFile(chemin, "w", zipfile.ZIP_DEFLATED) as zf:
        for nom, contenu in entrees.items():
            zf.writestr(nom, contenu)
    return str(chemin)


def test_a_zip_imports_each_school_by_itself_and_a_bad_one_stops_nobody(ecole, autre_ecole, tmp_path):
    chemin = archive(tmp_path, **{
        f"exports/{ecole.uai}/CSVExtraction.csv": texte(TITRES_ELEVES, ELEVES),
        f"exports/{ecole.uai}/CSVExtraction-2.csv": texte(TITRES_RESPONSABLES, RESPONSABLES),
        f"exports/{autre_ecole.uai}/eleves.csv": b"n'importe quoi",
        "exports/0780769M/eleves.csv": texte(TITRES_ELEVES, ELEVES),
        "exports/Cerisiers/eleves.csv": texte(TITRES_ELEVES, ELEVES),
        "../../etc/passwd": b"x",
        "__MACOSX/exports/x.csv": b"x",
    })  # fmt: skip
    statut, sortie, _erreurs = lancer("importer_zip", chemin, "--appliquer", "--json")
    contenu = json.loads(sortie)
    assert (statut, {nom: contenu[nom] for nom in COMPTES}) == (0, COMPTES)
    assert [(e["uai"], e.get("erreur", "")) for e in contenu["ecoles"]] == [
        ("0780769M", "Cette école n’existe pas encore dans l’annuaire : ouvrez-la dans « Établissements »."),
        (ecole.uai, ""),
        (
            autre_ecole.uai,
            "eleves.csv, ligne 1 : Les titres de colonnes ne sont pas ceux d’un export ONDE. "
            "On attend par exemple « Nom élève » et « Prénom élève ».",
        ),
    ]
    assert contenu["remarques"] == [
        "exports/Cerisiers/eleves.csv : Un UAI a sept chiffres et une lettre, par exemple 0780769M.",
        "../../etc/passwd : ce chemin sort de l’archive.",
    ]
    assert "Adèle" not in sortie
    assert Inscription.objects.filter(classe__etablissement=ecole, fin=None).count() == 2


def test_a_zip_that_swells_is_not_opened(ecole, tmp_path):
    chemin = archive(tmp_path, **{f"{ecole.uai}/a.csv": b"0" * 19_000_000})
    contenu = json.loads(lancer("importer_zip", chemin, "--json")[1])
    assert contenu["remarques"] == [f"{ecole.uai}/a.csv : ce fichier se déplie de façon suspecte."]
    chemin = archive(tmp_path, **{f"{ecole.uai}/{n}.csv": b"0" * 19_000_000 for n in range(30)})
    assert json.loads(lancer("importer_zip", chemin, "--json")[1])["erreur"]["raison"] == (
        "Une fois dépliée, l’archive serait trop grosse. Elle n’a pas été ouverte."
    )


def test_what_is_not_a_zip_gives_2(db, tmp_path):
    (tmp_path / "faux.zip").write_bytes(b"PK\x03\x04 pas vraiment")
    assert lancer("importer_zip", str(tmp_path / "faux.zip")) == (
        2,
        "",
        "faux.zip : Ce fichier n’est pas une archive ZIP, ou il est abîmé.\n",
    )


# --- killed in the middle ---------------------------------------------------------------------------------------------
LANCEUR = """
import os, signal, sys
import django
django.setup()
from ent.services.onde import executer
from django.core.management import call_command
vraie = executer._Execution.liens
def mourir(self):
    vraie(self)
    os.kill(os.getpid(), signal.SIGKILL)
executer._Execution.liens = mourir
call_command("creer_etablissement", "0780769M", nom="École", nature="elementaire", commune="78621")
call_command("importer_onde", *sys.argv[1:])
"""
COMPTES_DE = [m._meta.db_table for m in (Personne, Classe, Inscription, Responsabilite, FicheOnde, LigneEnAttente)]
TUE = (-signal.SIGKILL, [0] * 6, [3, 2, 2, 1, 3, 1])


def _environnement(tmp_path, base: str) -> dict:
    propre = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL", "ENT_VAR")}
    return (
        propre
        | {"ENT_VAR": str(tmp_path / "var"), "DJANGO_SETTINGS_MODULE": "config.settings"}
        | ({"DATABASE_URL": base} if base else {})
    )


def _compter(lien) -> list[int]:
    curseur = lien.cursor()
    return [curseur.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in COMPTES_DE]  # noqa: S608


def _tuer_puis_compter(tmp_path, fichiers, base: str, ouvrir) -> tuple[int, list[int], list[int]]:
    """Exit status of a killed import, then what the database holds, after it and after a whole one."""

    def lancer_python(*arguments: str):
        demande = [sys.executable, *arguments, "0780769M", *fichiers, "--appliquer"]
        return subprocess.run(demande, cwd=RACINE, env=_environnement(tmp_path, base), capture_output=True, check=False)

    tue = lancer_python("-c", LANCEUR)
    with closing(ouvrir()) as lien:
        apres_la_mort = _compter(lien)
    entier = lancer_python("manage.py", "importer_onde")
    assert entier.returncode == 0, entier.stderr.decode()
    with closing(ouvrir()) as lien:
        return tue.returncode, apres_la_mort, _compter(lien)


def test_killed_in_the_middle_nothing_changed(tmp_path, fichiers):
    modeles.copier(tmp_path / "var")
    assert _tuer_puis_compter(tmp_path, fichiers, "", lambda: sqlite3.connect(tmp_path / "var" / modeles.BASE)) == TUE


@pytest.mark.reel
@pytest.mark.skipif(not os.environ.get("ENT_TEST_REEL"), reason="ENT_TEST_REEL asks for PostgreSQL")
def test_killed_in_the_middle_nothing_changed_on_postgresql(db, tmp_path, fichiers):
    import psycopg

    serveur = os.environ["DATABASE_URL"].rpartition("/")[0]
    base = f"ent_test_{uuid.uuid4().hex[:12]}"
    modeles.copier_postgresql(connection, base)
    try:
        adresse = f"{serveur}/{base}"
        assert _tuer_puis_compter(tmp_path, fichiers, adresse, lambda: psycopg.connect(adresse)) == TUE
    finally:
        time.sleep(0.2)
        with psycopg.connect(f"{serveur}/postgres", autocommit=True) as connexion:
            connexion.execute(f"DROP DATABASE IF EXISTS {base} WITH (FORCE)")


def test_an_error_in_the_middle_changes_nothing(ecole, fichiers, monkeypatch):
    from ent.services.onde import executer

    avant = Personne.objects.count()

    def casser(self) -> None:
        raise RuntimeError("cut")

    monkeypatch.setattr(executer._Execution, "fiches", casser)
    with pytest.raises(RuntimeError):
        call_command("importer_onde", ecole.uai, *fichiers, "--appliquer")
    assert Personne.objects.count() == avant
    assert ecole.classes.count() == 0
