"""The token of the forms of a page: one mask for all of them, another for the next page."""

import re

import pytest
from django.middleware.csrf import get_token, rotate_token
from django.test import Client
from django.urls import reverse

from ent.socle.jetons import jeton
from tests.cahier_de_textes.test_actions import donner

pytestmark = pytest.mark.besoin_de("cahier_de_textes")
CHAMP = re.compile(r'name="csrfmiddlewaretoken" value="(\w{64})"')


def test_the_forms_of_a_page_bear_one_token_which_is_taken(d, mardi):
    donner(d)
    donner(d, texte="Apprendre la poésie")
    client = Client(enforce_csrf_checks=True)
    client.force_login(d.mere)
    pages = [client.get(reverse("accueil")).text, client.get(reverse("accueil")).text]
    masques = [CHAMP.findall(page) for page in pages]
    assert len(masques[0]) > 1 and [len({*siens}) for siens in masques] == [1, 1]
    assert masques[0][0] != masques[1][0]
    envois = [{"csrfmiddlewaretoken": masque} for masque in (masques[0][0], "x" * 64)]
    assert [client.post(reverse("notifications"), envoi).status_code for envoi in envois] == [302, 403]


def test_another_secret_has_another_token(rf):
    demande = rf.get("/")
    avant = jeton(demande)
    assert jeton(demande) == avant != get_token(demande)
    rotate_token(demande)
    assert jeton(demande) != avant
