"""Who registers services, who is offered them, whose openings are whose, and as what one goes there: each word of each rule keeps somebody out."""

import datetime as dt

import pytest
from django.utils import timezone

from ent.annuaire import actions
from ent.annuaire.models import Personne, Role
from ent.services.tiers import droits
from ent.services.tiers.models import OuvertureTiers, ServiceTiers
from tests.annuaire.mandats import secretaire_de

from .conftest import enregistrer, neuf, ouvrir


def test_the_registry_is_the_operator_s_and_directions_are_offered_what_is_not_withdrawn(d):
    ici, _secret = enregistrer(d)
    retire, _secret = enregistrer(d, nom="Ancien", adresses="https://ancien.exemple.fr/entree")
    ServiceTiers.objects.filter(pk=retire.pk).update(retire_le=timezone.now())
    directions = {d.directrice, d.directrice_maternelle}
    for personne in d.gens.values():
        tient = droits.peut_tenir_le_registre(neuf(personne))
        assert tient is (personne == d.operateur)
        assert set(ServiceTiers.objects.tenus_par(neuf(personne))) == ({ici, retire} if tient else set())
        proposes = set(ServiceTiers.objects.proposes_de(neuf(personne)))
        assert proposes == ({ici} if personne in directions else set())


@pytest.fixture
def ouvertures(d) -> dict[str, OuvertureTiers]:
    """The same days ago in each school: open, closed a week ago, closed a year ago, withdrawn by the operator."""
    semaine, an = timezone.now() - dt.timedelta(days=7), timezone.now() - dt.timedelta(days=365)
    faites = {}
    for rang, (etat, ferme, retire) in enumerate([
        ("ouvert", None, None), ("fermé", semaine, None), ("oublié", an, None), ("retiré", None, semaine),
        ("retiré, fermé", semaine, semaine), ("retiré depuis longtemps", None, an), ("fermé bien avant", an, semaine),
    ]):  # fmt: skip
        service, _secret = enregistrer(d, nom=f"Service {rang}", adresses=f"https://s{rang}.exemple.fr/entree")
        for nom, ecole in {"elementaire": d.elementaire, "maternelle": d.maternelle}.items():
            ouvrir(d, service, etablissement=ecole, publics="eleve enseignant")
            ouverture = OuvertureTiers.objects.get(service=service, etablissement=ecole)
            OuvertureTiers.objects.filter(pk=ouverture.pk).update(ferme_le=ferme)
            faites[f"{nom} : {etat}"] = ouverture
        ServiceTiers.objects.filter(pk=service.pk).update(retire_le=retire)
    return faites


def reconnues(ouvertures: dict[str, OuvertureTiers], q) -> set[str]:
    ids = set(OuvertureTiers.objects.filter(q).values_list("pk", flat=True))
    return {nom for nom, ouverture in ouvertures.items() if ouverture.pk in ids}


def test_openings_are_those_of_the_schools_where_one_works_learns_or_follows_a_child(d, ouvertures):
    attendues = {
        d.mere: {"elementaire : ouvert", "maternelle : ouvert"},
        d.pere_separe: {"elementaire : ouvert"},
        d.eleve_ms: {"maternelle : ouvert"},
        d.enseignante: {"elementaire : ouvert"},
        d.assistante: set(),
        d.operateur: set(),
    }
    for personne, siennes in attendues.items():
        assert reconnues(ouvertures, droits.ouvertures_des_ecoles_de(neuf(personne))) == siennes


def test_what_was_closed_lately_by_the_school_or_by_the_operator_is_still_said_there(d, ouvertures):
    recentes = {"fermé", "retiré", "retiré, fermé"}
    for personne, ecoles in {d.pere_separe: {"elementaire"}, d.eleve_ms: {"maternelle"}, d.operateur: set()}.items():
        dites = reconnues(ouvertures, droits.ouvertures_recemment_fermees_de(neuf(personne)))
        assert dites == {f"{ecole} : {etat}" for ecole in ecoles for etat in recentes}


def test_it_is_said_for_two_months(d, ouvertures):
    depuis = timezone.now() - dt.timedelta(days=60)
    limites = {
        "elementaire : fermé": depuis + dt.timedelta(hours=1),
        "elementaire : oublié": depuis - dt.timedelta(hours=1),
    }
    for nom, quand in limites.items():
        OuvertureTiers.objects.filter(pk=ouvertures[nom].pk).update(ferme_le=quand)
    dites = reconnues(ouvertures, droits.ouvertures_recemment_fermees_de(neuf(d.pere_separe)))
    assert "elementaire : fermé" in dites and "elementaire : oublié" not in dites


def test_one_goes_to_a_school_s_service_as_what_one_is_in_that_school(d, ouvertures):
    """Who teaches in one and follows nobody in the other is nothing there."""

    def profils(personne: Personne) -> tuple[str, str]:
        ici, la = ouvertures["elementaire : ouvert"], ouvertures["maternelle : ouvert"]
        return droits.profil(neuf(personne), ici, ()), droits.profil(neuf(personne), la, ())

    assert profils(d.enseignante) == ("enseignant", "")
    assert profils(d.remplacant) == ("enseignant", "enseignant")
    assert profils(d.eleve_cp) == ("eleve", "") and profils(d.mere) == ("", "")
    actions.donner_role(personne=d.enseignante, nature=Role.Nature.PERSONNEL, etablissement=d.maternelle)
    assert profils(d.enseignante) == ("enseignant", "")


def test_nobody_goes_where_the_school_opened_it_to_others(d):
    """To each the public that the school named, and to that one alone; its families by their children, unless these were taken out."""
    service, _secret = enregistrer(d, publics="eleve enseignant direction personnel responsable")
    attendus = {
        "eleve": {"eleve_cp"},
        "enseignant": {"enseignante"},
        "direction": {"directrice"},
        "personnel": {"secretaire"},
        "responsable": {"mere"},
    }
    noms = ["eleve_cp", "enseignante", "directrice", "mere", "directrice_maternelle", "operateur"]
    gens = {nom: d.gens[nom] for nom in noms} | {"secretaire": secretaire_de(d)}
    for public, siens in attendus.items():
        OuvertureTiers.objects.all().delete()
        ouvrir(d, service, publics=public)
        ouverture = OuvertureTiers.objects.get()
        profils = {nom: droits.profil(neuf(personne), ouverture, ()) for nom, personne in gens.items()}
        assert {nom: profil for nom, profil in profils.items() if profil} == dict.fromkeys(siens, public)
        assert droits.profil(neuf(d.eleve_cp), ouverture, (), est_retire=True) == ""
        concernes = droits.enfants_concernes(neuf(d.mere), ouverture, ())
        assert {s.eleve.pk for s in concernes} == ({d.eleve_cp.pk, d.eleve_cm2.pk} if public == "eleve" else set())
