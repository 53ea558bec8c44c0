"""What a browser installs: manifest, icons, service worker, and the page for the day without network."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client, override_settings

from ent.coquille.assemblages import adresse


def test_the_manifest_names_the_product_and_its_icons(db):
    reponse = Client().get("/manifeste.webmanifest")
    manifeste = json.loads(reponse.content)
    assert reponse["Content-Type"] == "application/manifest+json"
    assert (manifeste["name"], manifeste["start_url"], manifeste["display"]) == (
        "Mes écoles · Saint-Quentin-en-Yvelines",
        "/",
        "standalone",
    )
    assert [i["purpose"] for i in manifeste["icons"]] == ["any", "any", "any", "maskable"]
    assert [i["src"] for i in manifeste["icons"] if not finders.find(i["src"].removeprefix("/static/"))] == []


@pytest.mark.besoin_de("messagerie")  # whose script leaves what was signed without network
def test_the_service_worker_keeps_the_frame_and_one_page_without_anyone_in_it(db):
    reponse = Client().get("/sw.js")
    gardes = re.search(r"const FICHIERS = \[(.*?)\];", reponse.text)[1].replace('"', "").split(", ")
    frame = [
        "style.css",
        "script.js",
        "typographie.js",
        "carnet.js",
        "appel.css",
        "appel.js",
        "ecoute.css",
        "ecoute.js",
        "facile.css",
        "confort.css",
        "contraste.css",
        "icones.svg",
        "dessins.svg",
    ]
    assert sorted(gardes) == sorted([*map(adresse, frame), "/static/coquille/marque.svg", "/hors-ligne/"])
    assert (reponse["Content-Type"], reponse["Cache-Control"]) == ("text/javascript; charset=utf-8", "no-cache")


def test_the_page_without_network_is_the_same_for_everyone(d, entrer):
    def sans_jeton(page: str) -> str:
        return re.sub(r'"X-CSRFToken": "\w*"', "", page)

    page = entrer(d.mere).get("/hors-ligne/").text
    assert sans_jeton(page) == sans_jeton(Client().get("/hors-ligne/").text)
    assert "Cet appareil n’est plus relié à internet." in page
    assert "Belhadj" not in page


@pytest.mark.parametrize("chemin", ["/sw.js", "/manifeste.webmanifest", "/hors-ligne/", "style"])
def test_files_of_the_frame_are_served_before_anyone_is_known(d, entrer, django_assert_num_queries, chemin):
    """No session is read, so nothing depends on who asks: even someone who still owes a second factor is dressed."""
    client = entrer(d.directrice)
    chemin = adresse("style.css") if chemin == "style" else chemin
    with override_settings(ENT_SECOND_FACTEUR=True), django_assert_num_queries(0):
        reponse = client.get(chemin)
    assert (reponse.status_code, "Cookie" in reponse.get("Vary", ""), reponse.cookies) == (200, False, {})


def test_the_component_page_is_not_served_in_production(client, db):
    assert client.get("/planche/").status_code == 200
    with override_settings(PRODUCTION=True):
        assert client.get("/planche/").status_code == 404


@pytest.mark.besoin_de("cahier_de_textes", "messagerie")  # whose outboxes are scripts beside the frame’s
def test_each_page_names_its_language_its_manifest_and_one_style_sheet(d, entrer, mardi):
    for personne, chemin in ((d.mere, "/"), (d.eleve_cp, "/"), (d.mere, "/langue/")):
        page = entrer(personne).get(chemin).text
        assert page.startswith('<!doctype html>\n<html lang="fr" dir="ltr"')
        # One that holds the first drawing back: the other is of a medium that few have.
        assert page.count('<link rel="stylesheet" href=') == 1
        assert page.count('<link rel="stylesheet" media="(forced-colors: active)" href=') == 1
        assert page.count("<script ") == (
            2 if chemin == "/langue/" else 3
        )  # the frame's and what holds spaces; who hands in, and who signs, have an outbox
        assert '<a class="evitement" href="#contenu">Aller au contenu</a>' in page
        assert page.count("<main ") == 1
        assert page.count("<h1") == 1
