"""A turn with company: two classes of one level, a teacher who goes up with the class, two heads at once, a process that dies for good."""

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
from django.utils import timezone

from ent.annuaire import actions
from ent.annuaire.models import Affectation, Classe, EntreeJournal, Inscription, Personne, Role
from tests import modeles
from tests.annuaire.rentree import relu

RACINE = Path(__file__).resolve().parents[2]
PARIS = timezone.get_default_timezone()
JUIN = dt.datetime(2027, 6, 12, 10, tzinfo=PARIS)
RENTREE = dt.datetime(2027, 8, 30, 10, tzinfo=PARIS)


@pytest.fixture
def jumelles(d, mardi, horloge):
    """A second class of CP, of the other teacher, with half of the pupils; both are called by what they are."""
    autre = Classe.objects.create(etablissement=d.elementaire, annee=d.cp_ce1.annee, nom="CP bleu")
    Affectation.objects.create(enseignant=d.enseignant, classe=autre, debut=dt.date(2026, 9, 1))
    cp = Inscription.objects.filter(classe=d.cp_ce1, niveau="CP").order_by("pk")
    Inscription.objects.filter(pk__in=list(cp.values_list("pk", flat=True)[:7])).update(classe=autre)
    horloge(JUIN)
    return autre


def test_twin_classes_go_up_each_together_and_share_what_holds_their_level(d, jumelles):
    """Two classes of CP: the CE1 that there is takes the first, then what is least full takes the other; no class is cut in two by itself."""
    passage = actions.preparer_le_passage(etablissement=d.elementaire, auteur=d.directrice)
    vers = {}
    for place in passage.places.filter(niveau_actuel="CP").select_related("de", "vers"):
        vers.setdefault(place.de.nom, set()).add((place.vers.nom, place.niveau))
    assert {nom: len(ou) for nom, ou in vers.items()} == {"CP bleu": 1, "CP-CE1": 1}
    assert {niveau for ou in vers.values() for _nom, niveau in ou} == {"CE1"}


def test_two_classes_of_one_name_are_never_made(d, jumelles):
    passage = actions.preparer_le_passage(etablissement=d.elementaire, auteur=d.directrice)
    with pytest.raises(ValidationError, match="porte déjà ce nom"):
        actions.dire_une_classe(passage=passage, prevue=None, nom="CP bleu", enseignant=None, auteur=d.directrice)


def test_a_teacher_who_keeps_the_same_pupils_holds_them_and_last_year_too(d, mardi, horloge):
    horloge(JUIN)
    passage = actions.preparer_le_passage(etablissement=d.elementaire, auteur=d.directrice)
    suite = actions.dire_une_classe(
        passage=passage, prevue=None, nom="CE1-CE2", enseignant=d.enseignante, auteur=d.directrice
    )
    siens = list(passage.places.filter(de=d.cp_ce1).values_list("eleve", flat=True))
    actions.placer(passage=passage, eleves=siens, vers=suite, maintien=False, auteur=d.directrice)
    horloge(RENTREE)
    actions.faire_le_passage(passage=passage, auteur=d.directrice)
    classe = Classe.objects.get(etablissement=d.elementaire, nom="CE1-CE2")
    assert classe.pk in relu(d.enseignante).portee.classes_tenues
    assert relu(d.enseignante).autrefois.portee.classes_tenues == {d.cp_ce1.pk}
    assert set(Inscription.objects.filter(classe=classe, fin=None).values_list("eleve", flat=True)) == set(siens)


