"""Two editors on one page: the second does not write over the first without knowing it, and loses nothing of their words."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page

from pages.models import AccueilDEcole, Actualite
from tests.pages.sites import Redaction
from tests.pages.test_site_publier import envoi


@pytest.fixture
def redaction(d):
    return Redaction(d.elementaire, d.directrice)


@pytest.fixture
def a_deux(d, entrer, redaction):
    """The direction and a teacher of the school, both in Wagtail's administration."""
    clients = entrer(d.directrice), entrer(d.enseignante)
    for client in clients:
        client.post("/cms/entrer/", {"ecole": d.elementaire.pk})
    return clients


def ouvrir(client, page) -> dict:
    """What the page of the editor holds of the version that was read."""
    lue = BeautifulSoup(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text, "html.parser")
    return version(lue)


def version(lue: BeautifulSoup) -> dict:
    noms = ("loaded_revision_id", "loaded_revision_created_at")
    return {nom: champ["value"] for nom in noms if (champ := lue.find("input", {"name": nom}))}


def enregistrer(client, page, donnees: dict):
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), donnees)


def dernier_titre(page) -> str:
    return Page.objects.get(pk=page.pk).get_latest_revision_as_object().title


@pytest.mark.parametrize("publier", [True, False])
def test_the_second_is_told_who_and_when_and_keeps_what_they_typed(publier, d, a_deux, redaction):
    page = redaction.actualite("La kermesse")
    seconde, premiere = a_deux
    vue_par_la_seconde, vue_par_la_premiere = ouvrir(seconde, page), ouvrir(premiere, page)
    assert (
        enregistrer(premiere, page, envoi("La kermesse de juin", publier=False) | vue_par_la_premiere).status_code
        == 302
    )
    reponse = enregistrer(seconde, page, envoi("La fête du quartier", publier=publier) | vue_par_la_seconde)
    assert reponse.status_code == 200
    lue = BeautifulSoup(reponse.text, "html.parser")
    phrase = f"{d.enseignante.nom_affiche} a enregistré cette page le 24 novembre à 10:0"
    assert phrase in lue.get_text()
    assert lue.find("input", {"name": "title"})["value"] == "La fête du quartier"
    assert dernier_titre(page) == "La kermesse de juin"
    assert Actualite.objects.get(pk=page.pk).title == "La kermesse"
    # Knowingly, from the page that said it: the other version stays in the history.
    assert enregistrer(seconde, page, envoi("La fête du quartier", publier=publier) | version(lue)).status_code == 302
    assert dernier_titre(page) == "La fête du quartier"
    titres = [r.as_object().title for r in page.revisions.order_by("pk")]
    assert titres == ["La kermesse", "La kermesse de juin", "La fête du quartier"]


def test_another_error_beside_does_not_hide_it(a_deux, redaction):
    page = redaction.actualite("La kermesse")
    seconde, premiere = a_deux
    vue = ouvrir(seconde, page)
    enregistrer(premiere, page, envoi("La kermesse de juin", publier=False) | ouvrir(premiere, page))
    reponse = enregistrer(seconde, page, envoi("", publier=True) | vue)
    assert "pendant que vous l’écriviez" in reponse.text


def test_a_page_that_nobody_had_written_yet_is_guarded_too(a_deux, redaction):
    """The pages laid with the school have no version."""
    page = AccueilDEcole.objects.get(pk=redaction.accueil.pk)
    seconde, premiere = a_deux
    assert (ouvrir(premiere, page), ouvrir(seconde, page)) == ({}, {})
    commun = {"slug": page.slug, "corps-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    assert enregistrer(premiere, page, commun | {"title": "Notre école", "accroche": ""}).status_code == 302
    reponse = enregistrer(seconde, page, commun | {"title": "L’école du parc", "accroche": ""})
    assert (reponse.status_code, "pendant que vous l’écriviez" in reponse.text) == (200, True)
    assert dernier_titre(page) == "Notre école"


def test_alone_one_saves_twice_in_a_row(a_deux, redaction):
    page = redaction.actualite("La kermesse")
    seule = a_deux[0]
    for titre in ("La kermesse de juin", "La kermesse du 12 juin"):
        assert enregistrer(seule, page, envoi(titre) | ouvrir(seule, page)).status_code == 302
    assert Actualite.objects.get(pk=page.pk).title == "La kermesse du 12 juin"
