"""The school prepares: a campaign, what is written, what is taken back."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from ent.annuaire.models import EntreeJournal
from ent.services.liaison.actions import preparation
from ent.services.liaison.models import Campagne, Dossier
from tests.services.liaison.conftest import ENVOI, REPONSE, relire


# --- The campaign -------------------------------------------------------------------------------------------------------
def test_it_makes_a_dossier_for_each_pupil_of_the_level_towards_the_college_of_the_sector(d, campagne):
    assert campagne.dossiers.count() == 12
    assert {x.destination for x in campagne.dossiers.all()} == {d.college}
    ligne = EntreeJournal.objects.filter(verbe="liaison.ouvrir").get()
    assert (ligne.objet, ligne.details) == (f"campagne {campagne.pk}", {"dossiers": 12})


def test_towards_another_school_for_chosen_pupils_of_the_class_alone(d, mardi):
    vers_ailleurs = preparation.ouvrir_campagne(
        classe=d.cp_ce1,
        auteur=d.enseignante,
        vers=Campagne.Vers.ECOLE,
        date_reponse=REPONSE,
        date_envoi=ENVOI,
        eleves=[d.eleve_cp.pk, d.eleve_cm2.pk],
    )
    assert [x.eleve for x in vers_ailleurs.dossiers.all()] == [d.eleve_cp]
    assert vers_ailleurs.dossiers.get().destination is None
    assert preparation.completer_campagne(campagne=vers_ailleurs, auteur=d.enseignante, eleves=[d.eleve_ce1.pk]) == 1


@pytest.mark.parametrize(
    ("champs", "dit"),
    [
        ({"vers": "cp"}, "Aucun élève"),
        ({"date_reponse": dt.date(2026, 11, 1)}, "Ce jour est passé"),
        ({"date_envoi": dt.date(2027, 5, 1)}, "un jour plus loin"),
        (
            {"date_envoi": dt.date(3027, 5, 22)},
            "de cette année scolaire, ou de la suivante",
        ),  # what is kept goes a year after
    ],
)
def test_what_opens_nothing_says_why(d, mardi, champs, dit):
    voulu = {"vers": "6e", "date_reponse": REPONSE, "date_envoi": ENVOI} | champs
    with pytest.raises(ValidationError, match=dit):
        preparation.ouvrir_campagne(classe=d.cm2, auteur=d.enseignant, **voulu)
    assert not Campagne.objects.exists()


def test_a_class_has_one_campaign_for_a_passage(d, campagne):
    with pytest.raises(ValidationError, match="déjà ouverts"):
        preparation.ouvrir_campagne(
            classe=d.cm2, auteur=d.directrice, vers="6e", date_reponse=REPONSE, date_envoi=ENVOI
        )


def test_who_teaches_the_class_and_the_direction_of_its_school_prepare(d, campagne):
    assert Dossier.objects.prepares_par(d.enseignant).count() == 12
    assert Dossier.objects.prepares_par(d.directrice).count() == 12
    autres = [d.enseignante, d.directrice_maternelle, d.referente, d.operateur, d.mere, d.assistante]
    for autre in autres:
        assert not Dossier.objects.prepares_par(autre).exists(), autre
        assert not Campagne.objects.preparees_par(autre).exists(), autre


# --- What is written ------------------------------------------------------------------------------------------------------
def test_a_correction_is_kept_with_what_it_replaced_and_one_step_brings_it_back(d, dossier, ecrire):
    geste = ecrire(dossier, sait="Il écrit.", aide="Une consigne à la fois.")
    assert relire(dossier).avant == {"geste": geste, "dits": {"sait": "Il lit seul un roman."}}
    assert preparation.annuler(campagne=dossier.campagne, auteur=d.enseignant, geste=geste) == 1
    assert relire(dossier).sait == "Il lit seul un roman."
    assert preparation.annuler(campagne=dossier.campagne, auteur=d.enseignant, geste=geste) == 0


def test_what_somebody_wrote_since_is_brought_back_by_nobody(d, dossier, ecrire):
    geste = ecrire(dossier, sait="Il écrit.")
    preparation.corriger_dossier(dossier=relire(dossier), auteur=d.directrice, mot="Bonne route.")
    assert preparation.annuler(campagne=dossier.campagne, auteur=d.enseignant, geste=geste) == 0
    assert (relire(dossier).sait, relire(dossier).mot) == ("Il écrit.", "Bonne route.")


def test_written_again_as_it_was_it_changes_nothing(d, dossier, ecrire):
    assert ecrire(dossier, sait="Il lit seul un roman.", texte_eleve="pas à lui", sante="ni cela") is None
    assert (relire(dossier).texte_eleve, relire(dossier).sante) == ("", "")
