"""The pages of a site as data: what a visitor reads, and nothing else."""

import datetime as dt

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from pages.models import Actualite, PageEquipe, RubriqueActualites, SiteDEcole
from tests.pages.sites import Redaction, bloc_document, bloc_image

API = "/ecoles/ecole-du-cerf-volant/api/v2/pages/"


@pytest.fixture
def redaction(d):
    return Redaction(d.elementaire, d.directrice)


@pytest.fixture
def ailleurs(d):
    return Redaction(d.maternelle, d.directrice_maternelle)


def titres(client, suite: str = "") -> list[str]:
    reponse = client.get(API + suite)
    assert reponse.status_code == 200, reponse.text
    return [page["title"] for page in reponse.json()["items"]]


PREMIERES = [
    "École du Cerf-Volant", "Actualités", "Projets", "Infos pratiques", "Contact", "Mentions légales", "Accessibilité",
]  # fmt: skip


def test_the_list_is_that_of_the_public_pages_of_this_school(d, client, redaction, ailleurs):
    ailleurs.actualite("Zébulon")
    redaction.actualite("Brouillon d’Amandine", publiee=False)
    article = redaction.actualite("La semaine du goût")
    attendus = [*PREMIERES[:2], "La semaine du goût", *PREMIERES[2:]]
    assert titres(client) == attendus
    reponse = client.get(API)
    assert reponse.json()["meta"] == {"total_count": 8}
    assert reponse.json()["items"][2] == {
        "id": article.pk,
        "meta": {
            "type": "pages.Actualite",
            "detail_url": f"http://127.0.0.1:8000{API}{article.pk}/",
            "html_url": f"http://127.0.0.1:8000/ecoles/ecole-du-cerf-volant/actualites/{article.slug}/",
            "slug": article.slug,
            "first_published_at": timezone.localtime(article.first_published_at).isoformat(),
        },
        "title": "La semaine du goût",
    }
    assert reponse.headers["Content-Type"] == "application/json"
    assert reponse.cookies == {}


def test_a_news_says_its_date_its_summary_and_its_blocks_as_they_are_drawn(client, redaction):
    image = redaction.image(taille=(1200, 800))
    corps = [{"type": "texte", "value": "<p>Des <b>pommes</b></p>"}, bloc_image(image)]
    article = redaction.actualite("La semaine du goût", corps=corps)
    donnees = client.get(f"{API}{article.pk}/").json()
    assert set(donnees) == {"id", "meta", "title", "date", "resume", "corps"}
    assert (donnees["date"], donnees["resume"]) == ("2026-11-24", "Résumé de La semaine du goût")
    assert [bloc["type"] for bloc in donnees["corps"]] == ["texte", "image"]
    assert "<b>pommes</b>" in donnees["corps"][0]["html"]
    adresse = image.renditions.get(filter_spec="width-480").url
    assert adresse in donnees["corps"][1]["html"]
    assert client.get(adresse).status_code == 200


@pytest.mark.parametrize("personnes", ["", "eleves"])
def test_a_picture_that_may_not_be_shown_has_no_address_there(personnes, client, redaction, ailleurs):
    images = [redaction.image("Le potager", personnes), ailleurs.image("Zébulon")]
    article = redaction.actualite(corps=[bloc_image(image) for image in images])
    assert "medias" not in client.get(f"{API}{article.pk}/").text


def test_all_fields_of_a_page_are_those_above_and_no_others(d, client, redaction):
    article = redaction.actualite(corps=[bloc_document(redaction.document())])
    toutes = client.get(f"{API}{article.pk}/?fields=*")
    assert toutes.json() == client.get(f"{API}{article.pk}/").json()
    for liste in (f"{API}?fields=*", f"{API}?type=pages.Actualite&fields=*"):
        assert d.directrice.nom not in client.get(liste).text
    assert set(client.get(f"{API}?type=pages.Actualite&fields=*").json()["items"][0]) == {
        "id", "meta", "title", "date", "resume",
    }  # fmt: skip
    for champ in (
        "owner",
        "live_revision",
        "latest_revision",
        "etablissement",
        "locked_by",
        "draft_title",
        "path",
        "illustration",
        "revisions",
        "view_restrictions",
        "illustration(file)",
        "owner(courriel)",
    ):
        assert client.get(f"{API}{article.pk}/", {"fields": champ}).status_code == 400, champ
        assert client.get(API, {"type": "pages.Actualite", "fields": champ}).status_code == 400, champ


def test_what_a_visitor_may_not_open_is_404(client, redaction, ailleurs):
    """A draft, what was withdrawn, what waits for its day, what is under one of these, what is private, another school."""
    brouillon = redaction.actualite("Brouillon", publiee=False)
    retiree = redaction.actualite("Retirée")
    retiree.unpublish()
    prevue = redaction.actualite("Prévue", publiee=False)
    prevue.go_live_at = timezone.now() + dt.timedelta(days=2)
    prevue.save_revision().publish()
    privee = redaction.actualite("Privée")
    PageViewRestriction.objects.create(page=privee, restriction_type="password", password=make_password("sesame"))
    cachees = [
        brouillon,
        retiree,
        prevue,
        privee,
        redaction.page(PageEquipe),
        ailleurs.actualite("Zébulon"),
        ailleurs.accueil,
        Page.objects.get(depth=1),
    ]
    assert [client.get(f"{API}{page.pk}/").status_code for page in cachees] == [404] * len(cachees)
    assert titres(client) == PREMIERES


