"""What stays behind a frontier when a pupil, a teacher or a travail moves."""

import datetime as dt
import time

import pytest
from django.urls import reverse
from django.utils import timezone

from cahier_de_textes.actions import organisation
from cahier_de_textes.actions import travaux as actions
from cahier_de_textes.actions.commun import Public
from cahier_de_textes.actions.familles import relancer
from cahier_de_textes.actions.reserve import partager
from cahier_de_textes.actions.seances import ecrire_seance
from cahier_de_textes.actions.signaler import signaler_ecrits
from cahier_de_textes.evenements import TRAVAIL_PUBLIE, TRAVAIL_RAPPELE, concernes_par_la_seance
from cahier_de_textes.models import Seance, Travail
from cahier_de_textes.texte_riche import nettoyer
from ent.annuaire.actions import donner_role
from ent.annuaire.models import Groupe, Inscription, Personne, Role
from ent.diffusion.models import Notification
from tests.cahier_de_textes.test_actions import JEUDI, donner, lecteurs
from tests.cahier_de_textes.test_remises import rendre
from tests.fichiers import fabriques


def relu(personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


def changer_de_classe(eleve, classe) -> None:
    aujourd_hui = timezone.localdate()
    Inscription.objects.filter(eleve=eleve, fin=None).update(fin=aujourd_hui - dt.timedelta(days=1))
    Inscription.objects.create(eleve=eleve, classe=classe, niveau="CM2", debut=aujourd_hui)


# --- A named pupil who changes class ----------------------------------------------------------------------------------
def test_a_named_pupil_who_changed_class_is_no_more_of_it(
    d,
    mardi,
    entrer,
    signaux,
    django_capture_on_commit_callbacks,
):
    travail = donner(d, eleves=[d.eleve_ce1], texte="Revoir avec Kenza", est_a_rendre=True)
    seance = ecrire_seance(
        auteur=d.enseignante, classe=d.cp_ce1, eleves=[d.eleve_ce1], titre="Soutien", date=timezone.localdate()
    )
    assert lecteurs(d, travail) == ["directrice", "eleve_ce1", "enseignante", "mere_arabophone"]
    changer_de_classe(d.eleve_ce1, d.cm2)
    assert lecteurs(d, travail) == ["directrice", "enseignante"]
    assert not Seance.objects.des_enfants_de(relu(d.eleve_ce1)).exists()
    assert concernes_par_la_seance(seance) == {d.enseignante.pk}
    with django_capture_on_commit_callbacks(execute=True):
        signaler_ecrits([travail, seance])
    assert [destinataires for destinataires, _type, _id in signaux] == [{d.enseignante.pk}] * 2
    page = entrer(relu(d.enseignante)).get(reverse("cahier_suivi", args=[travail.pk])).text
    assert "Haddad" not in page
    post = entrer(relu(d.eleve_ce1)).post(reverse("cahier_rendre", args=[travail.pk, d.eleve_ce1.uuid]), {})
    assert post.status_code == 404


# --- A travail given to others ----------------------------------------------------------------------------------------
def test_what_pupils_handed_in_does_not_follow_the_travail_to_the_teachers_of_a_group(d, mardi, entrer):
    d.groupe_lecture.enseignants.add(d.enseignante)
    travail = donner(d, est_a_rendre=True)
    remise = rendre(travail, d.eleve_cp, "Mon secret")
    actions.corriger_travail(
        travail=travail,
        auteur=d.enseignante,
        nature="lire",
        texte="Relire",
        date_pour=JEUDI,
        public=Public(groupe=d.groupe_lecture),
    )
    siennes = [rendre(travail, d.eleve_ce1, "Kenza lit"), rendre(travail, d.eleve_ce1, "Elle relit")]
    maitre = entrer(relu(d.enseignant))
    assert maitre.get(reverse("cahier_remise", args=[remise.pk])).status_code == 404
    page = maitre.get(reverse("cahier_remises", args=[travail.pk])).text
    assert "Kenza" in page and "Inès" not in page
    assert maitre.get(reverse("cahier_remise", args=[siennes[0].pk])).status_code == 200


# --- Scheduled content ------------------------------------------------------------------------------------------------
def donner_au_groupe(d, travail, groupe) -> None:
    actions.corriger_travail(
        travail=travail, auteur=d.enseignante, nature="lire", texte="x", date_pour=JEUDI, public=Public(groupe=groupe)
    )


def test_nor_to_a_direction_that_holds_a_group(d, mardi, entrer):
    d.groupe_lecture.enseignants.add(d.enseignante, d.directrice)
    travail = donner(d, est_a_rendre=True)
    remise = rendre(travail, d.eleve_cp, "À moi", fichiers=[fabriques.televerse("a.jpg", fabriques.photo())])
    donner_au_groupe(d, travail, d.groupe_lecture)
    directrice = entrer(relu(d.directrice))
    assert d.eleve_cp.prenom not in directrice.get(reverse("cahier_remises", args=[travail.pk])).text
    assert directrice.get(reverse("cahier_remise", args=[remise.pk])).status_code == 404
    assert directrice.get(remise.fichiers.get().adresse("320")).status_code == 404
    directrice.post(reverse("cahier_remise", args=[remise.pk]), {"tampon": "bravo"})
    assert not remise.retours.exists()


def test_nor_to_the_teacher_of_another_group_of_the_pupil(d, mardi, entrer):
    """Kenza is in Yann's « Lecture », not in his « Chorale », to which the travail of her class goes."""
    chorale = Groupe.objects.create(etablissement=d.elementaire, annee=d.cp_ce1.annee, nom="Chorale")
    chorale.enseignants.add(d.enseignant, d.enseignante)
    chorale.eleves.add(d.eleve_cm2)
    travail = donner(d, est_a_rendre=True)
    remises = {eleve: rendre(travail, eleve, "Le mien") for eleve in (d.eleve_ce1, d.eleve_cm2)}
    donner_au_groupe(d, travail, chorale)
    statuts = [
        entrer(relu(d.enseignant)).get(reverse("cahier_remise", args=[remise.pk])).status_code
        for remise in remises.values()
    ]
    assert statuts == [404, 200]


def test_a_repetition_is_not_read_before_what_it_repeats(d, mardi):
    a = mardi + dt.timedelta(days=1)
    travail = donner(d, a=a, texte="La surprise")
    organisation.repeter(ecrit=travail, auteur=d.enseignante, jours=[0, 1], jusqu_au=dt.date(2026, 12, 10))
    assert Travail.objects.count() == 5 and not Travail.objects.des_enfants_de(relu(d.mere)).exists()
    assert not Notification.objects.filter(nature=TRAVAIL_PUBLIE).exists()


def test_a_copy_is_not_read_before_its_original(d, mardi, horloge):
    travail = donner(d, a=mardi + dt.timedelta(days=1), texte="La surprise")
    organisation.dupliquer(ecrit=travail, auteur=d.enseignante, date=dt.date(2026, 11, 27), classe=d.cp_ce1)
    assert not Travail.objects.des_enfants_de(relu(d.mere)).exists()
    horloge(mardi + dt.timedelta(days=1))
    assert Travail.objects.des_enfants_de(relu(d.mere)).count() == 2


# --- Reminders --------------------------------------------------------------------------------------------------------
def test_a_withdrawn_series_takes_its_reminders_back(d, mardi):
    travail = donner(d)
    relancer(travail=travail, auteur=d.enseignante, motif="vu")
    assert Notification.objects.filter(nature=TRAVAIL_RAPPELE).exists()
    organisation.retirer(ecrit=travail, auteur=d.enseignante)
    assert not Notification.objects.filter(nature=TRAVAIL_RAPPELE).exists()


def test_a_reminder_is_taken_back_from_those_it_does_not_concern_any_more(d, mardi):
    travail = donner(d)
    relancer(travail=travail, auteur=d.enseignante, motif="vu")
    actions.corriger_travail(
        travail=travail,
        auteur=d.enseignante,
        nature="lire",
        texte="Pour Kenza",
        date_pour=JEUDI,
        public=Public(classe=d.cp_ce1, eleves=(d.eleve_ce1,)),
    )
    restent = Notification.objects.filter(nature=TRAVAIL_RAPPELE)
    assert set(restent.values_list("eleve", flat=True)) == {d.eleve_ce1.pk}


# --- A remplaçant who left --------------------------------------------------------------------------------------------
def test_who_left_does_not_read_what_others_wrote_since_in_their_travail(d, mardi, entrer):
    travail = donner(d, auteur=d.remplacant, classe=d.cm2, texte="Lire")
    d.remplacant.affectations.filter(classe=d.cm2).update(fin=timezone.localdate() - dt.timedelta(days=1))
    Role.objects.filter(personne=d.remplacant, etablissement=d.elementaire).update(
        fin=timezone.localdate() - dt.timedelta(days=1)
    )
    actions.corriger_travail(
        travail=travail,
        auteur=d.enseignant,
        nature="lire",
        texte="Bilan de Sofiane",
        date_pour=JEUDI,
        public=Public(classe=d.cm2, eleves=(d.eleve_cm2,)),
    )
    client = entrer(relu(d.remplacant))
    assert "Bilan de Sofiane" not in client.get("/cahier/reserve/?quoi=travail").text
    assert client.get(reverse("cahier_reserve_reprendre", args=["travail", travail.pk])).status_code == 404
    assert "Bilan de Sofiane" in entrer(relu(d.enseignant)).get(reverse("cahier_travail", args=[travail.pk])).text


def test_who_left_still_takes_up_what_they_alone_wrote(d, mardi):
    travail = donner(d, auteur=d.remplacant, classe=d.cm2, texte="Lire")
    d.remplacant.affectations.filter(classe=d.cm2).delete()
    assert list(Travail.objects.reserve_de(relu(d.remplacant))) == [travail]


def test_each_item_of_a_series_says_who_corrected_it(d, mardi):
    travail = donner(d, auteur=d.remplacant, classe=d.cm2, texte="Lire")
    organisation.repeter(ecrit=travail, auteur=d.remplacant, jours=[0], jusqu_au=dt.date(2026, 12, 8))
    d.remplacant.affectations.filter(classe=d.cm2).delete()
    travail.refresh_from_db()
    actions.corriger_travail(travail=travail, auteur=d.enseignant, nature="lire", texte="Autre", date_pour=JEUDI)
    organisation.corriger_les_suivants(ecrit=travail, auteur=d.enseignant)
    assert not Travail.objects.reserve_de(relu(d.remplacant)).exists()


# --- Staff who do not teach -------------------------------------------------------------------------------------------
def test_what_teachers_share_is_not_read_by_other_staff(d, mardi, entrer):
    travail = donner(d, auteur=d.enseignante, texte="Prêté")
    partager(ecrit=travail, auteur=d.enseignante, est_partage=True)
    donner_role(personne=d.mere_arabophone, nature=Role.Nature.PERSONNEL, etablissement=d.elementaire)
    client = entrer(relu(d.mere_arabophone))
    assert client.get(f"{reverse('cahier_reserve')}?quoi=travail").status_code == 403
    assert client.get(reverse("cahier_reserve_reprendre", args=["travail", travail.pk])).status_code == 404
    assert list(Travail.objects.reserve_de(relu(d.enseignant))) == [travail]


# --- Addresses and contents that were made up -------------------------------------------------------------------------
@pytest.mark.parametrize("dit", ["retire=abc", "retire=-5", "seance_retiree=x", "geste=²"])
def test_an_address_that_says_no_number_shows_the_week(d, mardi, entrer, dit):
    semaine = reverse("cahier_classe", args=[d.cp_ce1.pk])
    assert entrer(d.enseignante).get(f"{semaine}?{dit}").status_code == 200


def test_a_link_that_opens_a_program_is_never_shown(d, mardi, entrer):
    lien = {"type": "lien", "value": {"adresse": "javascript:alert(1)", "titre": "Un jeu"}}
    travail = donner(d, contenu=[lien])
    page = entrer(d.mere).get(reverse("cahier_enfant_travail", args=[d.eleve_cp.uuid, travail.pk])).text
    assert "Relire la page 14" in page and "javascript:" not in page and "Un jeu" not in page


def test_a_text_of_nested_empty_tags_holds_nobody_up():
    avant = time.process_time()
    assert nettoyer(f"<p>Lis</p>{'<b>' * 30_000}{'</b>' * 30_000}").startswith("<p>Lis</p>")
    assert time.process_time() - avant < 2


# --- Who works in the school no more ----------------------------------------------------------------------------------
def test_who_works_there_no_more_hears_nothing(d, mardi, signaux, django_capture_on_commit_callbacks):
    Role.objects.filter(personne=d.enseignant).update(fin=dt.date(2026, 11, 23))
    with django_capture_on_commit_callbacks(execute=True):
        rendre(donner(d, classe=None, groupe=d.groupe_lecture, est_a_rendre=True), d.eleve_ce1, "Le mien")
        rendre(donner(d, classe=d.cm2, est_a_rendre=True), d.eleve_cm2, "Le mien")
    assert signaux and not [qui for qui, _nature, _pk in signaux if d.enseignant.pk in qui]
