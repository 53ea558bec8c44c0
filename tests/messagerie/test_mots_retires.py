"""A mot that the school took back: to whom it was for, a page that had stayed open and a link say so; to anybody else, nothing."""

import datetime as dt

from django.urls import reverse

from messagerie.actions import mots as actions
from tests.messagerie.mots import envoyer
from tests.messagerie.test_mots_pages import adresse, texte


def test_a_tap_on_what_the_school_took_back_since_says_so_to_whom_it_was_for_alone(d, mardi, entrer):
    mot = envoyer(d, nature="oui_non")
    chemin, lien = adresse("carnet_signer", mot, d.eleve_cp), reverse("carnet_lire", args=[mot.pk])
    dit = "L’école a retiré ce mot : il n’y a plus rien à y lire ni à signer."
    assert entrer(d.mere).get("/").status_code == 200
    actions.retirer_mot(mot=mot, auteur=d.enseignante)
    client = entrer(d.mere)
    tap = client.post(chemin, {"choix": "oui"}, headers={"HX-Request": "true"})
    assert (tap.status_code, tap["HX-Redirect"]) == (204, reverse("carnet"))
    assert dit in texte(client.get(reverse("carnet")))
    garde = client.post(chemin, {"choix": "oui"}, headers={"X-Boite": "1"})
    assert (garde.status_code, garde.json()["phrase"]) == (422, dit)
    for reponse in (
        client.post(chemin, {"choix": "oui"}),
        client.get(lien),
        client.get(adresse("carnet_mot", mot, d.eleve_cp)),
    ):
        assert reponse.status_code == 404 and dit in texte(reponse) and mot.titre not in reponse.text
    assert dit not in texte(client.get(adresse("carnet_mot", mot, d.eleve_cm2)))  # not for that child
    for autre in (d.mere_arabophone, d.enseignant):
        assert "retiré ce mot" not in texte(entrer(autre).post(chemin, {"choix": "oui"}))


def test_what_was_taken_back_before_it_left_was_for_nobody(d, mardi, entrer):
    mot = envoyer(d, nature="oui_non", a=mardi + dt.timedelta(hours=2))
    actions.retirer_mot(mot=mot, auteur=d.enseignante)
    page = entrer(d.mere).get(adresse("carnet_mot", mot, d.eleve_cp))
    assert page.status_code == 404 and "retiré" not in texte(page)
