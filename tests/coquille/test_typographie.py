"""Where spaces are held: read as bytes, since `reponse.text` gives tests the plain ones back."""

import gzip
import re

import pytest
from django.http import HttpResponse, JsonResponse
from django.test import Client

from ent.coquille.middleware import tenue

N = "\u00a0"
MANQUES = re.compile(r"[^>\s] [:;!?»](?=[\s<])|« ")


def libres(reponse) -> list[str]:
    """Spaces between the tags of a page from which a sign could go to another line."""
    html = re.sub(r"(?s)<(script|style|textarea)\b.*?</\1>", "", reponse.content.decode())
    return [m for texte in re.split(r"<[^>]*>", html) for m in MANQUES.findall(texte)]


def test_pages_fragments_refusals_and_the_page_without_network_hold_their_signs(d, mardi, entrer):
    mere = entrer(d.mere)
    pages = [
        mere.get("/"),
        mere.get("/carnet/", headers={"hx-request": "true"}),
        mere.get("/nulle-part/"),
        Client().post("/entrer/", {"login": "personne", "password": "rien"}),
        Client().get("/hors-ligne/"),
        Client().get("/ecoles/ecole-du-cerf-volant/"),
    ]
    assert [libres(page) for page in pages] == [[]] * len(pages)
    assert N in pages[0].content.decode()
    for page in pages:
        assert page.get("Content-Length", str(len(page.content))) == str(len(page.content))


def test_a_public_page_that_is_kept_compressed_was_held_before(d, mardi):
    comprimee = Client().get("/ecoles/ecole-du-cerf-volant/", headers={"accept-encoding": "gzip"})
    assert comprimee["Content-Encoding"] == "gzip"
    claire = Client().get("/ecoles/ecole-du-cerf-volant/")
    assert gzip.decompress(comprimee.content) == claire.content
    assert libres(claire) == []


def test_what_is_no_page_is_as_it_was():
    for reponse in (JsonResponse({"dit": "Qui vient ?"}), HttpResponse("Qui vient ?", content_type="text/csv")):
        avant = reponse.content
        assert tenue(reponse).content == avant
    assert tenue(HttpResponse("Qui vient ?")).content.decode() == f"Qui vient{N}?"


@pytest.mark.besoin_de("cahier_de_textes")
def test_what_was_typed_is_given_back_as_it_was_typed(d, mardi, entrer):
    """A field that is shown again holds what its writer wrote."""
    chemin = f"/cahier/classe/{d.cp_ce1.pk}/travail/"
    page = entrer(d.enseignante).post(chemin, {"texte": "Lire « Le loup » : pages 3 ; 4 !"}).content.decode()
    assert "Lire « Le loup » : pages 3 ; 4 !" in page
