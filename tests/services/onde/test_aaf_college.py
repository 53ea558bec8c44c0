"""Teachers of a collège by division and subject, as the State's directory says them: given, changed, ended; what a direction did stands."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from ent.annuaire import actions
from ent.annuaire.models import Affectation, EntreeJournal, Inscription
from ent.services.onde.models import EcoleAaf, TenueAaf

from . import college
from .aaf import faits, prendre

DURAND = college.professeur("8001", "DURAND", "PAUL", "6A 061300", "5B 061300", "5B 062300", principal_de=["5B"])
ROUX = college.professeur("8002", "ROUX", "EVA", "5B 030201", "3C 002900")


@pytest.fixture
def le_college(ecole):
    ecole.nature = "college"
    ecole.save(update_fields=["nature"])
    return ecole


@pytest.fixture
def un_soir_de_plus():
    """The same set a day later: what began yesterday may end."""

    def passer(jours: int = 1):
        return time_machine.travel(timezone.now() + dt.timedelta(days=jours), tick=False)

    return passer


def tenues(college) -> dict[tuple[str, str], tuple[str, list[str]]]:
    ouvertes = Affectation.objects.filter(classe__etablissement=college, fin=None).select_related(
        "enseignant", "classe"
    )
    return {(t.enseignant.nom, t.classe.nom): (t.nature, t.matieres) for t in ouvertes}


def test_teachers_hold_each_division_for_their_subjects(le_college, dossier):
    comptes = faits(prendre(dossier, "20261102", **college.complet(le_college, DURAND, ROUX)), le_college)
    assert comptes["affectations_creees"] == 4
    assert tenues(le_college) == {
        ("Durand", "6A"): ("professeur", ["2D-MAT"]),
        ("Durand", "5B"): ("principal", ["2D-MAT", "2D-PC"]),
        ("Roux", "5B"): ("professeur", ["2D-ANG"]),
        ("Roux", "3C"): ("professeur", ["Atelier Theatre"]),
    }
    dites = Affectation.objects.get(enseignant__nom="Durand", classe__nom="5B")
    assert (dites.en_bref, dites.precise) == (
        "M. Durand, mathématiques et physique-chimie",
        "professeur principal, mathématiques et physique-chimie",
    )
    niveaux = Inscription.objects.filter(classe__etablissement=le_college).order_by("classe__nom")
    assert list(niveaux.values_list("classe__nom", "niveau")) == [("3C", "3E"), ("5B", "5E"), ("6A", "6E")]
    assert faits(prendre(dossier, "20261103", **college.complet(le_college, DURAND, ROUX)), le_college) == {}


def test_a_set_without_labels_keeps_those_that_came_and_a_number_alone_says_nothing(le_college, dossier):
    prendre(dossier, "20261102", **college.complet(le_college, DURAND, matieres=None))
    assert tenues(le_college)["Durand", "6A"] == ("professeur", [])
    prendre(dossier, "20261103", **college.complet(le_college, DURAND))
    assert tenues(le_college)["Durand", "6A"] == ("professeur", ["2D-MAT"])
    assert faits(prendre(dossier, "20261104", **college.complet(le_college, DURAND, matieres=None)), le_college) == {}


def test_what_the_state_gave_it_changes_and_ends_and_what_was_is_kept(le_college, dossier, un_soir_de_plus):
    prendre(dossier, "20261102", **college.complet(le_college, DURAND, ROUX))
    hier = timezone.localdate()
    moins = college.professeur(
        "8001", "DURAND", "PAUL", "6A 061300", "6A 062300"
    )  # no more in 5B, one more subject in 6A
    with un_soir_de_plus():
        comptes = faits(prendre(dossier, "20261103", **college.complet(le_college, moins, ROUX)), le_college)
        assert (comptes["affectations_changees"], comptes["affectations_finies"]) == (1, 1)
        assert tenues(le_college) == {
            ("Durand", "6A"): ("professeur", ["2D-MAT", "2D-PC"]),
            ("Roux", "5B"): ("professeur", ["2D-ANG"]),
            ("Roux", "3C"): ("professeur", ["Atelier Theatre"]),
        }
        finies = Affectation.objects.filter(classe__etablissement=le_college, fin=hier).order_by("classe__nom")
        assert [(f.classe.nom, f.matieres) for f in finies] == [("5B", ["2D-MAT", "2D-PC"]), ("6A", ["2D-MAT"])]
        assert faits(prendre(dossier, "20261104", **college.complet(le_college, moins, ROUX)), le_college) == {}
        assert EntreeJournal.objects.filter(verbe="annuaire.importer_aaf", etablissement=le_college).count() == 2


def test_what_a_direction_said_by_hand_stands(le_college, dossier, un_soir_de_plus, directeur):
    prendre(dossier, "20261102", **college.complet(le_college, DURAND, ROUX))
    durand = Affectation.objects.get(enseignant__nom="Durand", classe__nom="6A").enseignant
    roux = Affectation.objects.get(enseignant__nom="Roux", classe__nom="3C")
    with un_soir_de_plus():
        # Taken back, given, and said otherwise.
        divisions = {classe.nom: classe for classe in le_college.classes.all()}
        actions.regler_les_classes(
            personne=durand,
            etablissement=le_college,
            auteur=directeur,
            classes=[divisions["6A"], divisions["3C"]],
            titre="professeur",
            fin=None,
            matieres=["2D-TEC"],
        )
        actions.dire_les_matieres(affectation=roux, nature="principal", matieres=["2D-FRA"], auteur=directeur)
    attendu = {
        ("Durand", "6A"): ("professeur", ["2D-MAT"]),
        ("Durand", "3C"): ("professeur", ["2D-TEC"]),
        ("Roux", "5B"): ("professeur", ["2D-ANG"]),
        ("Roux", "3C"): ("principal", ["2D-FRA"]),
    }
    assert tenues(le_college) == attendu
    with un_soir_de_plus(2):
        assert faits(prendre(dossier, "20261103", **college.complet(le_college, DURAND, ROUX)), le_college) == {}
        assert tenues(le_college) == attendu


def test_what_is_said_and_unsaid_in_one_day_leaves_nothing(le_college, dossier):
    prendre(dossier, "20261102", **college.complet(le_college, DURAND, ROUX))
    moins = college.professeur("8002", "ROUX", "EVA", "5B 020700")
    comptes = faits(prendre(dossier, "20261103", **college.complet(le_college, DURAND, moins)), le_college)
    assert (comptes["affectations_changees"], comptes["affectations_finies"]) == (1, 1)
    roux = Affectation.objects.filter(enseignant__nom="Roux")
    assert [(t.classe.nom, t.matieres, t.fin) for t in roux] == [("5B", ["2D-FRA"], None)]
    assert TenueAaf.objects.count() == 3


def test_many_services_that_would_end_in_one_night_wait_for_a_word(le_college, dossier):
    profs = [college.professeur(f"81{n:02d}", f"NOM{chr(65 + n)}", "PAUL", "6A 061300") for n in range(10)]
    prendre(dossier, "20261102", **college.complet(le_college, *profs))
    lot = prendre(dossier, "20261103", **college.complet(le_college, *profs[:6]))
    retenue = EcoleAaf.objects.get(lot=lot, etablissement=le_college)
    assert (retenue.etat, retenue.erreur[:34]) == ("retenue", "4 services d’enseignement sur 10 f")
    assert len(tenues(le_college)) == 10


def test_a_line_that_cannot_be_read_ends_nothing(le_college, dossier):
    prendre(dossier, "20261102", **college.complet(le_college, DURAND, ROUX))
    illisible = college.professeur("8003", "", "", "6A 020700")
    faits(prendre(dossier, "20261103", **college.complet(le_college, ROUX, illisible)), le_college)
    assert ("Durand", "6A") in tenues(le_college)
