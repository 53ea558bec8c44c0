"""A pupil leaves a class on a class day, the school or for another class: the rolls that were made stay in the register of the class that made them."""

import datetime as dt

import pytest
from django.urls import reverse

from ent.annuaire.actions import annuler_un_mouvement, changer_de_classe, noter_la_sortie
from ent.annuaire.models import Personne
from ent.annuaire.registres import prevenir_des_liens
from ent.services.vie_scolaire.actions import appels, appels_gardes
from ent.services.vie_scolaire.actions.appels import Dit
from ent.services.vie_scolaire.demi_journees import demi_journee
from ent.services.vie_scolaire.lectures.absences import a_expliquer
from ent.services.vie_scolaire.lectures.appels import confies_de, feuille_de_classe
from ent.services.vie_scolaire.lectures.direction import assiduites, jour_de
from ent.services.vie_scolaire.lectures.evacuations import sur_place
from ent.services.vie_scolaire.lectures.registre import registre
from ent.services.vie_scolaire.models import Appel, LigneAppel
from tests.graines import MARDI_10H
from tests.portail.test_accueil import texte

MARDI = MARDI_10H.date()
LE_SOIR = MARDI_10H.replace(hour=16, minute=52)


@pytest.fixture
def la_journee(d, mardi, horloge):
    """Inès missed the morning and was there in the afternoon; CM2 called both half-days. It is 16 h 52."""
    for moment, dits in (("matin", {d.eleve_cp.pk: Dit(True)}), ("apres_midi", {})):
        demi = demi_journee(d.elementaire, MARDI, moment)
        appels.faire_l_appel(classe=d.cp_ce1, demi=demi, auteur=d.directrice, dits=dits)
        appels.faire_l_appel(classe=d.cm2, demi=demi, auteur=d.directrice, dits={})
    horloge(LE_SOIR)


@pytest.fixture(params=["départ", "changement"])
def partir(d, la_journee, request):
    def parti():
        if request.param == "départ":
            return noter_la_sortie(eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice)
        place = d.eleve_cp.inscriptions.get(fin=None)
        return changer_de_classe(inscription=place, classe=d.cm2, niveau="CM2", auteur=d.directrice)

    return parti


def cases(classe, eleve) -> list[str] | None:
    """What the register of its month says of today, and of that pupil."""
    lu = registre(classe, MARDI.replace(day=1))
    colonnes = [n for n, (jour, _moment) in enumerate(lu.colonnes) if jour == MARDI]
    return next(([rang.cases[n] for n in colonnes] for rang in lu.rangs if rang.eleve == eleve), None)


def taux(d) -> dict[int, tuple[int, int]]:
    return {a.classe.pk: (a.attendues, a.manquees) for a in assiduites(d.elementaire, MARDI)}


def test_the_register_the_day_and_the_rate_say_what_was_called_whenever_one_leaves(d, partir):
    avant, taux_avant = cases(d.cp_ce1, d.eleve_cp), taux(d)
    assert avant == ["A", "·"]
    partir()
    assert (cases(d.cp_ce1, d.eleve_cp), taux(d)) == (avant, taux_avant)
    assert cases(d.cm2, d.eleve_cp) in (None, ["", ""])
    lu = jour_de(d.elementaire, d.directrice)
    assert [(a.eleve, a.classe) for a in lu.sans_nouvelle] == [(d.eleve_cp, d.cp_ce1)]


def test_of_a_month_in_which_they_had_no_day_they_are_read_too(d, la_journee):
    """Whose first day was today: the enrolment ends yesterday, in no month of the register."""
    d.eleve_cp.inscriptions.update(debut=MARDI)
    noter_la_sortie(eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice)
    d.eleve_cp.inscriptions.update(debut=dt.date(2026, 10, 1), fin=dt.date(2026, 10, 31))
    assert cases(d.cp_ce1, d.eleve_cp) == ["A", "·"]


def test_undone_each_roll_is_as_it_was(d, partir):
    avant = sorted(LigneAppel.objects.values_list("pk", "appel", "absent"))
    trace = partir()
    assert Appel.objects.gardes().count() == 2
    annuler_un_mouvement(trace=trace, eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice)
    assert sorted(LigneAppel.objects.values_list("pk", "appel", "absent")) == avant
    assert (cases(d.cp_ce1, d.eleve_cp), Appel.objects.gardes().exists()) == (["A", "·"], False)


def test_nobody_reads_more_of_who_left_than_before(d, partir, entrer, request):
    """Neither the former teacher, nor the family that left; of a family that left, the direction reads no telephone any more."""
    d.mere.telephone_portable = "06 39 98 00 01"
    d.mere.save()
    partir()
    garde = Appel.objects.gardes().first()
    assert entrer(d.enseignante).get(reverse("appel_confie", args=[garde.pk])).status_code == 404
    assert confies_de(d.cp_ce1, MARDI) == []
    assert entrer(d.directrice).post(reverse("appel_reprendre", args=[garde.pk])).status_code == 404
    for classe in (d.cp_ce1, d.cm2):
        demi = demi_journee(d.elementaire, MARDI, "matin")
        feuille = feuille_de_classe(classe, demi, d.directrice)
        assert d.eleve_cp not in {case.eleve for case in feuille.cases} and feuille.ailleurs == []
    page = texte(entrer(d.directrice).get(reverse("absences_ecole", args=[d.elementaire.uai])))
    est_parti = not d.eleve_cp.inscriptions.filter(fin=None).exists()
    assert ("06 39 98 00 01" in page, "A quitté l’école depuis" in page) == (not est_parti, est_parti)
    assert bool(a_expliquer(Personne.objects.get(pk=d.mere.pk))) is not est_parti


def test_who_leaves_while_the_half_day_runs_stays_in_its_register_and_is_looked_for_by_nobody(d, manquer):
    manquer(d.eleve_cp)
    noter_la_sortie(eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice)
    noter_la_sortie(eleve=d.eleve_ce1, etablissement=d.elementaire, auteur=d.directrice)
    assert (cases(d.cp_ce1, d.eleve_cp)[0], cases(d.cp_ce1, d.eleve_ce1)[0]) == ("A", "·")
    gens = [compte.eleve for g in sur_place(d.directrice, d.elementaire).groupes for compte in g.attendus]
    assert not {d.eleve_cp, d.eleve_ce1} & {*gens}


def test_what_a_roll_said_of_who_left_by_an_import_is_kept_too(d, la_journee):
    """Told by nobody by name: what a roll wrote of them stays."""
    d.eleve_cp.inscriptions.update(fin=MARDI - dt.timedelta(days=1))
    appels_gardes.garder_de_qui_part([d.eleve_cp.pk, d.eleve_ce1.pk])
    prevenir_des_liens([d.eleve_cp.pk])
    assert cases(d.cp_ce1, d.eleve_cp)[0] == "A"
    assert [ligne.eleve for ligne in LigneAppel.objects.filter(appel__classe=None)] == [d.eleve_cp]
