"""Wagtail's administration opens on what one came to change, in our words."""

import re

import pytest
from django.urls import reverse

from pages.actions import site_equipes
from tests.pages.sites import Redaction


@pytest.fixture
def redaction(d) -> Redaction:
    site_equipes.aligner_personne(personne=d.directrice)
    site_equipes.aligner_personne(personne=d.enseignante)
    return Redaction(d.elementaire, d.directrice)


def test_it_opens_on_the_pages_that_one_may_change_each_one_tap_away(d, entrer, redaction):
    actualite = redaction.actualite("Le cross")
    client = entrer(d.directrice)
    entree = client.post(reverse("cms_entrer"), {"ecole": d.elementaire.pk})
    accueil = client.get(entree.url).text
    assert "Que voulez-vous changer ?" in accueil
    assert reverse("wagtailadmin_pages:edit", args=[redaction.accueil.pk]) in accueil
    assert reverse("wagtailadmin_pages:edit", args=[actualite.pk]) in accueil
    titre = re.search(r"<title>(.*?)</title>", accueil, re.DOTALL)[1]
    assert "Wagtail" not in titre
    assert "Guide de l" not in accueil
    for lien in set(re.findall(r'href="(/cms/pages/[^"]+)"', accueil)):
        assert client.get(lien).status_code == 200, lien


def test_an_empty_piece_of_news_is_one_tap_from_the_home(d, entrer, redaction):
    client = entrer(d.directrice)
    assert 'name="quoi" value="actualite"' in client.get("/").text
    entree = client.post(reverse("cms_entrer"), {"ecole": d.elementaire.pk, "quoi": "actualite"})
    assert re.fullmatch(r"/cms/pages/add/pages/actualite/\d+/", entree.url)
    assert client.get(entree.url).status_code == 200


def test_the_menu_has_three_places_and_the_way_back(d, entrer, redaction):
    menu = entrer(d.directrice).get(reverse("wagtailadmin_home")).context["request"]
    from wagtail.admin.menu import admin_menu

    assert {str(entree.label) for entree in admin_menu.menu_items_for_request(menu)} == {
        "Mes écoles", "Toutes les pages", "Photos", "Documents",
    }  # fmt: skip


@pytest.mark.parametrize(("qui", "premier"), [("directrice", "action-publish"), ("enseignante", "action-submit")])
def test_the_first_button_does_what_one_came_for(d, entrer, redaction, qui, premier):
    page = redaction.actualite("Le cross", publiee=False)
    ecrire = entrer(getattr(d, qui)).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert re.findall(r'name="(action-[a-z]+)"', ecrire)[0] == premier


@pytest.mark.parametrize(("qui", "offert"), [("directrice", False), ("enseignante", True)])
def test_a_direction_is_not_offered_to_send_to_itself(d, entrer, redaction, qui, offert):
    page = redaction.actualite("Le cross", publiee=False)
    ecrire = entrer(getattr(d, qui)).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert ("action-submit" in re.findall(r'name="(action-[a-z]+)"', ecrire)) is offert
    assert ("Envoyer à la direction" in ecrire) is offert


def test_a_school_that_one_does_not_write_is_not_there(d, entrer, redaction):
    site_equipes.aligner_personne(personne=d.directrice_maternelle)
    ailleurs = entrer(d.directrice_maternelle).get(reverse("wagtailadmin_home")).text
    assert reverse("wagtailadmin_pages:edit", args=[redaction.accueil.pk]) not in ailleurs


def test_the_list_of_schools_leads_to_each_site_by_its_name_and_a_spreadsheet_holds_its_address(d, entrer, redaction):
    d.elementaire.site.hote = "cerf-volant.exemple.fr"
    d.elementaire.site.save()
    client = entrer(d.operateur)
    page = client.get(reverse("annuaire_ecoles")).text
    assert '<a href="http://cerf-volant.exemple.fr:8000/">Site : École du Cerf-Volant</a>' in page
    assert '<a href="/ecoles/ecole-les-coquelicots/">Site : École Les Coquelicots</a>' in page
    assert not re.search(r">\s*/ecoles/", page), "nobody reads a path"
    tableur = client.get(reverse("annuaire_ecoles_export", args=["csv"])).content.decode("utf-8-sig")
    assert "http://127.0.0.1:8000/ecoles/ecole-les-coquelicots/" in tableur
