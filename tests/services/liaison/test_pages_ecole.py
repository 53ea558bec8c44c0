"""The pages of who prepares: a class in one view, one pupil's page, a PAI apart."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import EntreeJournal, Personne
from ent.diffusion.models import Notification
from ent.services.liaison.actions import montrer, preparation
from ent.services.liaison.forms.preparation import dates_proposees
from ent.services.liaison.lectures.preparation import suivi_de
from ent.services.liaison.models import Avis, Campagne, Dossier, Retour
from tests.services.liaison.conftest import relire


def repondre(dossier: Dossier, personne: Personne, *, choix: str = "", accorde: bool = True, parties=None) -> None:
    """What this holder answers to the last words shown."""
    version = dossier.versions.first()
    Retour.objects.update_or_create(
        dossier=dossier,
        personne=personne,
        defaults={"version_lue": version.numero, "lu_le": version.montree_le, "choix": choix},
    )
    for ligne in version.contenu if choix in ("oui", "non", "sauf") else ():
        if parties is None or ligne["partie"] in parties:
            Avis.objects.update_or_create(
                dossier=dossier,
                personne=personne,
                partie=ligne["partie"],
                defaults={"empreinte": ligne["empreinte"], "accorde": accorde},
            )


def ligne_de(dossier: Dossier):
    return next(ligne for ligne in suivi_de(dossier.campagne).lignes if ligne.dossier == dossier)


# --- The class in one view --------------------------------------------------------------------------------------------
def test_what_a_family_did_is_its_state(d, montre):
    assert ligne_de(montre).etat.nom == "a_lire"
    repondre(montre, d.mere)
    assert (ligne_de(montre).etat.nom, ligne_de(montre).detail) == ("lu", "Mme Belhadj, le 24 novembre")
    repondre(montre, d.mere, choix="oui")
    assert ligne_de(montre).etat.nom == "accord", "one « oui » is enough for a usual act"
    repondre(montre, d.pere_separe, choix="non", accorde=False)
    assert ligne_de(montre).etat.nom == "non", "two answers that differ: nothing goes"
    repondre(montre, d.pere_separe, choix="parler")
    assert ligne_de(montre).etat.nom == "parler"


def test_what_a_stranger_answered_and_what_was_said_of_other_words_count_for_nothing(d, montre, ecrire):
    repondre(montre, d.mere_arabophone, choix="oui")
    assert ligne_de(montre).etat.nom == "a_lire"
    repondre(montre, d.mere, choix="oui")
    ecrire(montre, sait="Il écrit.", positions={"CPD_FRA": 1})
    assert ligne_de(montre).ma_page == "à remontrer"
    montrer.montrer(dossier=relire(montre), auteur=d.enseignant)
    assert ligne_de(montre).etat.nom == "a_lire"


def test_the_page_says_how_many_may_go_and_filters_those_to_follow(d, montre, entrer):
    repondre(montre, d.mere, choix="oui")
    adresse = reverse("liaison_campagne", args=[montre.campagne.uuid])
    client = entrer(d.enseignant)
    page = client.get(adresse).text
    assert "<b>1</b> sur 12" in page
    assert "À suivre · 11" in page
    assert "Sofiane" not in client.get(f"{adresse}?qui=suivre").text


@pytest.mark.parametrize("combien", [1, 3])
def test_the_class_costs_the_same_whatever_its_number(d, campagne, ecrire, entrer, django_assert_num_queries, combien):
    ceux = list(campagne.dossiers.all()[:combien])
    for un in ceux:
        ecrire(un, sait="Il lit.")
    montrer.montrer_les(campagne=campagne, auteur=d.enseignant, dossiers=[x.pk for x in ceux])
    campagne.dossiers.exclude(pk__in=[x.pk for x in ceux]).delete()
    client = entrer(d.enseignant)
    with django_assert_num_queries(14):
        client.get(reverse("liaison_campagne", args=[campagne.uuid]))


# --- Reminders --------------------------------------------------------------------------------------------------------
def test_those_whose_word_is_missing_alone_are_reminded_once_a_day(d, montre, entrer):
    client = entrer(d.enseignant)
    adresse = reverse("liaison_relancer", args=[montre.campagne.uuid])
    assert "Un rappel part vers 1 famille." in client.post(adresse, follow=True).text
    rappels = Notification.objects.filter(nature="liaison.relance")
    assert {n.destinataire for n in rappels} == {d.mere, d.pere_separe}
    assert "Un rappel est déjà parti aujourd’hui." in client.post(adresse, follow=True).text


def test_a_family_that_answered_is_not_reminded(d, montre):
    repondre(montre, d.mere, choix="oui")
    assert montrer.relancer(campagne=montre.campagne, auteur=d.enseignant) == 0


def test_nobody_ticked_nothing_is_added_and_it_is_said(d, dossier, entrer):
    adresse = reverse("liaison_completer", args=[dossier.campagne.uuid])
    page = entrer(d.directrice).post(adresse, {}, follow=True).text
    assert "Rien n’est ajouté : cochez d’abord les élèves." in page and "dossier de plus" not in page


# --- One pupil's page -------------------------------------------------------------------------------------------------
def test_it_is_written_and_undone_by_its_page(d, dossier, entrer):
    client = entrer(d.enseignant)
    adresse = reverse("liaison_preparer", args=[dossier.uuid])
    envoi = {"sait": "Il écrit.", "pap": "Tiers temps.", "destination_dite": "Collège privé"}
    page = client.post(adresse, envoi, follow=True).text
    ecrit = relire(dossier)
    assert (ecrit.sait, ecrit.amenagements) == ("Il écrit.", [{"sorte": "pap", "texte": "Tiers temps."}])
    assert (ecrit.destination, ecrit.nom_de_destination) == (None, "Collège privé")
    assert ecrit.positions == {"CPD_FRA": 3}, "what its page does not show stays"
    annuler = reverse("liaison_annuler", args=[dossier.campagne.uuid, ecrit.avant["geste"]])
    assert annuler in page
    client.post(annuler)
    assert (relire(dossier).sait, relire(dossier).destination) == ("Il lit seul un roman.", d.college)


def test_a_name_typed_beside_a_school_that_is_chosen_is_asked_about_and_not_lost(d, dossier, entrer):
    client, adresse = entrer(d.enseignant), reverse("liaison_preparer", args=[dossier.uuid])
    envoi = {"sait": "Il lit.", "destination": d.college.pk, "destination_dite": "Collège privé"}
    refus = client.post(adresse, envoi)
    assert refus.status_code == 422 and "gardez l’un des deux" in refus.text and 'value="Collège privé"' in refus.text
    assert client.post(adresse, envoi | {"destination": ""}).status_code == 302
    assert client.post(adresse, envoi).status_code == 302, (
        "the name that was kept gives way to the school chosen after it"
    )
    assert (relire(dossier).destination, relire(dossier).destination_dite) == (d.college, "")


def test_a_draft_that_is_taken_up_is_shown_and_saved_by_its_own_button(d, dossier, entrer):
    adresse = reverse("liaison_preparer", args=[dossier.uuid])
    page = entrer(d.enseignant).post(adresse, {"sait": "Il écrit.", "contenu-geste": "reprendre-tout"})
    assert (page.status_code, "Il écrit." in page.text) == (200, True)
    assert relire(dossier).sait == "Il lit seul un roman."


def test_two_who_write_the_same_page_overwrite_nothing_unseen(d, dossier, entrer):
    adresse = reverse("liaison_preparer", args=[dossier.uuid])
    version = entrer(d.enseignant).get(adresse).context["formulaire"].version
    preparation.corriger_dossier(dossier=dossier, auteur=d.directrice, sait="Il compte.")
    reponse = entrer(d.enseignant).post(adresse, {"sait": "Il écrit.", "version": version})
    assert reponse.status_code == 422
    assert "Mme Quéméneur a modifié cela" in reponse.text
    assert relire(dossier).sait == "Il compte."


def test_it_is_shown_from_its_page(d, dossier, entrer):
    adresse = reverse("liaison_montrer_un", args=[dossier.uuid])
    assert "peut le lire" in entrer(d.enseignant).post(adresse, follow=True).text
    assert dossier.versions.count() == 1


# --- A PAI --------------------------------------------------------------------------------------------------------------
def test_a_pai_is_read_by_the_head_alone_and_its_words_are_in_no_journal(d, dossier, entrer):
    adresse = reverse("liaison_sante", args=[dossier.uuid])
    assert entrer(d.directrice).post(adresse, {"texte": "Arachide : trousse."}).status_code == 302
    assert relire(dossier).sante == "Arachide : trousse."
    assert entrer(d.enseignant).get(adresse).status_code == 404
    page = reverse("liaison_preparer", args=[dossier.uuid])
    assert "Arachide" in entrer(d.directrice).get(page).text
    assert "Arachide" not in entrer(d.enseignant).get(page).text
    assert "Arachide" not in str(EntreeJournal.objects.filter(verbe__startswith="liaison").values_list("details"))
    assert relire(dossier).avant.get("dits", {}).get("sante") is None


# --- Opened -----------------------------------------------------------------------------------------------------------
def test_a_class_is_offered_the_passages_that_its_pupils_call_for(d, mardi, entrer):
    adresse = reverse("liaison_ouvrir", args=[d.cm2.pk])
    client = entrer(d.enseignant)
    choix = [cle for cle, _libelle in client.get(adresse).context["formulaire"].fields["vers"].choices]
    assert choix == ["6e", "ecole"]
    dates = {"date_reponse": "2027-05-12", "date_envoi": "2027-05-22"}
    refus = client.post(adresse, dates | {"vers": "ecole"})
    assert (refus.status_code, "Cochez au moins un élève." in refus.text) == (422, True)
    assert "12 dossiers vers la 6e" in client.post(adresse, dates | {"vers": "6e"}, follow=True).text


def test_what_is_opened_is_offered_no_more_and_is_led_to(d, campagne, entrer):
    client, adresse = entrer(d.enseignant), reverse("liaison_ouvrir", args=[d.cm2.pk])
    la = reverse("liaison_campagne", args=[campagne.uuid])
    dates = {"date_reponse": "2027-05-12", "date_envoi": "2027-05-22"}
    assert [vers for vers, _l in client.get(adresse).context["formulaire"].fields["vers"].choices] == ["ecole"]
    refus = client.post(adresse, dates | {"vers": "6e"})
    assert (refus.status_code, f'<a href="{la}">' in refus.text, "ce qui est marqué" in refus.text) == (
        422,
        True,
        False,
    )
    liste = client.get(reverse("liaison_ecole"))
    assert (adresse in liste.text, liste.context["classes"]) == (True, [(d.cm2, [Campagne.Vers.ECOLE])])
    assert client.post(adresse, dates | {"vers": "ecole", "eleves": [d.eleve_cm2.pk]}).status_code == 302
    assert adresse not in client.get(reverse("liaison_ecole")).text
    assert client.get(adresse).url in {la, reverse("liaison_campagne", args=[d.cm2.campagnes_de_liaison.last().uuid])}


@pytest.mark.parametrize(
    ("aujourd_hui", "reponse", "envoi"),
    [
        ((2026, 11, 3), (2027, 5, 12), (2027, 5, 22)),
        ((2027, 1, 31), (2027, 5, 12), (2027, 5, 22)),
        ((2027, 2, 1), (2027, 3, 3), (2027, 3, 13)),
        ((2027, 3, 8), (2027, 4, 19), (2027, 4, 19)),  # spring holidays: on from 3 April
        ((2027, 6, 10), (2027, 7, 2), (2027, 7, 2)),  # never after the summer's
    ],
)
def test_proposed_dates_are_in_may_else_in_a_month_and_never_in_holidays(d, horloge, aujourd_hui, reponse, envoi):
    horloge(dt.datetime(*aujourd_hui, 10, tzinfo=dt.UTC))
    assert dates_proposees(d.cm2) == {"date_reponse": dt.date(*reponse), "date_envoi": dt.date(*envoi)}


def test_where_it_goes_is_not_lost_with_the_school_that_closes(d, dossier, entrer):
    """It was left out of the choices: whoever saved a comma said, without seeing it, that it goes nowhere."""
    Dossier.objects.filter(pk=dossier.pk).update(destination=d.college)
    type(d.college).objects.filter(pk=d.college.pk).update(fermee_le=timezone.now())
    adresse = reverse("liaison_preparer", args=[dossier.uuid])
    choisi = re.search(r'<option value="(\d*)" selected', entrer(d.enseignant).get(adresse).text)
    entrer(d.enseignant).post(adresse, {"sait": "Il lit.", "destination": choisi[1] if choisi else ""})
    assert (relire(dossier).sait, relire(dossier).destination_id) == ("Il lit.", d.college.pk)
