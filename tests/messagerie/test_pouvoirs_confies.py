"""Whoever moderates, or writes mots, for a direction: neither judge of themselves nor of it, and under their own name."""

import pytest
from django.urls import reverse

from messagerie.actions import moderation
from messagerie.actions.mots import Public
from messagerie.models import Signalement
from tests.annuaire.mandats import confier, secretaire_de
from tests.messagerie.mots import envoyer
from tests.messagerie.test_mots_pages import MOT


@pytest.fixture
def secretaire(d, mardi):
    return secretaire_de(d)


def test_what_was_said_of_a_family_is_theirs_to_judge(d, fils_de, ecrire, entrer, secretaire):
    confier(d, secretaire, "moderation")
    message = ecrire(fils_de.foyer(d.eleve_cp, d.mere), d.mere, "Un mot vif")
    moderation.signaler_message(message=message, par=d.enseignante, motif="trop vif")
    assert entrer(secretaire).get(reverse("messagerie_signalement", args=[message.pk])).status_code == 200


def test_what_was_said_of_them_and_what_a_direction_wrote_is_not(d, fils_de, ecrire, entrer, secretaire):
    confier(d, secretaire, "moderation")
    client = entrer(secretaire)
    sien = ecrire(fils_de.equipe, secretaire, "Une menace")
    moderation.signaler_message(message=sien, par=d.enseignante, motif="elle me menace")
    direction = ecrire(fils_de.equipe, d.directrice, "La réunion de lundi")
    client.post(reverse("messagerie_signaler", args=[direction.pk]), {"motif": ""})
    for message, geste in ((sien, "sans_suite"), (direction, "retirer")):
        adresse = reverse("messagerie_signalement", args=[message.pk])
        assert client.get(adresse).status_code == 404
        assert client.post(adresse, {"geste": geste}).status_code == 404
    file = client.get(reverse("messagerie_moderation", args=[d.elementaire.uai]))
    assert "elle me menace" not in file.text
    assert {s.suite for s in Signalement.objects.all()} == {""}
    assert entrer(d.directrice).get(reverse("messagerie_signalement", args=[sien.pk])).status_code == 200


def test_a_mot_of_the_direction_keeps_the_words_of_whoever_signed_it(d, mardi, entrer, secretaire):
    confier(d, secretaire, "carnet")
    le_sien = envoyer(d, auteur=secretaire, public=Public(d.elementaire))
    de_la_tete = envoyer(d, auteur=d.directrice, public=Public(d.elementaire))
    client = entrer(secretaire)
    assert client.get(reverse("carnet_corriger", args=[le_sien.pk])).status_code == 200
    corrige = client.post(reverse("carnet_corriger", args=[de_la_tete.pk]), MOT | {"titre": "Versez 50 euros"})
    assert corrige.status_code == 403
    de_la_tete.refresh_from_db()
    assert de_la_tete.titre != "Versez 50 euros"
