"""The site of a school that joined another says so, and where; nothing else of it is there."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.pages.sites import Redaction, bloc_document

ADRESSE = "/ecoles/ecole-les-coquelicots/"


@pytest.fixture
def redaction(d, mardi) -> Redaction:
    return Redaction(d.maternelle, d.directrice_maternelle)


def fermer(d) -> None:
    d.maternelle.rejoint, d.maternelle.fermee_le = d.elementaire, timezone.now()
    d.maternelle.save()


def test_each_page_says_where_the_school_went(d, redaction, client):
    assert client.get(ADRESSE).status_code == 200
    fermer(d)
    for page in ("", "actualites/", "nulle-part/"):
        reponse = client.get(ADRESSE + page)
        assert reponse.status_code == 410
        assert "elle a rejoint « École du Cerf-Volant » (0789901N)" in reponse.text
        assert "/ecoles/ecole-du-cerf-volant/" in reponse.text
    assert client.get("/ecoles/ecole-du-cerf-volant/").status_code == 200


def test_neither_its_news_nor_its_search_nor_its_images_are_there(d, redaction, client):
    image, document = redaction.image(), redaction.document()
    redaction.actualite(image=image, corps=[bloc_document(document)])
    slug = redaction.site.slug
    adresses = [
        reverse("ecole_flux", args=[slug]),
        reverse("ecole_recherche", args=[slug]),
        reverse("ecole_api", args=[slug]),
        reverse("site_image", args=[image.pk, image.renditions.first().pk]),
        reverse("site_document", args=[document.pk, "reglement.pdf"]),
    ]
    assert [client.get(adresse).status_code for adresse in adresses] == [200] * 5
    fermer(d)
    assert [client.get(adresse).status_code for adresse in adresses] == [404] * 5


def test_it_is_there_again_once_undone(d, redaction, client):
    fermer(d)
    assert client.get(ADRESSE).status_code == 410
    d.maternelle.rejoint = d.maternelle.fermee_le = None
    d.maternelle.save()
    assert client.get(ADRESSE).status_code == 200
