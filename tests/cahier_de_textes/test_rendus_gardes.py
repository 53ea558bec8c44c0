"""What pupils handed in stays where it is read, whatever becomes of the work; and a try that goes while it is answered."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cahier_de_textes.actions import organisation
from cahier_de_textes.actions import remises as actions
from cahier_de_textes.actions.gestes import annuler_geste
from cahier_de_textes.models import Remise, Travail
from tests.cahier_de_textes.test_actions import JEUDI, donner

ENVOI = {"nature": "lire", "texte": "Ma feuille", "date_pour": JEUDI.isoformat(), "pour": ""}


def rendre(travail, eleve) -> Remise:
    return actions.remettre(travail=travail, eleve=eleve, par=eleve, uuid=uuid4(), texte="Voilà")


def test_a_work_for_which_something_was_handed_in_stays_one_where_it_is_read(d, mardi, entrer):
    travail = donner(d, est_a_rendre=True)
    client, adresse = entrer(d.enseignante), reverse("cahier_modifier", args=[travail.pk])
    essai = rendre(travail, d.eleve_cp)
    refus = client.post(adresse, ENVOI)
    assert refus.status_code == 422 and "ont déjà rendu" in refus.text
    assert client.post(adresse, ENVOI | {"est_a_rendre": "on"}).status_code == 302
    actions.reprendre(remise=essai, par=d.eleve_cp)
    assert client.post(adresse, ENVOI).status_code == 302
    assert not Travail.objects.get().est_a_rendre


def test_nor_is_it_corrected_so_with_the_rest_of_its_series(d, mardi):
    travail = donner(d)
    organisation.repeter(ecrit=travail, auteur=d.enseignante, jours=[3], jusqu_au=JEUDI.replace(month=12, day=4))
    travail.refresh_from_db()
    suivant = Travail.objects.exclude(pk=travail.pk).get()
    Travail.objects.filter(pk=suivant.pk).update(est_a_rendre=True)
    rendre(suivant, d.eleve_cp)
    with pytest.raises(ValidationError, match="ont déjà rendu"):
        organisation.corriger_les_suivants(ecrit=travail, auteur=d.enseignante)
    assert Travail.objects.get(pk=suivant.pk).est_a_rendre


def test_nor_does_undoing_such_a_correction_hide_what_was_handed_in_since(d, mardi):
    travail = donner(d)
    organisation.repeter(ecrit=travail, auteur=d.enseignante, jours=[3], jusqu_au=JEUDI.replace(month=12, day=4))
    Travail.objects.filter(pk=travail.pk).update(est_a_rendre=True)
    travail.refresh_from_db()
    geste = organisation.corriger_les_suivants(ecrit=travail, auteur=d.enseignante)
    suivant = Travail.objects.exclude(pk=travail.pk).get()
    essai = rendre(suivant, d.eleve_cp)
    with pytest.raises(ValidationError, match="ont déjà rendu"):
        annuler_geste(geste=geste, auteur=d.enseignante)
    assert Travail.objects.get(pk=suivant.pk).est_a_rendre
    actions.reprendre(remise=essai, par=d.eleve_cp)
    annuler_geste(geste=geste, auteur=d.enseignante)
    assert not Travail.objects.get(pk=suivant.pk).est_a_rendre


def test_a_try_that_is_taken_back_while_it_is_answered_is_said_to_be_gone(d, mardi, entrer, monkeypatch):
    essai = rendre(donner(d, est_a_rendre=True), d.eleve_cp)
    repondre = actions.repondre

    def reprise_avant(**champs):
        actions.reprendre(remise=Remise.objects.get(), par=d.eleve_cp)
        return repondre(**champs)

    monkeypatch.setattr(actions, "repondre", reprise_avant)
    page = entrer(d.enseignante).post(reverse("cahier_remise", args=[essai.pk]), {"texte": "Bravo"}, follow=True)
    assert page.status_code == 200 and "vient d’être repris" in page.text


def test_a_correction_that_is_refused_never_says_that_the_work_is_not_given(d, mardi, entrer):
    """Families read it: « Rien n’est encore donné » is of a draft alone."""
    travail = donner(d)
    client, adresse = entrer(d.enseignante), reverse("cahier_modifier", args=[travail.pk])
    refus = client.post(adresse, ENVOI | {"texte": ""}).text
    assert "Rien n’est encore corrigé" in refus and "Rien n’est encore donné" not in refus
    brouillon = donner(d, est_brouillon=True)
    assert (
        "Rien n’est encore donné"
        in client.post(reverse("cahier_modifier", args=[brouillon.pk]), ENVOI | {"texte": ""}).text
    )
