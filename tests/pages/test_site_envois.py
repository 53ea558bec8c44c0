"""What editors send: images written again, without a place nor a camera; what cannot be read or kept is a sentence."""

import errno

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from pages.models import DocumentDEcole, ImageDEcole
from tests.fichiers import fabriques
from tests.pages.sites import Redaction


@pytest.fixture
def envoyer(d, entrer):
    site = Redaction(d.elementaire, d.directrice).site
    client = entrer(d.directrice)

    def poster(nom: str, contenu: bytes, **autres):
        donnees = {
            "title": "Sortie", "file": SimpleUploadedFile(nom, contenu), "description": "Des vélos",
            "personnes": "personne", "collection": site.collection_id,
        }  # fmt: skip
        return client.post(reverse("wagtailimages:add"), donnees | autres)

    return poster


@pytest.mark.parametrize(("nom", "format_"), [("velos.jpg", "JPEG"), ("velos.heic", "HEIF"), ("velos.png", "PNG")])
def test_an_image_is_kept_as_webp_of_its_school_without_what_the_camera_wrote(nom, format_, d, envoyer):
    assert envoyer(nom, fabriques.photo(format_=format_)).status_code == 302
    image = ImageDEcole.objects.get(title="Sortie")
    assert image.etablissement == d.elementaire
    for objet in [image, *image.renditions.all()]:
        with objet.file.storage.open(objet.file.name) as fichier, Image.open(fichier) as ouverte:
            assert ouverte.format == ("AVIF" if objet.file.name.endswith(".avif") else "WEBP")
            assert dict(ouverte.getexif()) == {}
    assert image.renditions.count() == 8


def test_an_image_that_cannot_be_read_is_a_sentence(envoyer):
    reponse = envoyer("velos.jpg", b"\xff\xd8\xff\xe0 pas une image")
    assert reponse.status_code == 200
    assert "ce fichier est abîmé" in reponse.text
    assert not ImageDEcole.objects.exists()


def test_the_collection_of_another_school_is_not_a_choice(d, envoyer):
    reponse = envoyer("velos.jpg", fabriques.photo(), collection=d.maternelle.site.collection_id)
    assert reponse.status_code in (200, 302)
    assert not ImageDEcole.objects.filter(etablissement=d.maternelle).exists()


def test_a_full_disk_is_a_sentence_and_leaves_nothing(envoyer, monkeypatch):
    def plein(*_arguments, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(type(storages["site"]), "_save", plein)
    reponse = envoyer("velos.jpg", fabriques.photo())
    assert reponse.status_code == 503
    assert "la place manque" in reponse.text
    assert not ImageDEcole.objects.exists()


def test_a_document_that_runs_is_refused(d, entrer):
    site = Redaction(d.elementaire, d.directrice).site
    fichier = SimpleUploadedFile("reglement.pdf", b"MZ programme")
    reponse = entrer(d.directrice).post(
        reverse("wagtaildocs:add"), {"title": "Règlement", "file": fichier, "collection": site.collection_id}
    )
    assert reponse.status_code == 200
    assert not DocumentDEcole.objects.exists()
