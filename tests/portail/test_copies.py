"""What a parent's own phone is told of what it keeps: what is asked for in advance, read no more, or another thing under the same address."""

import pytest
from django.urls import reverse

from ent.fichiers.actions import flouter

pytestmark = pytest.mark.besoin_de("pages")


@pytest.fixture
def chez_elle(d, mardi, entrer):
    """A parent's own phone, where she stays signed in."""
    client = entrer(d.mere)
    session = client.session
    session.set_expiry(3600 * 24 * 30)
    session.save()
    return client


@pytest.fixture
def image(d, mardi):
    """A photo of a billet of the class, where nobody can be recognised; and the billet."""
    from tests.pages.journal import fichiers_de, publie

    billet = publie(d, [], titre="La sortie")
    return fichiers_de(billet)[0], billet


def dit(client, *lues: tuple[str, str]) -> dict:
    reponse = client.post(reverse("copies"), {"a": [a for a, _m in lues], "m": [m for _a, m in lues]})
    return {cle: reponse.json()[cle] for cle in ("oublier", "changees")}


def test_an_image_that_was_blurred_since_goes_at_the_next_home(d, chez_elle, image):
    photo, billet = image
    adresse = photo.adresse("320")
    marque = chez_elle.get(adresse)["ETag"]
    page = (reverse("journal_billet", args=[billet.pk]), "")
    assert dit(chez_elle, (adresse, marque), page) == {"oublier": [], "changees": []}
    flouter(fichier=photo, rectangles=[(0, 0, 500, 500)], auteur=d.enseignante)
    assert dit(chez_elle, (adresse, marque), page) == {"oublier": [], "changees": [adresse]}
    assert dit(chez_elle, (adresse, chez_elle.get(adresse)["ETag"])) == {"oublier": [], "changees": []}


def test_an_image_that_may_not_be_shown_any_more_is_said_lost_and_not_changed(d, chez_elle, image):
    from pages.actions.billets import retirer_billet

    photo, billet = image
    adresse = photo.adresse("320")
    marque = chez_elle.get(adresse)["ETag"]
    retirer_billet(billet=billet, auteur=d.enseignante)
    page = reverse("journal_billet", args=[billet.pk])
    assert dit(chez_elle, (adresse, marque), (page, "")) == {"oublier": [adresse, page], "changees": []}


@pytest.mark.besoin_de("messagerie")
@pytest.mark.parametrize("combien", [1, 3])
def test_it_costs_the_same_whatever_the_number_of_images(d, chez_elle, combien, django_assert_num_queries):
    from tests.pages.journal import fichiers_de, publie

    photos = fichiers_de(publie(d, *[[] for _n in range(combien)], titre="La sortie"))
    lues = [(photo.adresse("320"), "") for photo in photos]
    dit(chez_elle, *lues)
    with django_assert_num_queries(8):
        assert len(dit(chez_elle, *lues)["changees"]) == combien


def test_a_device_that_keeps_nothing_is_told_nothing(d, mardi, entrer, image):
    photo, _billet = image
    client = entrer(d.enseignante)
    assert dit(client, (photo.adresse("320"), "x"), ("/ailleurs/", "")) == {"oublier": [], "changees": []}
