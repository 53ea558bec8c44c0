"""The bucket of the sites does not answer: a real S3 client, before a port where nobody listens."""

from pathlib import Path

import pytest
from botocore.config import Config
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from storages.backends.s3 import S3Storage

from pages.models import DeclinaisonDEcole, DocumentDEcole, ImageDEcole
from tests.fichiers import fabriques
from tests.pages.sites import Redaction, bloc_image
from tests.ports import port_libre

PHRASE = "Rien n’a été publié"


@pytest.fixture
def seau_injoignable() -> S3Storage:
    """As `ENT_S3_…` make it, without the patience of its client."""
    port = port_libre()
    return S3Storage(
        bucket_name="ent",
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name="eu-west-3",
        access_key="essai",
        secret_key="essai",
        location="fichiers-site",
        default_acl=None,
        querystring_auth=True,
        client_config=Config(signature_version="s3v4", retries={"max_attempts": 0}, connect_timeout=2),
    )


@pytest.fixture
def debrancher(monkeypatch, seau_injoignable):
    """``debrancher(ImageDEcole)``: what is kept of this model goes to that bucket from now on."""

    def faire(*modeles) -> None:
        for modele in modeles:
            monkeypatch.setattr(modele._meta.get_field("file"), "storage", seau_injoignable)

    return faire


def objets(redaction) -> list:
    """What the storage of the images holds, in files."""
    racine = Path(ImageDEcole._meta.get_field("file").storage.location)
    return sorted(f for f in racine.rglob("*") if f.is_file())


@pytest.fixture
def redaction(d):
    return Redaction(d.elementaire, d.directrice)


def envoi(redaction, contenu: bytes, nom: str, **autres) -> dict:
    fichier = SimpleUploadedFile(nom, contenu)
    return {"title": "Sortie", "file": fichier, "collection": redaction.site.collection_id} | autres


def test_an_image_is_a_sentence_and_leaves_no_row(d, entrer, redaction, debrancher):
    debrancher(ImageDEcole, DeclinaisonDEcole)
    donnees = envoi(redaction, fabriques.photo(), "velos.jpg", description="Des vélos", personnes="personne")
    reponse = entrer(d.directrice).post(reverse("wagtailimages:add"), donnees)
    assert (reponse.status_code, PHRASE in reponse.text) == (503, True)
    assert (ImageDEcole.objects.count(), DeclinaisonDEcole.objects.count()) == (0, 0)


@pytest.mark.parametrize("adresse", ["wagtailimages:add", "wagtailimages:add_multiple"])
@pytest.mark.parametrize("tailles", [0, 2])
def test_a_bucket_that_goes_between_the_image_and_its_sizes_leaves_no_half_image(
    adresse, tailles, d, entrer, redaction, debrancher, monkeypatch
):
    """A row without its sizes would be chosen in a page, and show nothing."""
    avant = objets(redaction)
    champ = DeclinaisonDEcole._meta.get_field("file")
    ici = champ.storage
    debrancher(DeclinaisonDEcole)
    la_bas, ecrites = champ.storage, []

    class QuiCesse(type(ici)):
        """This disk for the first sizes, then the bucket that does not answer."""

        def save(self, nom, contenu, max_length=None):
            ou = ici if len(ecrites) < tailles else la_bas
            ecrites.append(nom)
            return ou.save(nom, contenu, max_length=max_length)

    monkeypatch.setattr(champ, "storage", QuiCesse(location=ici.location))
    donnees = envoi(redaction, fabriques.photo(), "velos.jpg", description="Des vélos", personnes="personne")
    donnees["files[]"] = SimpleUploadedFile("velos.jpg", fabriques.photo())
    client = entrer(d.directrice)
    if adresse == "wagtailimages:add":
        reponse = client.post(reverse(adresse), donnees)
        assert (reponse.status_code, PHRASE in reponse.text) == (503, True)
    else:
        reponse = client.post(reverse(adresse), donnees, headers={"X-Requested-With": "XMLHttpRequest"})
        assert PHRASE in reponse.json()["error_message"]
    assert len(ecrites) == tailles + 1
    assert (ImageDEcole.objects.count(), DeclinaisonDEcole.objects.count()) == (0, 0)
    assert objets(redaction) == avant, "nor the objects"


def test_an_image_dropped_among_many_is_the_same_sentence(d, entrer, redaction, debrancher):
    debrancher(ImageDEcole, DeclinaisonDEcole)
    donnees = {
        "files[]": SimpleUploadedFile("velos.jpg", fabriques.photo()),
        "collection": redaction.site.collection_id,
    }
    reponse = entrer(d.directrice).post(
        reverse("wagtailimages:add_multiple"), donnees, headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert reponse.json()["success"] is False
    assert PHRASE in reponse.json()["error_message"]
    assert ImageDEcole.objects.count() == 0


def test_a_document_is_a_sentence_and_leaves_no_row(d, entrer, redaction, debrancher):
    debrancher(DocumentDEcole)
    donnees = envoi(redaction, fabriques.pdf(), "reglement.pdf")
    reponse = entrer(d.directrice).post(reverse("wagtaildocs:add"), donnees)
    assert (reponse.status_code, PHRASE in reponse.text) == (503, True)
    assert DocumentDEcole.objects.count() == 0


def test_what_was_published_is_read_still_and_its_picture_says_to_come_back(d, client, redaction, debrancher):
    image = redaction.image(taille=(1200, 800))
    article = redaction.actualite(corps=[bloc_image(image)])
    debrancher(ImageDEcole, DeclinaisonDEcole)
    page = client.get(f"/ecoles/ecole-du-cerf-volant/actualites/{article.slug}/")
    adresse = image.renditions.get(filter_spec="width-480").url
    assert (page.status_code, adresse in page.text) == (200, True)
    reponse = client.get(adresse)
    assert (reponse.status_code, reponse.headers["Retry-After"]) == (503, "120")
