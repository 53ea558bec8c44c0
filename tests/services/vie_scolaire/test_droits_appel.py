"""Rights of the roll, of absences and of evacuations, one by one: who reads what, who may do what, to the minute."""

import datetime as dt

import pytest

from ent.annuaire.models import Inscription, Personne, Role
from ent.services.vie_scolaire.actions import appels, evacuations
from ent.services.vie_scolaire.actions.appels import Dit
from ent.services.vie_scolaire.demi_journees import demi_journee
from ent.services.vie_scolaire.droits import appels as droits
from ent.services.vie_scolaire.models import Appel, DeclarationAbsence, Evacuation, LigneAppel
from tests.graines import MARDI_10H

MARDI = MARDI_10H.date()


@pytest.fixture
def matin(d, mardi):
    return demi_journee(d.elementaire, MARDI, "matin")


@pytest.fixture
def de_classe(d, matin):
    return appels.faire_l_appel(classe=d.cp_ce1, demi=matin, auteur=d.enseignante, dits={d.eleve_ce1.pk: Dit(True)})


@pytest.fixture
def confie(d, matin):
    """Inès, with M. Caradec."""
    (appel,) = appels.confier_des_eleves(
        classe=d.cp_ce1, eleves=[d.eleve_cp], a=d.enseignant, auteur=d.directrice, demis=[matin]
    )
    return appel


def lecteurs(d, modele, methode: str) -> set[str]:
    """Who reads anything of it."""
    return {nom for nom, qui in d.gens.items() if getattr(modele.objects, methode)(qui).exists()}


def neuve(personne: Personne) -> Personne:
    """The same, read again: what they reach is kept in hand."""
    return Personne.objects.get(pk=personne.pk)


def test_who_reads_the_roll_of_a_class(d, de_classe):
    assert lecteurs(d, Appel, "lus_par") == {"enseignante", "directrice"}


def test_who_reads_an_ad_hoc_roll(d, confie):
    assert lecteurs(d, Appel, "lus_par") == {"enseignante", "enseignant", "directrice"}


def test_who_left_the_school_reads_no_more_whom_they_were_given(d, confie):
    Role.objects.filter(personne=d.enseignant).update(fin=MARDI - dt.timedelta(days=1))
    assert not Appel.objects.lus_par(neuve(d.enseignant)).exists()


def test_who_reads_the_line_of_a_child(d, de_classe):
    assert lecteurs(d, LigneAppel, "des_enfants_de") == {"mere_arabophone"}  # nor the pupil themself
    assert lecteurs(d, LigneAppel, "diriges_par") == {"directrice"}


def test_a_school_tells_nothing_of_a_child_to_who_answers_for_them_in_another(d, mardi):
    Inscription.objects.create(eleve=d.eleve_cp, classe=d.ms, niveau="MS", debut=MARDI - dt.timedelta(days=30))
    demi = demi_journee(d.maternelle, MARDI, "matin")
    appels.faire_l_appel(classe=d.ms, demi=demi, auteur=d.directrice_maternelle, dits={d.eleve_cp.pk: Dit(True)})
    assert not LigneAppel.objects.des_enfants_de(neuve(d.mere)).exists()  # she answers there for Lina-Maëlys alone


def test_who_reads_what_was_told(d, declarer):
    declarer(d.eleve_cp, d.mere)
    assert lecteurs(d, DeclarationAbsence, "declarees_par") == {"mere"}
    assert lecteurs(d, DeclarationAbsence, "dirigees_par") == {"directrice"}


def test_who_answers_no_more_for_the_child_reads_it_no_more(d, declarer):
    declarer(d.eleve_cp, d.mere)
    d.eleve_cp.responsables.filter(adulte=d.mere).update(fin=MARDI - dt.timedelta(days=1))
    assert not DeclarationAbsence.objects.declarees_par(neuve(d.mere)).exists()


def test_who_reads_an_evacuation(d, matin):
    evacuations.pointer(etablissement=d.elementaire, par=d.enseignante, vus=[], le=MARDI_10H)
    assert lecteurs(d, Evacuation, "lues_par") == {"enseignante", "enseignant", "remplacant", "directrice"}


@pytest.mark.parametrize(
    ("qui", "ecart", "permis"),
    [
        ("enseignante", dt.timedelta(), True),
        ("enseignante", -dt.timedelta(seconds=1), False),
        ("directrice", -dt.timedelta(seconds=1), False),
        ("enseignante", droits.RATTRAPAGE, False),
        ("directrice", droits.RATTRAPAGE, True),
        ("enseignant", dt.timedelta(), False),
    ],
)
def test_a_first_roll_from_the_opening_to_a_week_later(d, matin, qui, ecart, permis):
    assert droits.peut_faire_l_appel(d.gens[qui], d.cp_ce1, matin, matin.ouvre_a + ecart) == permis


@pytest.mark.parametrize(
    ("qui", "ecart", "permis"),
    [
        ("enseignante", 0, True),
        ("enseignante", 1, False),
        ("directrice", 1, True),
        ("enseignant", 0, False),
        ("directrice_maternelle", 0, False),
    ],
)
def test_a_correction_until_the_half_day_ends(d, matin, de_classe, qui, ecart, permis):
    instant = matin.finit_a + dt.timedelta(seconds=ecart)
    assert droits.peut_corriger(d.gens[qui], de_classe, matin, instant) == permis


def test_who_makes_it_once_the_half_day_is_over_corrects_it_until_the_evening(d, matin, de_classe):
    de_classe.fait_le = matin.finit_a + dt.timedelta(hours=5)
    de_classe.auteur = d.enseignante
    soir = matin.finit_a.replace(hour=23, minute=59)
    assert droits.peut_corriger(d.enseignante, de_classe, matin, soir)
    assert not droits.peut_corriger(d.enseignante, de_classe, matin, soir + dt.timedelta(minutes=1))
    de_classe.auteur = d.directrice
    assert not droits.peut_corriger(d.enseignante, de_classe, matin, soir)


def test_who_was_given_pupils_corrects_their_roll(d, matin, confie):
    assert droits.peut_corriger(d.enseignant, confie, matin, matin.finit_a)
    assert not droits.peut_corriger(d.remplacant, confie, matin, matin.finit_a)


def test_pupils_come_back_to_their_class_until_the_half_day_ends(d, matin):
    assert droits.peut_reprendre(matin, matin.finit_a)
    assert not droits.peut_reprendre(matin, matin.finit_a + dt.timedelta(seconds=1))
    assert not droits.peut_reprendre(None, matin.finit_a)  # its day is no class day any more
