"""What families were told says what the travail is now, and counts what they may read."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cahier_de_textes import taches
from cahier_de_textes.actions import organisation
from cahier_de_textes.actions import travaux as actions
from cahier_de_textes.actions.commun import Public
from cahier_de_textes.actions.decalage import decaler
from cahier_de_textes.actions.familles import relancer, voir
from cahier_de_textes.actions.gestes import annuler_geste
from cahier_de_textes.models import Travail
from ent.diffusion.models import Notification
from tests.cahier_de_textes.test_actions import JEUDI, MARDI_21H, MERCREDI_7H, donner
from tests.cahier_de_textes.test_frontieres import changer_de_classe, relu


def corriger(d, travail, texte, **champs) -> None:
    champs = {"nature": "lire", "date_pour": travail.date_pour} | champs
    actions.corriger_travail(travail=travail, auteur=d.enseignante, texte=texte, **champs)


def dites_a(personne) -> list[str]:
    return list(Notification.objects.filter(destinataire=personne).order_by("pk").values_list("texte", flat=True))


# --- A correction -----------------------------------------------------------------------------------------------------
def test_what_was_corrected_is_kept_in_nothing_that_was_told(d, mardi, entrer):
    travail = donner(d, texte="Voir le dossier de Kenza")
    relancer(travail=travail, auteur=d.enseignante, motif="vu")
    corriger(d, travail, "Relire la page 3", nature="apprendre", date_pour=dt.date(2026, 11, 27))
    assert "dossier" not in entrer(relu(d.mere)).get(reverse("notifications")).text
    assert dites_a(d.mere) == [
        "Inès · À apprendre pour vendredi 27 novembre : Relire la page 3",
        "Inès · Rappel : À apprendre pour vendredi 27 novembre : Relire la page 3",
    ]
    rappel = Notification.objects.get(destinataire=d.mere, nature="cahier_de_textes.travail_rappele")
    assert rappel.adresse == reverse("cahier_lire", args=[travail.pk])


def test_it_is_said_again_in_the_language_of_each_reader(d, mardi):
    d.mere.langue = "ar"
    d.mere.save(update_fields=["langue"])
    travail = donner(d)
    corriger(d, travail, "Relire la page 3")
    (dite,) = dites_a(d.mere)
    assert "Relire la page 3" in dite and "pour" not in dite


def test_a_series_and_its_undoing_are_said_again_too(d, mardi):
    travail = donner(d, texte="un")
    organisation.repeter(ecrit=travail, auteur=d.enseignante, jours=[0], jusqu_au=dt.date(2026, 11, 30))
    copie = Travail.objects.exclude(pk=travail.pk).get()
    actions.annoncer_travail(travail=copie)
    travail.refresh_from_db()
    corriger(d, travail, "deux")
    geste = organisation.corriger_les_suivants(ecrit=travail, auteur=d.enseignante)
    assert [dite.rpartition(" ")[2] for dite in dites_a(d.mere)] == ["deux", "deux"]
    annuler_geste(geste=geste, auteur=d.enseignante)
    assert [dite.rpartition(" ")[2] for dite in dites_a(d.mere)] == ["deux", "un"]


def test_what_waits_for_its_hour_is_not_said_by_the_next_ones_of_its_series(d, mardi, entrer):
    travail = donner(d, a=timezone.now() + dt.timedelta(days=1), texte="un")
    organisation.repeter(ecrit=travail, auteur=d.enseignante, jours=[0], jusqu_au=dt.date(2026, 11, 30))
    travail.refresh_from_db()
    copie = Travail.objects.exclude(pk=travail.pk).get()
    corriger(d, copie, "un", a=timezone.now())
    corriger(d, travail, "La surprise")
    page = reverse("cahier_serie", args=["travail", travail.pk])
    refus = entrer(d.enseignante).post(page, {"acte": "corriger"}, follow=True)
    assert "elles sauraient avant l’heure ce que dit celui-ci" in refus.text
    copie.refresh_from_db()
    assert copie.texte == "un"


# --- Withdrawn, and put back ------------------------------------------------------------------------------------------
def non_lues(personne) -> list[str]:
    return list(Notification.objects.non_lues().filter(destinataire=personne).values_list("nature", flat=True))


@pytest.mark.parametrize("par", ["retrait", "geste"])
def test_withdrawn_by_mistake_and_put_back_it_is_still_to_be_read_by_who_had_not(d, mardi, par):
    travail = donner(d)
    relancer(travail=travail, auteur=d.enseignante, motif="vu")
    Notification.objects.filter(destinataire=d.pere_separe).update(lue_le=mardi)
    if par == "retrait":
        actions.retirer_travail(travail=travail, auteur=d.enseignante)
        assert not Notification.objects.exists()
        actions.remettre_travail(travail=travail, auteur=d.enseignante)
    else:
        geste = organisation.retirer(ecrit=travail, auteur=relu(d.enseignante))
        assert not Notification.objects.exists()
        annuler_geste(geste=geste, auteur=relu(d.enseignante))
    assert sorted(non_lues(d.mere)) == ["cahier_de_textes.travail_publie", "cahier_de_textes.travail_rappele"]
    assert non_lues(d.pere_separe) == [] and len(dites_a(d.pere_separe)) == 2


@pytest.mark.parametrize("par", ["retrait", "geste"])
def test_withdrawn_before_its_hour_and_put_back_after_it_is_told(d, horloge, par):
    horloge(MARDI_21H)
    travail = donner(d)
    if par == "retrait":
        actions.retirer_travail(travail=travail, auteur=d.enseignante)
    else:
        geste = organisation.retirer(ecrit=travail, auteur=relu(d.enseignante))
    horloge(MERCREDI_7H)
    taches.annoncer.call(travail.pk)
    assert dites_a(d.mere) == []
    horloge(MERCREDI_7H + dt.timedelta(minutes=30))
    if par == "retrait":
        actions.remettre_travail(travail=Travail.objects.get(), auteur=d.enseignante)
    else:
        annuler_geste(geste=geste, auteur=relu(d.enseignante))
    assert len(dites_a(d.mere)) == 1


def test_put_back_before_its_hour_it_waits_for_it(d, horloge):
    horloge(MARDI_21H)
    travail = donner(d)
    actions.retirer_travail(travail=travail, auteur=d.enseignante)
    actions.remettre_travail(travail=travail, auteur=d.enseignante)
    assert dites_a(d.mere) == []
    horloge(MERCREDI_7H)
    taches.annoncer.call(travail.pk)
    assert len(dites_a(d.mere)) == 1


def test_of_a_series_put_back_those_that_were_simply_there_are_not_told(d, horloge):
    horloge(MARDI_21H)
    travail = donner(d)
    organisation.repeter(ecrit=travail, auteur=d.enseignante, jours=[0, 3], jusqu_au=dt.date(2026, 12, 10))
    travail.refresh_from_db()
    geste = organisation.retirer(ecrit=travail, auteur=relu(d.enseignante), et_les_suivants=True)
    horloge(MERCREDI_7H)
    annuler_geste(geste=geste, auteur=relu(d.enseignante))
    assert (Travail.objects.presents().count(), len(dites_a(d.mere))) == (5, 1)


def test_what_undoing_withdraws_is_told_no_more_and_may_be_put_back(d, mardi):
    travail = donner(d)
    geste = organisation.dupliquer(ecrit=travail, auteur=d.enseignante, classe=d.cp_ce1, date=dt.date(2026, 11, 30))
    assert len(dites_a(d.mere)) == 2
    annuler_geste(geste=geste, auteur=relu(d.enseignante))
    assert len(dites_a(d.mere)) == 1
    actions.remettre_travail(travail=Travail.objects.exclude(pk=travail.pk).get(), auteur=d.enseignante)
    assert len(non_lues(d.mere)) == 2


# --- Everything moves by a class day ----------------------------------------------------------------------------------
def decales(personne) -> list[str]:
    dites = Notification.objects.filter(destinataire=personne, nature="cahier_de_textes.travaux_decales")
    return list(dites.values_list("texte", flat=True))


def test_moving_counts_what_this_family_reads(d, mardi):
    travail = donner(d, niveau="CP", texte="un")
    donner(d, eleves=[d.eleve_ce1], texte="pour Kenza")
    donner(d, niveau="CE1")
    donner(d, est_brouillon=True)
    donner(d, a=timezone.now() + dt.timedelta(hours=30))
    voir(par=d.mere, vus=[(travail, d.eleve_cp)])
    decaler(auteur=d.enseignante, a_partir_de=timezone.localdate(), classe=d.cp_ce1)
    assert decales(d.mere) == ["CP-CE1 : un travail passe au jour de classe suivant."]


@pytest.mark.parametrize("depart", ["nommé", "classe"])
def test_moving_tells_nothing_to_who_is_concerned_no_more(d, mardi, depart):
    travail = donner(d, texte="un")
    voir(par=d.mere, vus=[(travail, d.eleve_cp)])
    if depart == "nommé":
        corriger(d, travail, "Kenza", date_pour=JEUDI, public=Public(classe=d.cp_ce1, eleves=(d.eleve_ce1,)))
    else:
        changer_de_classe(d.eleve_cp, d.cm2)
    decaler(auteur=d.enseignante, a_partir_de=timezone.localdate(), classe=d.cp_ce1)
    assert decales(d.mere) == []