def test_a_page_under_one_that_was_withdrawn_is_not_there(client, redaction):
    article = redaction.actualite()
    redaction.page(RubriqueActualites).unpublish()
    assert client.get(f"{API}{article.pk}/").status_code == 404
    assert titres(client) == [PREMIERES[0], *PREMIERES[2:]]
    assert titres(client, "?search=semaine") == []


def test_words_of_a_draft_are_not_found(client, redaction, ailleurs):
    ailleurs.actualite("Goûter de Zébulon")
    redaction.actualite("Goûter secret", publiee=False)
    article = redaction.actualite("Goûter de Noël")
    article.title = "Surprise"
    article.save_revision()
    assert titres(client, "?search=goûter") == ["Goûter de Noël"]
    assert titres(client, "?search=surprise") == []
    assert titres(client, "?search=%00") == []


def test_the_tree_is_walked_in_this_school_alone(client, redaction, ailleurs):
    article = redaction.actualite()
    rubrique = redaction.page(RubriqueActualites)
    assert titres(client, f"?child_of={rubrique.pk}") == [article.title]
    assert titres(client, "?child_of=root") == PREMIERES[1:]
    assert titres(client, f"?ancestor_of={article.pk}") == ["École du Cerf-Volant", "Actualités"]
    etrangeres = [
        ailleurs.accueil.pk,
        ailleurs.page(RubriqueActualites).pk,
        ailleurs.actualite("Zébulon").pk,
        Page.objects.get(depth=1).pk,
        redaction.actualite("Brouillon", publiee=False).pk,
    ]
    for axe in ("child_of", "descendant_of", "ancestor_of"):
        for page in etrangeres:
            reponse = client.get(API, {axe: page})
            assert (reponse.status_code, "Zébulon" in reponse.text) == (400, False), (axe, page)


@pytest.mark.parametrize(
    "requete",
    [
        "limit=21", "limit=-1", "limit=x", "offset=-1", "offset=100001", "offset=99999999999999999999", "order=random",
        "order=owner", "order=latest_revision__user", "type=pages.ImageDEcole", "type=annuaire.Personne", "type=x",
        "site=2", "site=localhost", "locale=fr", "translation_of=1", "title=x", "owner=1", "live=false",
        "rich_text_format=db_html", "child_of=x", f"fields={'a(' * 2000}", "fields=)",
    ],
)  # fmt: skip
def test_what_is_asked_beside_is_refused(requete, d, client):
    assert client.get(f"{API}?{requete}").status_code == 400


@pytest.mark.parametrize(("articles", "requetes"), [(1, 10), (3, 10)])
def test_a_list_costs_the_same_whatever_its_number(articles, requetes, client, redaction, django_assert_num_queries):
    for n in range(articles):
        redaction.actualite(f"Nouvelle {n}", image=redaction.image())
    client.get(API)
    with django_assert_num_queries(requetes):
        assert len(titres(client, "?type=pages.Actualite&fields=*&limit=20&order=-date")) == articles


def test_nothing_is_written_there_nor_shown_as_pages(d, client, entrer, redaction):
    redaction.actualite("Brouillon", publiee=False)
    directrice = entrer(d.directrice)
    for methode in ("post", "put", "patch", "delete", "options"):
        assert getattr(directrice, methode)(API).status_code == 405, methode
    assert directrice.get(API).json() == client.get(API).json(), "whoever asks, an unknown visitor is answered"
    assert client.get(f"{API}?format=api").status_code in (400, 404)
    assert client.get(API, headers={"Accept": "text/html"}).status_code == 406
    assert client.get("/ecoles/nulle-part/api/v2/pages/").status_code == 404
    assert client.head(API).status_code == 200
    assert client.get(f"{API}99999999999999999999/").status_code == 404


def test_a_school_with_a_host_answers_there_alone(client, settings, redaction, ailleurs):
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "cerf-volant.exemple.fr"]
    SiteDEcole.objects.filter(pk=redaction.site.pk).update(hote="cerf-volant.exemple.fr")
    la_bas, article = {"HTTP_HOST": "cerf-volant.exemple.fr"}, redaction.actualite()
    reponse = client.get(f"/api/v2/pages/?child_of={article.get_parent().pk}", **la_bas)
    assert (
        reponse.json()["items"][0]["meta"]["html_url"]
        == f"http://cerf-volant.exemple.fr:8000/actualites/{article.slug}/"
    )
    assert client.get(f"/api/v2/pages/{article.pk}/", **la_bas).json()["title"] == article.title
    assert client.get(f"/api/v2/pages/{ailleurs.actualite('Zébulon').pk}/", **la_bas).status_code == 404
    renvoi = client.get(f"{API}?search=gout")
    assert (renvoi.status_code, renvoi.headers["Location"]) == (
        302,
        "http://cerf-volant.exemple.fr:8000/api/v2/pages/?search=gout",
    )
    assert client.get("/api/v2/pages/").status_code == 404
    assert Actualite.objects.get(pk=article.pk).live
