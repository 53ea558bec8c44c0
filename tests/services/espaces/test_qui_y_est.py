"""Who is on an image that hangs: the page that asks it and the board say one thing, that of the medium on which it is shown."""

import datetime as dt

import pytest
from django.urls import reverse

from cahier_de_textes.actions.travaux import publier_travail

from .test_tableau import demande, image, montrer, permettre

pytestmark = pytest.mark.besoin_de("cahier_de_textes", "ent.services.vie_scolaire")

__all__ = ["demande"]  # a fixture


def test_the_page_that_asks_who_is_on_it_says_what_the_board_says(d, accrocher, demande, entrer):
    fichier = image(d)
    montrer(d, fichier, d.eleve_cm2)
    oeuvre = accrocher(fichier)
    qui, tableau = reverse("fichiers_qui", args=[fichier.uuid]), reverse("espaces_tableau", args=[oeuvre.espace_id])
    client = entrer(d.enseignant)
    avant = client.get(qui).text
    assert "Au tableau de l’espace entre écoles, personne d’autre ne la voit" in avant
    assert "Les familles ne la verront pas" not in avant, "nobody asks here about the journal"
    raison = "n’a pas répondu"
    assert raison in avant and raison in client.get(tableau).text
    permettre(d, demande)
    apres = client.get(qui).text
    assert raison not in apres and "personne d’autre ne la voit" not in apres
    assert "Les deux écoles la voient" in apres and raison not in client.get(tableau).text


@pytest.mark.besoin_de("cahier_de_textes")
def test_an_image_of_a_class_that_hangs_too_is_judged_for_both(d, accrocher, demande, entrer):
    fichier = image(d)
    montrer(d, fichier, d.eleve_cm2)
    accrocher(fichier)
    travail = publier_travail(
        classe=d.cm2, auteur=d.enseignant, nature="lire", texte="Regardez", date_pour=dt.date(2026, 11, 27)
    )
    travail.fichiers.add(fichier)
    permettre(d, demande)
    page = entrer(d.enseignant).get(reverse("fichiers_qui", args=[fichier.uuid])).text
    assert "Les familles ne la verront pas" in page and "personne d’autre ne la voit" not in page
