"""The public site of a school: made with it, read by everybody, fresh at the next request after a change."""

import datetime as dt
import io
import re

import pytest
from django.core.cache import cache
from PIL import Image
from wagtail.models import Page

from ent.annuaire import actions as annuaire
from ent.annuaire.etages import Mode
from ent.annuaire.models import Etablissement, Place
from pages.actions.site import creer_sites, supprimer_site
from pages.models import PageEquipe, SiteDEcole
from tests.pages.sites import Redaction, bloc_document, bloc_image

ADRESSE = "/ecoles/ecole-du-cerf-volant/"


@pytest.fixture
def redaction(d):
    return Redaction(d.elementaire, d.directrice)


def test_a_school_is_created_with_its_site(d):
    ecole = annuaire.creer_etablissement(
        uai="0780001C", nom="École de la Gare", nature="elementaire", code_insee="78621"
    )
    assert ecole.site.adresse == "http://127.0.0.1:8000/ecoles/ecole-de-la-gare/"
    titres = list(Page.objects.descendant_of(ecole.site.site.root_page).order_by("path").values_list("title", "live"))
    assert titres == [
        ("L’équipe", False), ("Actualités", True), ("Projets", True), ("Infos pratiques", True), ("Contact", True),
        ("Mentions légales", True), ("Accessibilité", True),
    ]  # fmt: skip
    assert Page.find_problems() == ([], [], [], [], [])


def test_making_sites_again_makes_nothing(d):
    assert creer_sites(list(Etablissement.objects.all())) == []


def test_a_site_taken_away_leaves_the_others_whole(d, redaction):
    redaction.actualite(image=redaction.image())
    supprimer_site(site=redaction.site)
    assert not SiteDEcole.objects.filter(etablissement=d.elementaire).exists()
    assert Page.find_problems() == ([], [], [], [], [])
    assert SiteDEcole.objects.count() == 2
    creer_sites([d.elementaire])
    assert SiteDEcole.objects.count() == 3


@pytest.mark.parametrize(
    "page", ["", "actualites/", "projets/", "pratique/", "contact/", "mentions-legales/", "accessibilite/"]
)
def test_everybody_reads_the_first_pages(page, d, client):
    reponse = client.get(ADRESSE + page)
    assert reponse.status_code == 200
    assert "École du Cerf-Volant" in reponse.text
    assert reponse["X-Robots-Tag"] == "all"


def test_a_draft_and_what_is_under_it_are_not_there(d, client, redaction):
    assert client.get(f"{ADRESSE}equipe/").status_code == 404
    article = redaction.actualite()
    assert client.get(f"{ADRESSE}actualites/{article.slug}/").status_code == 200
    article.get_parent().specific.unpublish(user=redaction.auteur)
    assert client.get(f"{ADRESSE}actualites/{article.slug}/").status_code == 404


def test_a_kept_page_costs_one_query_and_is_fresh_after_a_change(d, client, redaction, django_assert_num_queries):
    assert "La semaine du goût" not in client.get(ADRESSE).text
    with django_assert_num_queries(1):
        client.get(ADRESSE)
    article = redaction.actualite("La semaine du goût")
    assert "La semaine du goût" in client.get(ADRESSE).text
    article.title = "La semaine du pain"
    article.save_revision(user=redaction.auteur)
    assert "La semaine du pain" not in client.get(ADRESSE).text
    article.latest_revision.publish(user=redaction.auteur)
    assert "La semaine du pain" in client.get(ADRESSE).text
    article.unpublish(user=redaction.auteur)
    assert "La semaine du pain" not in client.get(ADRESSE).text


def test_what_the_direction_settles_is_on_the_page_at_once(d, client):
    assert "8 h 30" in client.get(f"{ADRESSE}pratique/").text
    annuaire.regler_etablissement(
        etablissement=d.elementaire, auteur=d.directrice, champs={"matin_debut": dt.time(8, 20)}
    )
    assert "8 h 20" in client.get(f"{ADRESSE}pratique/").text


