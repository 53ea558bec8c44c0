"""What a child handed in stays theirs once the travail is given to them no more: they changed class, or it is for others."""

import datetime as dt

import pytest
from django.urls import reverse

from cahier_de_textes.actions import remises as actions
from cahier_de_textes.actions import travaux
from cahier_de_textes.actions.commun import Public
from cahier_de_textes.evenements import REMISE_CHANGEE, TRAVAIL_PUBLIE
from ent.annuaire import actions as annuaire
from ent.annuaire.models import Inscription
from ent.diffusion.models import Notification
from tests.cahier_de_textes.test_actions import donner
from tests.cahier_de_textes.test_frontieres import changer_de_classe, relu
from tests.cahier_de_textes.test_remises import rendre

HIER = dt.date(2026, 11, 23)


@pytest.fixture
def travail(d, mardi):
    return donner(d, texte="Ma feuille d’arbre", est_a_rendre=True)


@pytest.fixture
def remise(d, travail):
    """Of a pupil who changed class the day after handing in; a classmate handed in as well."""
    rendre(travail, d.eleve_ce1, "Celui de Kenza")
    remise = rendre(travail, d.eleve_cp, "Un chêne")
    changer_de_classe(d.eleve_cp, d.cm2)
    return remise


def page_de(travail, eleve) -> str:
    return reverse("cahier_enfant_travail", args=[eleve.uuid, travail.pk])


@pytest.mark.parametrize("qui", ["mere", "pere_separe"])
def test_the_answer_is_told_and_its_link_opens_for_each_parent(d, travail, remise, entrer, qui):
    actions.repondre(remise=remise, auteur=d.enseignante, texte="Bien vu !")
    client = entrer(relu(getattr(d, qui)))
    page = client.get(Notification.objects.get(nature=REMISE_CHANGEE, destinataire=getattr(d, qui)).adresse)
    assert page.status_code == 200
    assert "Rendu par Inès" in page.text and "Un chêne" in page.text and "Bien vu !" in page.text
    assert "Celui de Kenza" not in page.text
    assert reverse("cahier_cocher", args=[travail.pk, d.eleve_cp.uuid]) not in page.text
    assert reverse("cahier_rendre", args=[travail.pk, d.eleve_cp.uuid]) not in page.text
    assert reverse("cahier_reprendre", args=[remise.pk]) not in page.text


def test_an_answer_told_before_the_change_of_class_is_still_told(d, travail):
    actions.repondre(remise=rendre(travail, d.eleve_cp, "Un chêne"), auteur=d.enseignante, texte="Bien vu !")
    siennes = Notification.objects.filter(destinataire=d.mere, eleve=d.eleve_cp, nature__startswith="cahier_de_textes.")
    assert set(siennes.values_list("nature", flat=True)) == {TRAVAIL_PUBLIE, REMISE_CHANGEE}
    place = d.eleve_cp.inscriptions.get(fin=None)
    annuaire.changer_de_classe(inscription=place, classe=d.cm2, niveau="CM2", auteur=d.directrice)
    assert set(siennes.values_list("nature", flat=True)) == {REMISE_CHANGEE}


def test_what_the_travail_says_since_is_for_those_to_whom_it_is_given(d, travail, remise, entrer):
    travaux.corriger_travail(
        travail=travail,
        auteur=d.enseignante,
        nature="lire",
        texte="Kenza relit sa fiche",
        date_pour=travail.date_pour,
        public=Public(classe=d.cp_ce1, eleves=(d.eleve_ce1,)),
    )
    actions.repondre(remise=remise, auteur=d.enseignante, tampon="bravo")
    for qui, adresse in [
        (d.mere, page_de(travail, d.eleve_cp)),
        (d.eleve_cp, reverse("cahier_eleve_travail", args=[travail.pk])),
        (d.eleve_cp, "/"),
    ]:
        page = entrer(relu(qui)).get(adresse).text
        assert "Kenza" not in page and "Bravo !" in page


def test_the_pupil_opens_it_from_their_own_page(d, travail, remise, entrer):
    actions.repondre(remise=remise, auteur=d.enseignante, tampon="bravo")
    client = entrer(relu(d.eleve_cp))
    adresse = reverse("cahier_eleve_travail", args=[travail.pk])
    assert adresse in client.get("/").text
    page = client.get(adresse)
    assert page.status_code == 200
    assert "Un chêne" in page.text and "Bravo !" in page.text and "Celui de Kenza" not in page.text


def test_nobody_else_opens_it_nor_a_child_who_handed_nothing_in(d, travail, remise, entrer):
    sien = page_de(travail, d.eleve_cp)
    etrangers = ("mere_arabophone", "eleve_cp", "eleve_ce1", "enseignante", "directrice")
    assert {qui: entrer(relu(getattr(d, qui))).get(sien).status_code for qui in etrangers} == dict.fromkeys(
        etrangers, 404
    )
    assert entrer(relu(d.mere_arabophone)).get(page_de(travail, d.eleve_ce1)).status_code == 200
    autre = donner(d, texte="Rien rendu", est_a_rendre=True)
    assert entrer(relu(d.mere)).get(page_de(autre, d.eleve_cp)).status_code == 404
    assert entrer(relu(d.eleve_cp)).get(reverse("cahier_eleve_travail", args=[autre.pk])).status_code == 404


def test_what_was_withdrawn_is_on_no_page(d, travail, remise, entrer):
    travaux.retirer_travail(travail=travail, auteur=d.enseignante)
    assert entrer(relu(d.mere)).get(page_de(travail, d.eleve_cp)).status_code == 404


def test_the_family_of_a_child_who_left_reads_what_they_handed_in_and_is_told_of_nothing_more(d, travail, entrer):
    remise = rendre(travail, d.eleve_cp, "Un chêne")
    Inscription.objects.filter(eleve=d.eleve_cp, fin=None).update(fin=HIER)
    page = entrer(relu(d.mere)).get(page_de(travail, d.eleve_cp))
    assert page.status_code == 200
    assert "Un chêne" in page.text
    assert entrer(relu(d.mere_arabophone)).get(page_de(travail, d.eleve_cp)).status_code == 404
    actions.repondre(remise=remise, auteur=d.enseignante, texte="Bien vu !")
    assert not Notification.objects.filter(nature=REMISE_CHANGEE).exists()


def test_what_a_pupil_who_left_the_school_handed_in_waits_for_no_answer_and_its_page_says_why(d, travail, entrer):
    """The home of the teacher asked for an answer of which nobody would be told."""
    remise = rendre(travail, d.eleve_cp, "Un chêne")
    liste, copie = reverse("cahier_remises", args=[travail.pk]), reverse("cahier_remise", args=[remise.pk])
    client = entrer(d.enseignante)
    assert "1 travail rendu à regarder" in client.get("/").text
    assert "À regarder" in client.get(liste).text and "a quitté" not in client.get(copie).text
    annuaire.noter_la_sortie(eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice)
    assert "travail rendu à regarder" not in client.get("/").text
    page = client.get(liste).text
    assert "A quitté l’école" in page and "À regarder" not in page and "votre réponse" not in page
    assert "Inès a quitté l’école : ni l’élève ni sa famille" in client.get(copie).text.replace("\u00a0", " ")


def test_one_who_changed_class_is_still_answered(d, travail, remise, entrer):
    client = entrer(d.enseignante)
    assert "2 travaux rendus à regarder" in client.get("/").text.replace("\u00a0", " ")
    assert "a quitté" not in client.get(reverse("cahier_remise", args=[remise.pk])).text
