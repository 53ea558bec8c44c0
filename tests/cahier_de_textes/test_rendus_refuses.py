"""What a pupil hands in and is refused: what was good of it stays in the form."""

import uuid

import pytest

from cahier_de_textes.models import Remise
from ent.fichiers.models import Fichier
from tests.cahier_de_textes.test_actions import donner
from tests.cahier_de_textes.test_remises import UN, adresse, rendre
from tests.fichiers import fabriques


@pytest.fixture
def travail(d, mardi):
    return donner(d, est_a_rendre=True)


def photo(nom: str):
    return fabriques.televerse(nom, fabriques.photo())


@pytest.mark.parametrize("qui", ["eleve_cp", "mere"])
def test_beside_a_file_that_is_refused_the_others_are_kept_and_leave_with_the_next_try(d, travail, entrer, qui):
    """Without script a browser fills no field of files again: the photo was gone, and nobody was told."""
    client, numero = entrer(getattr(d, qui)), {"uuid": UN, "texte": "Ma photo"}
    jeu = fabriques.televerse("jeu.exe", b"MZ" + bytes(200))
    refus = client.post(adresse(travail, d.eleve_cp), numero | {"fichiers": [photo("photo.jpg"), jeu]})
    garde = Fichier.objects.get()
    assert refus.status_code == 422 and f'value="{garde.uuid}" checked' in refus.text
    for _essai in range(2):  # the second by a finger that taps twice
        encore = client.post(adresse(travail, d.eleve_cp), numero | {"fichiers-deposes": garde.uuid})
        assert encore.status_code == 302
    assert list(Remise.objects.get().fichiers.all()) == [garde]


def test_what_one_page_kept_is_taken_by_no_other(d, travail, entrer):
    tenu = rendre(travail, d.eleve_cp, fichiers=[photo("photo.jpg")]).fichiers.get()
    client, numero = entrer(d.eleve_cp), {"uuid": uuid.uuid4(), "fichiers-deposes": tenu.uuid}
    reponse = client.post(adresse(travail, d.eleve_cp), numero)
    assert (reponse.status_code, "Choisis-le encore une fois." in reponse.text) == (422, True)
    client.post(
        adresse(travail, d.eleve_cp),
        {"uuid": UN, "fichiers": [photo("a.jpg"), fabriques.televerse("jeu.exe", b"MZ" + bytes(200))]},
    )
    garde = Fichier.objects.exclude(pk=tenu.pk).get()
    assert client.post(adresse(travail, d.eleve_cp), numero | {"fichiers-deposes": garde.uuid}).status_code == 422
    autre = entrer(d.mere).post(adresse(travail, d.eleve_cp), {"uuid": UN, "fichiers-deposes": garde.uuid})
    assert autre.status_code == 422 and Remise.objects.count() == 1
