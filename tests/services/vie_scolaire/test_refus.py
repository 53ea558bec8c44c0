"""A refusal is final until its author changes it: the latest word of each, whatever became of the question."""

import datetime as dt

import pytest

from ent.annuaire import actions as annuaire
from ent.annuaire.models import Inscription, Personne, Responsabilite
from ent.connexion.actions.fusion import fusionner
from ent.fichiers.registres import refus_d_image
from ent.services.vie_scolaire.actions import consentements as actions
from ent.services.vie_scolaire.models import Consentement, DemandeConsentement
from tests.graines import MARDI_10H
from tests.services.vie_scolaire.test_consentements import montre, relu


@pytest.mark.parametrize("devenue", ["closed", "over", "to come"])
def test_a_refusal_stands_whatever_became_of_its_question_until_its_author_says_yes(d, demander, dire, devenue):
    """A father says no; the school asks otherwise, and his silence is no yes."""
    refusee = demander()
    dire(refusee, d.mere, d.eleve_cp, journal=False)
    jour, un = MARDI_10H.date(), dt.timedelta(days=1)
    etats = {"closed": {"fermee_le": MARDI_10H}, "over": {"fin": jour - un}, "to come": {"debut": jour + un}}
    DemandeConsentement.objects.filter(pk=refusee.pk).update(**etats[devenue])
    autre = demander()
    dire(autre, d.pere_separe, d.eleve_cp, journal=True)
    assert refus_d_image("journal", [d.eleve_cp.pk]) == {d.eleve_cp.pk: "Inès : sa famille a refusé"}
    dire(autre, d.mere, d.eleve_cp, journal=True)
    assert montre(d.eleve_cp)
    assert refus_d_image("journal", [d.eleve_cp.pk]) == {}


def test_a_refusal_given_to_another_school_is_one(d, demander, dire):
    """The child changed schools; their mother has not changed her mind."""
    Inscription.objects.filter(eleve=d.eleve_ce1).update(classe=d.ms)
    Responsabilite.objects.filter(enfant=d.eleve_ce1).update(etablissement=d.maternelle)
    dire(
        demander(etablissement=d.maternelle, auteur=d.directrice_maternelle),
        relu(d.mere_arabophone),
        d.eleve_ce1,
        journal=False,
    )
    Inscription.objects.filter(eleve=d.eleve_ce1).update(classe=d.cp_ce1)
    Responsabilite.objects.filter(enfant=d.eleve_ce1).update(etablissement=d.elementaire)
    demande = demander()
    assert refus_d_image("journal", [d.eleve_ce1.pk]) == {d.eleve_ce1.pk: "Kenza : sa famille a refusé"}
    dire(demande, relu(d.mere_arabophone), d.eleve_ce1, journal=True)
    assert montre(d.eleve_ce1)


def test_the_refusal_of_somebody_without_authority_any_more_binds_nobody(d, demander, dire):
    demande = demander()
    dire(demande, d.pere_separe, d.eleve_cp, journal=False)
    dire(demande, d.mere, d.eleve_cp, journal=True)
    assert not montre(d.eleve_cp)
    Responsabilite.objects.filter(adulte=d.pere_separe, enfant=d.eleve_cp).update(autorite="sans")
    assert montre(d.eleve_cp)


def test_what_the_child_says_stands_too(d, demander, dire):
    refusee = demander()
    dire(refusee, d.mere_arabophone, d.eleve_ce1, journal=True)
    actions.dire_accords(demande=refusee, auteur=d.enseignante, dits=[(d.eleve_ce1, "journal", False)])
    actions.fermer_demande(demande=refusee, auteur=d.directrice)
    autre = demander()
    dire(autre, d.mere_arabophone, d.eleve_ce1, journal=True)
    assert refus_d_image("journal", [d.eleve_ce1.pk]) == {d.eleve_ce1.pk: "Kenza : ne le souhaite pas"}
    actions.dire_accords(demande=autre, auteur=d.enseignante, dits=[(d.eleve_ce1, "journal", True)])
    assert montre(d.eleve_ce1)


@pytest.mark.parametrize(
    ("le_papier_dit", "apres", "se_montre"), [(False, 1, False), (False, -1, True), (True, 1, True)]
)
def test_of_two_records_of_one_mother_that_become_one_her_last_word_counts(
    d, demander, dire, le_papier_dit, apres, se_montre
):
    """A name spelt otherwise: her « non » came on paper, and stays hers."""
    autre = Personne.objects.create(prenom="Samirah", nom="Hadad", password="!")
    annuaire.rattacher(adulte=autre, enfant=d.eleve_ce1, etablissement=d.elementaire)
    demande = demander()
    dire(demande, d.mere_arabophone, d.eleve_ce1, journal=True)
    papier = {"support": "journal", "accorde": le_papier_dit, "dit_le": MARDI_10H + dt.timedelta(hours=apres)}
    Consentement.objects.create(demande=demande, eleve=d.eleve_ce1, responsable=autre, origine="papier", **papier)
    fusionner(depuis=autre, vers=d.mere_arabophone, etablissement=d.elementaire)
    assert montre(d.eleve_ce1) is se_montre
    siennes = Consentement.objects.filter(responsable=d.mere_arabophone)
    assert (siennes.count(), siennes.en_vigueur().count()) == (2, 1), "the former is kept, and hers"