def test_its_colours_are_a_setting_that_the_territory_may_fix_at_once_for_all(d, client):
    adresse = d.elementaire.site.prefixe

    def dire(place: Place, valeur: str, mode: str = Mode.LIBRE) -> str:
        annuaire.regler(place=place, code="pages.palette", valeur=valeur, mode=mode, auteur=d.operateur)
        return re.search(r'data-palette="(\w+)"', client.get(adresse).text)[1]

    assert re.search(r'data-palette="(\w+)"', client.get(adresse).text)[1] == "tableau"
    assert dire(Place(ecole=d.elementaire), "prune") == "prune"
    assert dire(Place(), "ocean") == "prune"
    assert dire(Place(), "ocean", Mode.FIXE) == "ocean"
    assert dire(Place(), "ocean") == "prune"  # what the school had chosen comes back


def test_a_signed_in_reader_gets_the_same_page(d, client, entrer):
    cache.clear()
    signee = entrer(d.mere).get(ADRESSE).text
    assert signee == client.get(ADRESSE).text
    assert "Belhadj" not in signee


def test_a_browser_that_has_the_page_is_told_so(d, client):
    premiere = client.get(ADRESSE)
    assert premiere.headers["Cache-Control"] == "no-cache"
    assert client.get(ADRESSE, headers={"If-None-Match": premiere.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(("articles", "requetes"), [(1, 19), (3, 19)])
def test_the_list_of_news_costs_the_same_whatever_their_number(
    articles, requetes, d, client, redaction, django_assert_num_queries
):
    for n in range(articles):
        redaction.actualite(f"Nouvelle {n}", image=redaction.image())
    client.get(f"{ADRESSE}contact/")
    with django_assert_num_queries(requetes):
        page = client.get(f"{ADRESSE}actualites/").text
    assert page.count('class="site-article"') == articles


# --- Its own host ---------------------------------------------------------------------------------------------------
@pytest.fixture
def a_son_hote(d, settings, redaction):
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "cerf-volant.exemple.fr"]
    SiteDEcole.objects.filter(pk=redaction.site.pk).update(hote="cerf-volant.exemple.fr")


def test_a_school_with_a_host_answers_there_and_only_its_site_does(d, client, a_son_hote, redaction):
    la_bas = {"HTTP_HOST": "cerf-volant.exemple.fr"}
    page = client.get("/", **la_bas)
    assert page.status_code == 200
    assert 'href="/actualites/"' in page.text
    article = redaction.actualite("Ici")
    assert article.full_url == f"http://cerf-volant.exemple.fr:8000/actualites/{article.slug}/"
    assert client.get(f"/actualites/{article.slug}/", **la_bas).status_code == 200
    for chemin in ("/entrer/", "/cms/", "/messagerie/", "/ecoles/ecole-les-coquelicots/", "/accueil/"):
        assert client.get(chemin, **la_bas).status_code == 404, chemin
    assert client.get(ADRESSE).headers["Location"] == "http://cerf-volant.exemple.fr:8000/"


# --- Images and documents -------------------------------------------------------------------------------------------
def test_an_image_is_public_while_a_live_page_shows_it(d, client, redaction):
    image = redaction.image(taille=(1200, 800))
    adresse = image.renditions.get(filter_spec="width-480").url
    assert client.get(adresse).status_code == 404
    article = redaction.actualite(corps=[bloc_image(image)])
    assert client.get(adresse).status_code == 200
    page = client.get(f"{ADRESSE}actualites/{article.slug}/").text
    assert 'alt="Des tomates"' in page
    assert adresse in page
    article.unpublish(user=redaction.auteur)
    assert client.get(adresse).status_code == 404


def test_a_browser_that_reads_avif_is_sent_the_lighter_image_under_the_same_right(d, client, redaction):
    image = redaction.image(taille=(1200, 800))
    article = redaction.actualite(corps=[bloc_image(image)])
    page = client.get(f"{ADRESSE}actualites/{article.slug}/").text
    legere = image.renditions.get(filter_spec="width-480|format-avif")
    assert f'<source type="image/avif" srcset="{legere.url} 480w, ' in page
    lue = client.get(legere.url)
    assert lue.headers["Content-Type"] == "image/avif"
    with Image.open(io.BytesIO(lue.content)) as ouverte:
        assert (ouverte.format, ouverte.size) == ("AVIF", (480, 320))
    article.unpublish(user=redaction.auteur)
    assert client.get(legere.url).status_code == 404


def test_a_draft_shows_its_image_to_those_who_write_alone(d, client, entrer, redaction):
    image = redaction.image(taille=(1200, 800))
    redaction.actualite(publiee=False, image=image)
    adresse = image.renditions.get(filter_spec="width-480").url
    assert client.get(adresse).status_code == 404
    assert entrer(d.directrice).get(adresse).status_code == 200
    assert entrer(d.directrice_maternelle).get(adresse).status_code == 404
    assert entrer(d.mere).get(adresse).status_code == 404


@pytest.mark.parametrize("personnes", ["", "eleves"])
def test_an_image_of_which_nobody_said_who_is_on_it_is_not_shown(personnes, d, client, redaction):
    image = redaction.image(personnes=personnes)
    article = redaction.actualite(corps=[bloc_image(image)])
    page = client.get(f"{ADRESSE}actualites/{article.slug}/").text
    assert "<img" not in page
    assert "Résumé de La semaine du goût" in page
    assert client.get(image.renditions.get(filter_spec="width-480").url).status_code == 404


def test_an_image_of_another_school_is_never_shown(d, client, redaction):
    ailleurs = Redaction(d.maternelle, d.directrice_maternelle).image()
    article = redaction.actualite(corps=[bloc_image(ailleurs)])
    assert "<img" not in client.get(f"{ADRESSE}actualites/{article.slug}/").text
    assert client.get(ailleurs.renditions.get(filter_spec="width-480").url).status_code == 404


def test_a_document_is_public_while_a_live_page_shows_it(d, client, redaction):
    document = redaction.document()
    assert client.get(document.url).status_code == 404
    article = redaction.actualite(corps=[bloc_document(document)])
    reponse = client.get(document.url)
    assert reponse.status_code == 200
    assert reponse.headers["Content-Disposition"].startswith("attachment")
    article.unpublish(user=redaction.auteur)
    assert client.get(document.url).status_code == 404


def test_the_team_is_what_the_school_wrote(d, client, redaction):
    page = redaction.page(PageEquipe)
    page.corps = [{"type": "membre", "value": {"nom": "Mme Quéméneur", "fonction": "Directrice", "image": None}}]
    page.save_revision(user=redaction.auteur).publish(user=redaction.auteur)
    assert "Mme Quéméneur" in client.get(f"{ADRESSE}equipe/").text


def test_news_of_a_section_that_is_taken_down_are_on_no_page_and_in_no_feed(d, client, redaction):
    """The section was not there any more, and the home went on saying what it held."""
    article = redaction.actualite("La semaine du goût", image=redaction.image())
    pages = [ADRESSE, f"{ADRESSE}flux/"]
    assert all("La semaine du goût" in client.get(page).text for page in pages)
    article.get_parent().specific.unpublish(user=redaction.auteur)
    for page in pages:
        lue = client.get(page)
        assert (lue.status_code, "La semaine du goût" in lue.text, "Résumé de" in lue.text) == (200, False, False), page


def test_a_number_of_page_that_no_list_reaches_is_not_kept(d, client, redaction):
    """Whoever asks for ten thousand of them filled the cache, where the brakes of the way in are."""
    client.get(f"{ADRESSE}actualites/")
    gardees = len(cache._cache)
    for numero in range(2, 9):
        for page in (f"{ADRESSE}actualites/", f"{ADRESSE}contact/"):
            assert client.get(f"{page}?page={numero}").status_code == 200
    assert len(cache._cache) <= gardees + 1
