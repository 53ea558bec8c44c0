"""A merger with company: who turns what at the same second, a process that dies for good, and who has a hand in it."""

import datetime as dt
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from ent.annuaire import actions
from ent.annuaire.models import EntreeJournal, Etablissement, Inscription, Passage, Role
from tests import modeles
from tests.annuaire.fusions import JUIN, RENTREE, declarer, plan_du

RACINE = Path(__file__).resolve().parents[2]


# --- Two people, two connections --------------------------------------------------------------------------------------
def ensemble(*gestes) -> list[str]:
    """Each in its thread, from one signal: what each says, « fait » when it was done."""
    depart, issues = threading.Barrier(len(gestes)), {}

    def jouer(rang: int, geste) -> None:
        try:
            depart.wait(20)
            geste()
            issues[rang] = "fait"
        except ValidationError as refus:
            issues[rang] = refus.messages[0]
        finally:
            connection.close()

    fils = [threading.Thread(target=jouer, args=une) for une in enumerate(gestes)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(60)
    return [issues[rang] for rang in range(len(gestes))]


@pytest.mark.reel
@pytest.mark.django_db(transaction=True)
def test_of_the_two_heads_of_two_schools_the_one_who_stays_turns_both(d, horloge):
    horloge(JUIN)
    fusion = declarer(d)
    horloge(RENTREE)
    plan = plan_du(d.elementaire)
    reste, finit = ensemble(
        lambda: actions.faire_le_passage(passage=plan, auteur=d.directrice),
        lambda: actions.faire_le_passage(passage=fusion, auteur=d.directrice_maternelle),
    )
    assert reste == "fait"
    assert "rejoint « École du Cerf-Volant »" in finit
    assert Etablissement.objects.get(pk=d.maternelle.pk).rejoint == d.elementaire
    assert Inscription.objects.filter(eleve=d.eleve_ms, fin=None).count() == 1


@pytest.mark.reel
@pytest.mark.django_db(transaction=True)
def test_taken_back_while_it_is_turned_both_are_whole_or_one_is(d, horloge):
    """Either the merger was taken back first, and each school turns its own year; or it is done, and taken back no more."""
    horloge(JUIN)
    fusion = declarer(d)
    horloge(RENTREE)
    plan = plan_du(d.elementaire)
    tourne, retire = ensemble(
        lambda: actions.faire_le_passage(passage=plan, auteur=d.directrice),
        lambda: actions.retirer_une_fusion(passage=fusion, auteur=d.operateur),
    )
    finie = Etablissement.objects.get(pk=d.maternelle.pk).fermee_le is not None
    assert (tourne == "fait") is (Passage.objects.get(pk=plan.pk).fait_le is not None)
    assert (retire == "fait") is not finie
    assert Inscription.objects.filter(eleve=d.eleve_ms, fin=None).count() == 1
    assert EntreeJournal.objects.filter(verbe="annuaire.rejoindre").count() == finie


@pytest.mark.reel
@pytest.mark.django_db(transaction=True)
def test_two_schools_that_would_join_each_other_at_the_same_second_one_does(d, horloge):
    """Locked in one order, whoever asks: neither waits for the other for ever."""
    horloge(JUIN)
    issues = ensemble(
        lambda: declarer(d, d.maternelle, d.elementaire), lambda: declarer(d, d.elementaire, d.maternelle)
    )
    assert sorted(issue == "fait" for issue in issues) == [False, True]
    assert Passage.objects.exclude(rejoint=None).count() == 1


# --- Killed -----------------------------------------------------------------------------------------------------------
A_L_HEURE = (
    "import time_machine, datetime as dt; time_machine.travel(dt.datetime.fromisoformat('{}'), tick=False).start()\n"
)
DECLARER = """
from config.demonstration.distribution import Distribution
from ent.annuaire import actions
from ent.annuaire.models import Passage
d = Distribution()
actions.declarer_une_fusion(etablissement=d.maternelle, rejoint=d.elementaire, auteur=d.operateur)
plan = Passage.objects.get(etablissement=d.elementaire)
actions.programmer_le_passage(passage=plan, jour=dt.date(2027, 8, 30), auteur=d.directrice)
"""
# The other school is closed already, in a transaction that never ends.
TUE = """
import os, signal
from ent.annuaire.actions import passages
vraie = passages.rejoindre
def mourir(**dits):
    vraie(**dits)
    os.kill(os.getpid(), signal.SIGKILL)
passages.rejoindre = mourir
passages.passer_les_ecoles()
"""
REPRENDRE = "from ent.annuaire.actions import passages; passages.passer_les_ecoles()"
ETAT = """
SELECT (SELECT count(*) FROM annuaire_passage WHERE fait_le IS NOT NULL),
  (SELECT count(*) FROM annuaire_etablissement WHERE fermee_le IS NOT NULL),
  (SELECT count(*) FROM annuaire_role r JOIN annuaire_etablissement e ON e.id = r.etablissement_id
   WHERE r.fin IS NULL AND e.uai LIKE '0789902%'),
  (SELECT count(*) FROM annuaire_classe c JOIN annuaire_anneescolaire a ON a.id = c.annee_id WHERE a.nom = '2027-2028')
"""


def test_killed_while_one_school_closes_both_are_whole_and_the_next_round_goes_on(tmp_path):
    def gerer(code: str, quand: dt.datetime) -> int:
        sans = ("DATABASE_URL", "REDIS_URL", "ENT_TEST_REEL", "ENT_PRODUCTION")
        environnement = {k: v for k, v in os.environ.items() if k not in sans} | {
            "ENT_VAR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        complet = A_L_HEURE.format(quand.isoformat()) + code
        commande = [sys.executable, "-W", "ignore", "manage.py", "shell", "--no-imports", "-c", complet]
        fini = subprocess.run(commande, cwd=RACINE, env=environnement, capture_output=True, text=True, check=False)
        assert fini.returncode in (0, -signal.SIGKILL), fini.stderr
        return fini.returncode

    def lire() -> tuple[int, int, int, int]:
        with closing(sqlite3.connect(tmp_path / modeles.BASE)) as lien, lien:
            return lien.execute(ETAT).fetchone()

    modeles.copier(tmp_path, modeles.DISTRIBUTION)
    gerer(DECLARER, JUIN)
    avant = lire()
    assert avant[2] > 0 and (avant[0], avant[1], avant[3]) == (0, 0, 0)
    assert gerer(TUE, RENTREE) == -signal.SIGKILL
    assert lire() == avant
    assert gerer(REPRENDRE, RENTREE) == 0
    faits, fermees, roles, classes = lire()
    assert (faits, fermees, roles) == (2, 1, 0)
    assert classes > 0


# --- Who has a hand in it ---------------------------------------------------------------------------------------------
def statut(client, adresse: str, donnees=None) -> int:
    return (client.get(adresse) if donnees is None else client.post(adresse, donnees)).status_code


def test_the_operator_reads_what_it_does_and_says_it(d, mardi, horloge, entrer):
    horloge(JUIN)
    client, adresse = entrer(d.operateur), f"/annuaire/ecoles/{d.maternelle.uai}/reunir/"
    assert adresse in client.get(f"/annuaire/ecoles/{d.maternelle.uai}/").text
    assert d.elementaire.nom in client.get(adresse).text
    assert d.college.nom not in client.get(adresse).text
    page = client.get(adresse + f"?avec={d.elementaire.uai}").text
    for dit in (
        "10 vont dans les classes",
        "Moyens (10)",
        "Odile Tissier",
        "Continue de diriger : Anne Quéméneur",
        "école primaire",
    ):
        assert dit in page
    assert "Belhadj" not in page
    assert "0 part" not in page
    assert "les accès qu’elles ont confiés finissent avec l’école" in page
    assert "qui peut venir le chercher suivent l’élève" in page
    assert not Passage.objects.exists()
    assert statut(client, adresse, {"avec": d.college.uai}) == 422
    assert statut(client, adresse, {"avec": d.elementaire.uai}) == 302
    assert Passage.objects.get(etablissement=d.maternelle).rejoint == d.elementaire
    assert "Retirer la fusion" in client.get(adresse).text
    assert statut(client, adresse, {"avec": d.elementaire.uai}) == 422
    assert statut(client, adresse + "retirer/", {}) == 302
    assert not Passage.objects.exclude(rejoint=None).exists()


def test_nobody_else_says_it_nor_takes_it_back(d, mardi, horloge, entrer):
    """Both heads, the référente of the commune, a teacher, a delegate, a parent: the page is not there."""
    horloge(JUIN)
    declarer(d)
    adresse = f"/annuaire/ecoles/{d.maternelle.uai}/reunir/"
    for qui in (d.directrice, d.directrice_maternelle, d.referente, d.enseignante, d.assistante, d.mere):
        client = entrer(qui)
        assert statut(client, adresse) == 404
        assert statut(client, adresse, {"avec": d.elementaire.uai}) == 404
        assert statut(client, adresse + "retirer/", {}) == 404
    assert Passage.objects.get(etablissement=d.maternelle).rejoint == d.elementaire


def test_both_directions_read_it_and_each_does_her_part(d, mardi, horloge, entrer):
    horloge(JUIN)
    fusion = declarer(d)
    elle, autre = entrer(d.directrice_maternelle), entrer(d.directrice)
    la, ici = f"/annuaire/{d.maternelle.uai}/", f"/annuaire/{d.elementaire.uai}/"
    assert "Votre école rejoint « École du Cerf-Volant »" in elle.get(la).text
    assert "« École Les Coquelicots » rejoint votre école" in autre.get(ici).text
    page = elle.get(la + "rentree/").text
    assert "Votre école en rejoint une autre" in page and "Lina-Maëlys Belhadj" in page
    assert "Kenza" not in page and "Inès" not in page  # pupils of the other school are none of hers
    page = autre.get(ici + "rentree/").text
    assert "Lina-Maëlys Belhadj" in page and "Mme Tissier" in page
    assert statut(elle, la + "rentree/qui-suit/", {"membre": [d.remplacant.pk]}) == 302
    assert set(fusion.suivent.all()) == {d.remplacant}
    # Her own plan is changed no more, and the other's is not hers.
    assert statut(elle, la + "rentree/faire/", {}) == 302
    assert Passage.objects.get(pk=fusion.pk).fait_le is None
    for geste in ("", "placer/", "faire/", "qui-suit/"):
        assert statut(elle, ici + "rentree/" + geste, {} if geste else None) == 404
        assert statut(autre, la + "rentree/" + geste, {} if geste else None) == 404
    assert elle.get(la + "rentree/listes.pdf").content[:4] == b"%PDF"
    assert statut(elle, ici + "rentree/listes.pdf") == 404


def test_a_third_school_has_no_hand_in_it(d, mardi, horloge, entrer):
    horloge(JUIN)
    declarer(d)
    Role.objects.create(personne=d.enseignant, nature="directeur", etablissement=d.college, debut=dt.date(2026, 9, 1))
    client = entrer(d.enseignant)
    for ecole in (d.maternelle, d.elementaire):
        assert statut(client, f"/annuaire/{ecole.uai}/rentree/") == 404
        assert statut(client, f"/annuaire/{ecole.uai}/rentree/qui-suit/", {"membre": [d.enseignant.pk]}) == 404
        assert statut(client, f"/annuaire/ecoles/{ecole.uai}/reunir/") == 404
