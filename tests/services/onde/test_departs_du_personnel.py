"""Who works in the school and is in the staff file no more: proposed, and gone only when a person says so."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from ent.annuaire import actions
from ent.annuaire.models import EntreeJournal, Personne, Responsabilite, Role
from ent.services.onde import depots
from ent.services.onde.models import ImportOnde
from ent.services.onde.planifier import planifier

from .exports import (
    TITRES_ELEVES,
    TITRES_PERSONNELS,
    TITRES_RESPONSABLES,
    appliquer,
    eleve,
    fichier_personnels,
    responsable,
    texte,
)
from .test_pages_import import deposer, lire_le_formulaire

LIGNE = "Mme;;VIDAL;Rose;;;;;rose@ecole.exemple.fr;;;Non;"


def accueillir(ecole, prenom: str, nom: str, *, nature: str = "enseignant", **options) -> Personne:
    identite = {"prenom": prenom, "nom": nom, "civilite": "", "courriel_contact": ""}
    return actions.accueillir(etablissement=ecole, auteur=None, identite=identite, nature=nature, **options)


@pytest.fixture
def rose(ecole, directeur) -> Personne:
    return accueillir(ecole, "Rose", "Vidal")


@pytest.fixture
def omar(ecole, directeur) -> Personne:
    return accueillir(ecole, "Omar", "Diallo")


def test_who_is_in_no_line_is_proposed_and_the_direction_is_not(ecole, directeur, rose, omar):
    accueillir(ecole, "Léa", "Nguyen", fin=timezone.localdate() + dt.timedelta(days=7))  # a replacement ends by itself
    plan = planifier(ecole, [fichier_personnels(LIGNE)])
    assert [(str(d), d.roles, d.est_dit) for d in plan.departs_proposes] == [("Omar Diallo", "enseignant", False)]
    assert plan.comptes()["personnels_partis"] == 0


def test_two_people_of_the_name_of_one_line_are_both_kept(ecole, directeur, rose, omar):
    accueillir(ecole, "Rose", "Vidal", nature="personnel")
    assert [str(d) for d in planifier(ecole, [fichier_personnels(LIGNE)]).departs_proposes] == ["Omar Diallo"]


def test_without_a_staff_file_nobody_is_proposed(ecole, directeur, omar, trois_eleves):
    assert planifier(ecole, [trois_eleves]).departs_proposes == []


def test_who_is_ticked_leaves_and_who_is_not_stays(ecole, directeur, rose, omar, entrer):
    lea = accueillir(ecole, "Léa", "Nguyen")
    client = entrer(directeur)
    page = client.get(deposer(client, ecole, texte(TITRES_PERSONNELS, [LIGNE])).url)
    assert "Absents du fichier du personnel" in page.text
    envoi = lire_le_formulaire(page) | {f"q-depart-{omar.uuid}": "part"}
    depot = ImportOnde.objects.get(etablissement=ecole)
    fini = client.post(reverse("annuaire_import_appliquer", args=[ecole.uai, depot.pk]), envoi, follow=True)
    assert "1 départ dans l’équipe" in fini.text
    en_poste = Role.objects.filter(etablissement=ecole, fin=None).order_by("personne__nom")
    assert [role.personne for role in en_poste] == [directeur, lea, rose]
    assert [e.objet for e in EntreeJournal.objects.filter(verbe="annuaire.noter_un_depart")] == [f"personne {omar.pk}"]


def test_a_ticked_box_of_the_direction_or_of_another_school_does_nothing(ecole, autre_ecole, directeur, rose, entrer):
    ailleurs = accueillir(autre_ecole, "Omar", "Diallo")
    client = entrer(directeur)
    page = client.get(deposer(client, ecole, texte(TITRES_PERSONNELS, [LIGNE])).url)
    assert "Absents du fichier du personnel" not in page.text
    envoi = lire_le_formulaire(page) | {f"q-depart-{p.uuid}": "part" for p in (directeur, ailleurs)}
    depot = ImportOnde.objects.get(etablissement=ecole)
    client.post(reverse("annuaire_import_appliquer", args=[ecole.uai, depot.pk]), envoi)
    assert not EntreeJournal.objects.filter(verbe="annuaire.noter_un_depart").exists()
    ici = Role.objects.filter(fin=None, etablissement__in=[ecole, autre_ecole])
    assert {role.personne for role in ici} == {directeur, rose, ailleurs}


# --- Whoever imports for the direction ----------------------------------------------------------------------------------
def test_to_whom_imports_are_confided_says_neither_who_works_there_nor_who_directs(ecole, directeur, omar, entrer):
    """A staff file names directions: by it they would hold more than was confided to them."""
    jour = timezone.localdate()
    actions.confier_des_pouvoirs(
        etablissement=ecole, personne=omar, auteur=directeur, pouvoirs=["import"], debut=jour, fin=jour
    )
    sien = texte(TITRES_PERSONNELS, [";;DIALLO;Omar;;;;;;;;Oui;"])
    refus = deposer(entrer(omar), ecole, sien)
    assert refus.status_code == 422
    assert "La direction seule l’importe" in refus.text
    assert not ImportOnde.objects.exists()

    page = entrer(directeur).get(deposer(entrer(directeur), ecole, sien).url)
    depot = ImportOnde.objects.get(etablissement=ecole)
    adresse = reverse("annuaire_import_appliquer", args=[ecole.uai, depot.pk])
    entrer(omar).post(adresse, lire_le_formulaire(page))
    depot.refresh_from_db()
    assert depot.etat == ImportOnde.Etat.LU
    assert {role.nature for role in Role.objects.filter(personne=omar)} == {"enseignant"}


def test_a_plan_that_ties_an_adult_to_a_child_waits_for_the_direction(ecole, directeur, omar, entrer, trois_eleves):
    """By such a tie one reads all of the child: whoever imports for the direction would give it to themselves."""
    appliquer(ecole, trois_eleves)
    jour = timezone.localdate()
    actions.confier_des_pouvoirs(
        etablissement=ecole, personne=omar, auteur=directeur, pouvoirs=["import"], debut=jour, fin=jour
    )
    client = entrer(omar)
    parent = texte(TITRES_RESPONSABLES, [responsable("M.", "DIALLO", "Omar", ("MARTIN", "Adèle"))])
    page = client.get(deposer(client, ecole, parent).url)
    assert "La direction applique ce plan" in page.text
    depot = ImportOnde.objects.get(etablissement=ecole)
    adresse = reverse("annuaire_import_appliquer", args=[ecole.uai, depot.pk])
    assert client.post(adresse, lire_le_formulaire(page)).status_code == 403
    assert not Responsabilite.objects.filter(etablissement=ecole).exists()
    assert client.get(reverse("annuaire_attente", args=[ecole.uai])).status_code == 404
    entrer(directeur).post(adresse, lire_le_formulaire(page))
    assert Responsabilite.objects.filter(etablissement=ecole).count() == 1


def test_pupils_and_their_classes_are_applied_by_whom_imports_are_confided_to(ecole, directeur, omar, entrer):
    jour = timezone.localdate()
    actions.confier_des_pouvoirs(
        etablissement=ecole, personne=omar, auteur=directeur, pouvoirs=["import"], debut=jour, fin=jour
    )
    client = entrer(omar)
    page = client.get(deposer(client, ecole, texte(TITRES_ELEVES, [eleve("PETIT", "Camille")])).url)
    depot = ImportOnde.objects.get(etablissement=ecole)
    client.post(reverse("annuaire_import_appliquer", args=[ecole.uai, depot.pk]), lire_le_formulaire(page))
    depot.refresh_from_db()
    assert depot.etat == ImportOnde.Etat.APPLIQUE


def test_a_power_taken_back_before_the_worker_comes_applies_nothing(ecole, directeur, omar, entrer):
    jour = timezone.localdate()
    mandat = actions.confier_des_pouvoirs(
        etablissement=ecole, personne=omar, auteur=directeur, pouvoirs=["import"], debut=jour, fin=jour
    )
    client = entrer(omar)
    client.get(deposer(client, ecole, texte(TITRES_ELEVES, [eleve("PETIT", "Camille")])).url)
    depot = ImportOnde.objects.get(etablissement=ecole)
    plan = depots.plan_de(depot)
    ImportOnde.objects.update(etat=ImportOnde.Etat.EN_COURS, empreinte=plan.empreinte(), demande_le=timezone.now())
    actions.reprendre_des_pouvoirs(mandat=mandat, auteur=directeur)
    depots.appliquer(import_id=depot.pk)
    depot.refresh_from_db()
    assert depot.etat == ImportOnde.Etat.ECHOUE
    assert "La direction seule applique ce plan" in depot.erreur


def test_who_is_there_until_a_day_is_no_new_person_when_the_file_names_them(d, mardi):
    """A remplaçant: one account, the class and the role that they had, to the day that was said."""
    fin = mardi.date() + dt.timedelta(days=24)
    d.remplacant.roles.update(fin=fin)
    d.remplacant.affectations.update(fin=fin)
    ligne = f"M.;;{d.remplacant.nom};{d.remplacant.prenom};;;;;;;;Non;CM2"
    faits = appliquer(d.elementaire, fichier_personnels(ligne), auteur=d.directrice)
    assert not faits.keys() & {"personnels_crees", "roles_donnes", "affectations_creees"}
    assert Personne.objects.filter(nom=d.remplacant.nom, prenom=d.remplacant.prenom).get() == d.remplacant
    assert set(d.remplacant.affectations.values_list("fin", flat=True)) == {fin}
    proposes = planifier(d.elementaire, [fichier_personnels(LIGNE)]).departs_proposes
    assert d.remplacant not in [propose.personne for propose in proposes]  # leaves on that day by itself