@pytest.mark.reel
@pytest.mark.django_db(transaction=True)
def test_of_two_heads_who_turn_at_the_same_second_one_does_and_the_other_reads_who(d, horloge):
    """Two threads, two connections: the second waits for the row of the school."""
    horloge(JUIN)
    Role.objects.create(
        personne=d.enseignant, nature="directeur", etablissement=d.elementaire, debut=dt.date(2026, 9, 1)
    )
    passage = actions.preparer_le_passage(etablissement=d.elementaire, auteur=d.directrice)
    horloge(RENTREE)
    depart, issues = threading.Barrier(2), []

    def tourner(qui: Personne) -> None:
        try:
            depart.wait(20)
            actions.faire_le_passage(passage=passage, auteur=qui)
            issues.append("fait")
        except ValidationError as refus:
            issues.append(refus.messages[0])
        finally:
            connection.close()

    fils = [threading.Thread(target=tourner, args=[qui]) for qui in (d.directrice, d.enseignant)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(60)
    assert sorted(issue.partition(", par")[0] for issue in issues) == ["Le passage est déjà fait", "fait"]
    assert EntreeJournal.objects.filter(verbe="annuaire.faire_le_passage").count() == 1
    assert Inscription.objects.filter(eleve=d.eleve_cp, fin=None).count() == 1


# --- Killed -----------------------------------------------------------------------------------------------------------
LE_30_AOUT = (
    "import time_machine, datetime as dt; time_machine.travel(dt.datetime.fromisoformat('{}'), tick=False).start()\n"
)
PREPARER = """
from config.demonstration.distribution import Distribution
from ent.annuaire import actions
d = Distribution()
for ecole, qui in ((d.elementaire, d.directrice), (d.maternelle, d.directrice_maternelle)):
    passage = actions.preparer_le_passage(etablissement=ecole, auteur=qui)
    actions.programmer_le_passage(passage=passage, jour=dt.date(2027, 8, 30), auteur=qui)
"""
# At the last step of the second school: the first is done, the second as if nothing had begun.
TUE = """
import os, signal
from ent.annuaire.actions import passages
vraie, faits = passages.dire_les_changements_de_classe, []
def mourir(ecole, eleves, geste=None):
    vraie(ecole, eleves, geste=geste)
    faits.append(ecole)
    if len(faits) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
passages.dire_les_changements_de_classe = mourir
passages.passer_les_ecoles()
"""
REPRENDRE = "from ent.annuaire.actions import passages; passages.passer_les_ecoles()"
FAITS = "SELECT count(*) FROM annuaire_passage WHERE fait_le IS NOT NULL"
OUVERTES = """
SELECT count(*) FROM annuaire_classe c JOIN annuaire_anneescolaire a ON a.id = c.annee_id
WHERE c.fermee_le IS NULL AND a.nom = '2027-2028'
"""
DOUBLES = """
SELECT count(*) FROM (SELECT eleve_id, c.etablissement_id FROM annuaire_inscription i JOIN annuaire_classe c ON c.id = i.classe_id
WHERE i.fin IS NULL GROUP BY 1, 2 HAVING count(*) > 1)
"""


def test_killed_in_the_middle_of_the_second_school_the_next_round_turns_it_whole(tmp_path):
    def gerer(code: str, quand: dt.datetime) -> int:
        sans = ("DATABASE_URL", "REDIS_URL", "ENT_TEST_REEL", "ENT_PRODUCTION")
        environnement = {k: v for k, v in os.environ.items() if k not in sans} | {
            "ENT_VAR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        complet = LE_30_AOUT.format(quand.isoformat()) + code
        commande = [sys.executable, "-W", "ignore", "manage.py", "shell", "--no-imports", "-c", complet]
        fini = subprocess.run(commande, cwd=RACINE, env=environnement, capture_output=True, text=True, check=False)
        assert fini.returncode in (0, -signal.SIGKILL), fini.stderr
        return fini.returncode

    def compter(requete: str) -> int:
        with closing(sqlite3.connect(tmp_path / modeles.BASE)) as lien, lien:
            return lien.execute(requete).fetchone()[0]

    modeles.copier(tmp_path, modeles.DISTRIBUTION)
    gerer(PREPARER, JUIN)
    assert gerer(TUE, RENTREE) == -signal.SIGKILL
    assert (compter(FAITS), compter(DOUBLES)) == (1, 0)
    ouvertes = compter(OUVERTES)
    assert gerer(REPRENDRE, RENTREE) == 0
    assert (compter(FAITS), compter(DOUBLES)) == (2, 0)
    assert compter(OUVERTES) > ouvertes > 0
