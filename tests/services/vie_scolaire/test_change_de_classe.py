"""A pupil changes class on a class day: the roll of the former says nothing of them any more, wherever it is read."""

import datetime as dt

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from ent.annuaire.actions import annuler_un_mouvement, changer_de_classe, noter_la_sortie
from ent.annuaire.models import Personne
from ent.diffusion.models import Notification
from ent.services.vie_scolaire.actions import appels
from ent.services.vie_scolaire.actions.appels import Dit
from ent.services.vie_scolaire.demi_journees import demi_journee
from ent.services.vie_scolaire.lectures.absences import a_expliquer, absents_connus, heures_de, jours_manques
from ent.services.vie_scolaire.lectures.appels import etats_du_jour, feuille_de_classe
from ent.services.vie_scolaire.lectures.direction import jour_de
from ent.services.vie_scolaire.lectures.evacuations import sur_place
from ent.services.vie_scolaire.lectures.mois import sans_motif_du_mois
from ent.services.vie_scolaire.models import Appel, LigneAppel
from ent.services.vie_scolaire.taches import appels as taches
from tests.graines import MARDI_10H

MARDI = MARDI_10H.date()
APRES_LE_MATIN = MARDI_10H.replace(hour=15)


@pytest.fixture
def matin(d, mardi):
    return demi_journee(d.elementaire, MARDI, "matin")


@pytest.fixture
def changer(d):
    """``changer()``: Inès goes from CP-CE1 to CM2."""

    def changee():
        place = d.eleve_cp.inscriptions.get(fin=None)
        return changer_de_classe(inscription=place, classe=d.cm2, niveau="CM2", auteur=d.directrice)

    return changee


