"""Who reads which menus, services and days: said persona by persona, with what could leak in the other school."""

import datetime as dt

import pytest

from ent.annuaire.models import Inscription, Role
from ent.services.periscolaire.actions import menus
from ent.services.periscolaire.actions.fermeture import fermer_service
from ent.services.periscolaire.lectures.listes import classes_lues
from ent.services.periscolaire.lectures.menus import ecoles_lues
from ent.services.periscolaire.menu_colle import lire_la_semaine
from ent.services.periscolaire.models import JourDeclare, Menu, ServicePeriscolaire

from .conftest import LUNDI, PROCHAIN, VENDREDI

PUBLIE, BROUILLON = "publié", "brouillon"


@pytest.fixture
def des_menus(d, mardi) -> dict[int, str]:
    """In each school, last week is published and the next is not."""
    noms = {}
    for ecole, mot in ((d.elementaire, "élémentaire"), (d.maternelle, "maternelle")):
        for lundi, etat in ((LUNDI, PUBLIE), (PROCHAIN, BROUILLON)):
            lue = lire_la_semaine("Lundi : riz", lundi)
            menus.ecrire_semaine(ecoles=[ecole], lundi=lundi, jours=lue.jours, auteur=d.directrice)
            if etat == PUBLIE:
                menus.publier_semaine(ecoles=[ecole], lundi=lundi, auteur=d.directrice)
            noms[Menu.objects.get(etablissement=ecole, jour=lundi).pk] = f"{mot} {etat}"
    return noms


ICI, LA = "élémentaire", "maternelle"
LUS = {
    "mere": {f"{ICI} {PUBLIE}", f"{LA} {PUBLIE}"},
    "pere_separe": {f"{ICI} {PUBLIE}"},
    "mere_arabophone": {f"{ICI} {PUBLIE}"},
    "eleve_cp": set(),
    "enseignante": {f"{ICI} {PUBLIE}"},
    "remplacant": {f"{ICI} {PUBLIE}", f"{LA} {PUBLIE}"},
    "directrice": {f"{ICI} {PUBLIE}", f"{ICI} {BROUILLON}"},
    "directrice_maternelle": {f"{LA} {PUBLIE}", f"{LA} {BROUILLON}"},
    "referente": {f"{ICI} {PUBLIE}", f"{ICI} {BROUILLON}"},
    "operateur": set(),
}


@pytest.mark.parametrize("qui", LUS)
def test_who_reads_which_menus(d, des_menus, qui):
    personne = d.gens[qui]
    assert {des_menus[m.pk] for m in Menu.objects.lus_par(personne)} == LUS[qui]
    ecrits = {des_menus[m.pk] for m in Menu.objects.ecrits_par(personne)}
    assert ecrits == (LUS[qui] if any(BROUILLON in lu for lu in LUS[qui]) else set())
    noms = {"École du Cerf-Volant": ICI, "École Les Coquelicots": LA}
    assert {noms[e.nom] for e in ecoles_lues(personne) if e.nom in noms} == {lu.split()[0] for lu in LUS[qui]}


def test_a_family_declares_in_the_open_services_of_the_schools_of_its_children(d, ouvrir):
    ici, la = ouvrir(), ouvrir(d.maternelle)
    fermer_service(service=ouvrir(nature="etude"), auteur=d.directrice)
    lus = {qui: set(ServicePeriscolaire.objects.des_familles_de(d.gens[qui])) for qui in d.gens}
    assert {qui: services for qui, services in lus.items() if services} == {
        "mere": {ici, la},
        "pere_separe": {ici},
        "mere_arabophone": {ici},
        "assistante": {ici},  # who was confided to read it
    }


def test_a_service_is_read_by_name_where_one_works_and_in_counts_by_the_commune(d, ouvrir, cantiniere):
    ici, la = ouvrir(), ouvrir(d.maternelle)
    lus = {qui: set(ServicePeriscolaire.objects.lus_par(personne)) for qui, personne in d.gens.items()}
    assert {qui: services for qui, services in lus.items() if services} == {
        "enseignante": {ici},
        "enseignant": {ici},
        "remplacant": {ici, la},
        "directrice": {ici},
        "directrice_maternelle": {la},
    }
    comptes = {qui: set(ServicePeriscolaire.objects.comptes_par(personne)) for qui, personne in d.gens.items()}
    assert {qui: services for qui, services in comptes.items() if services} == {
        "directrice": {ici},
        "directrice_maternelle": {la},
        "referente": {ici},
    }
    assert set(ServicePeriscolaire.objects.lus_par(cantiniere)) == {ici}


def test_a_day_declared_in_another_school_of_the_child_is_read_by_who_is_tied_to_it_there(d, ouvrir, dire):
    """A tie opens the child in the school that declared it, and in no other."""
    la = ouvrir(d.maternelle)
    Inscription.objects.create(eleve=d.eleve_cp, classe=d.ms, debut=dt.date(2026, 9, 1))
    dire(la, d.eleve_cp, VENDREDI, par=d.directrice_maternelle, origine=JourDeclare.Origine.ECOLE)
    assert [set(JourDeclare.objects.des_enfants_de(qui)) for qui in (d.mere, d.pere_separe)] == [set(), set()]


def test_who_keeps_a_service_and_left_the_school_keeps_it_no_more(d, cantine):
    cantine.encadrants.add(d.enseignant)
    assert classes_lues(d.enseignant, cantine) is None
    Role.objects.filter(personne=d.enseignant).update(fin=dt.date(2026, 11, 20))
    parti = type(d.enseignant).objects.get(pk=d.enseignant.pk)
    assert classes_lues(parti, cantine) == frozenset()