def relu(personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


def groupe(d, nom: str):
    return next(g for g in sur_place(relu(d.directrice), d.elementaire).groupes if g.nom == nom)


def rassures(personne) -> list[str]:
    dites = Notification.objects.filter(destinataire=personne, nature="vie_scolaire.absence_levee")
    return list(dites.values_list("texte", flat=True))


@pytest.mark.parametrize("est_appele", [True, False])
def test_who_sits_in_the_new_class_is_looked_for(d, manquer, changer, matin, est_appele):
    """Whether the new class made its roll before she came, or will make it."""
    if est_appele:
        appels.faire_l_appel(classe=d.cm2, demi=matin, auteur=d.enseignant, dits={})
    manquer(d.eleve_cp)
    assert groupe(d, "CP-CE1").absents == [d.eleve_cp]
    changer()
    assert d.eleve_cp in {compte.eleve for compte in groupe(d, "CM2").attendus}
    assert groupe(d, "CP-CE1").absents == []


def test_every_reading_leaves_the_line_of_the_former_class_out(d, manquer, changer, entrer):
    manquer(d.eleve_cp)

    def lus() -> list[bool]:
        mere = relu(d.mere)
        adresse = reverse("absences_ecole", args=[d.elementaire.uai])
        return [
            d.eleve_cp.pk in absents_connus(d.elementaire.pk, MARDI)["matin"],
            bool(a_expliquer(mere)),
            bool(jours_manques(mere)),
            bool(jour_de(d.elementaire, relu(d.directrice)).sans_nouvelle),
            bool(sans_motif_du_mois(d.elementaire.pk, MARDI)),
            any(n for etat in etats_du_jour([d.cp_ce1]) for _demi, _appel, n in etat.demis),
            "Pourquoi" in entrer(d.mere).get("/").text,
            "Inès" in entrer(d.directrice).get(adresse).text,
        ]

    assert lus() == [True] * 8
    changer()
    assert lus() == [False] * 8


def test_who_came_late_to_the_former_class_is_said_late_by_nobody(d, changer, matin):
    dits = {d.eleve_cp.pk: Dit(arrive_a=dt.time(9, 5))}
    appels.faire_l_appel(classe=d.cp_ce1, demi=matin, auteur=d.enseignante, dits=dits)
    assert heures_de(relu(d.mere))
    changer()
    assert not heures_de(relu(d.mere))


def test_the_new_class_says_that_she_is_there_and_her_family_reads_it(d, manquer, changer, matin):
    manquer(d.eleve_cp)
    changer()
    appels.faire_l_appel(classe=d.cm2, demi=matin, auteur=d.enseignant, dits={})
    assert not LigneAppel.objects.exists()
    assert rassures(d.mere) == ["Inès · Bien à l’école : l’appel a été corrigé."]


def test_absent_of_both_rolls_she_missed_one_half_day_and_her_family_is_told_once(d, manquer, changer, matin):
    ligne = manquer(d.eleve_cp)
    changer()
    appels.faire_l_appel(classe=d.cm2, demi=matin, auteur=d.enseignant, dits={d.eleve_cp.pk: Dit(True)})
    (seule,) = LigneAppel.objects.absents()
    assert (seule.pk, seule.appel.classe, seule.prevenue_le) == (ligne.pk, d.cm2, ligne.prevenue_le)
    assert len(sans_motif_du_mois(d.elementaire.pk, MARDI)[d.eleve_cp.pk]) == 1
    assert Notification.objects.filter(destinataire=d.mere, nature="vie_scolaire.absence_constatee").count() == 1


def test_a_morning_that_she_missed_is_missed_whenever_the_change_is_noted(d, manquer, changer, matin, horloge):
    """It stays that of the class that called her, and is on its roll again if that is undone."""
    appels.faire_l_appel(classe=d.cm2, demi=matin, auteur=d.enseignant, dits={})
    manquer(d.eleve_cp)
    horloge(APRES_LE_MATIN)
    trace = changer()
    garde = LigneAppel.objects.absents().get().appel
    assert (garde.classe, garde.de_la_classe) == (None, d.cp_ce1)
    annuler_un_mouvement(trace=trace, eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice)
    assert LigneAppel.objects.absents().get().appel.classe == d.cp_ce1
    assert not Appel.objects.gardes().exists()


@pytest.mark.parametrize("est_appele", [True, False], ids=["whose roll was made", "whose roll nobody makes"])
def test_what_nobody_said_otherwise_goes_to_the_new_class_once_the_half_day_is_over(
    d, settings, manquer, changer, matin, horloge, est_appele
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    if est_appele:
        appels.faire_l_appel(classe=d.cm2, demi=matin, auteur=d.enseignant, dits={})
    ligne = manquer(d.eleve_cp)
    changer()
    (differee,) = DBTaskResult.objects.filter(task_path=appels.TACHE_SUIVRE)
    assert (differee.run_after, differee.args_kwargs["kwargs"]) == (matin.finit_a, {"ligne_id": ligne.pk})
    taches.suivre.call(ligne_id=ligne.pk)  # too soon
    assert not LigneAppel.objects.absents().exists()
    horloge(APRES_LE_MATIN)
    taches.suivre.call(ligne_id=ligne.pk)
    (seule,) = LigneAppel.objects.absents()
    assert (seule.pk, seule.appel.classe, seule.prevenue_le) == (ligne.pk, d.cm2, ligne.prevenue_le)
    assert (seule.appel.fait_le is not None) is est_appele
    assert a_expliquer(relu(d.mere))


def test_what_was_said_otherwise_or_undone_meanwhile_stays_where_it_is(d, manquer, changer, matin, horloge):
    inconnue = manquer(d.eleve_cp)
    trace = changer()
    annuler_un_mouvement(trace=trace, eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice)
    horloge(APRES_LE_MATIN)
    taches.suivre.call(ligne_id=inconnue.pk)
    assert LigneAppel.objects.absents().get().appel.classe == d.cp_ce1
    inconnue.delete()
    taches.suivre.call(ligne_id=inconnue.pk)
    assert not LigneAppel.objects.exists()


def test_undone_after_the_new_class_said_so_too_she_is_absent_of_the_former_at_once(d, manquer, changer, matin):
    ligne = manquer(d.eleve_cp)
    trace = changer()
    appels.faire_l_appel(classe=d.cm2, demi=matin, auteur=d.enseignant, dits={d.eleve_cp.pk: Dit(True)})
    annuler_un_mouvement(trace=trace, eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice)
    (seule,) = LigneAppel.objects.absents()
    assert (seule.pk, seule.appel.classe) == (ligne.pk, d.cp_ce1)
    assert groupe(d, "CP-CE1").absents == [d.eleve_cp]


def test_undone_at_once_she_is_absent_as_before(d, manquer, changer):
    manquer(d.eleve_cp)
    trace = changer()
    assert not LigneAppel.objects.absents().exists()
    annuler_un_mouvement(trace=trace, eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice)
    assert LigneAppel.objects.absents().get().appel.classe == d.cp_ce1
    assert groupe(d, "CP-CE1").absents == [d.eleve_cp]


def test_who_is_given_to_a_colleague_bears_nothing_of_the_former_class(d, manquer, changer, matin):
    manquer(d.eleve_cp)
    changer()
    appels.confier_des_eleves(classe=d.cm2, eleves=[d.eleve_cp], a=d.enseignante, auteur=d.enseignant, demis=[matin])
    assert d.eleve_cp in {compte.eleve for compte in groupe(d, "CM2").attendus}


def test_whom_a_colleague_has_since_the_former_class_is_elsewhere_for_the_new_one(d, changer, matin):
    appels.confier_des_eleves(classe=d.cp_ce1, eleves=[d.eleve_cp], a=d.enseignant, auteur=d.enseignante, demis=[matin])
    changer()
    ici, la = feuille_de_classe(d.cm2, matin), feuille_de_classe(d.cp_ce1, matin)
    assert [ligne.eleve for ligne in ici.ailleurs] == [d.eleve_cp] and la.ailleurs == []
    assert d.eleve_cp not in {case.eleve for case in ici.cases}


def test_who_leaves_the_school_this_evening_is_on_its_lists_until_then(d, manquer):
    noter_la_sortie(eleve=d.eleve_ce1, etablissement=d.elementaire, auteur=d.directrice, ce_soir=True)
    assert d.eleve_ce1 in {compte.eleve for compte in groupe(d, "CP-CE1").attendus}
    manquer(d.eleve_ce1)
    assert d.eleve_ce1.pk in absents_connus(d.elementaire.pk, MARDI)["matin"]
    noter_la_sortie(eleve=d.eleve_ce1, etablissement=d.elementaire, auteur=d.directrice)
    assert d.eleve_ce1 not in groupe(d, "CP-CE1").absents
