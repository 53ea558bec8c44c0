"""The page of an image says who really sees it, in every room: as it is served, to whom it is."""

import pytest
from django.urls import reverse

from ent.annuaire.models import Personne, Place
from ent.fichiers import actions as fichiers
from ent.fichiers.lectures import FICHIERS
from ent.fichiers.models import Fichier, lus_par
from ent.fichiers.registres import porteurs_par_nom
from tests.pages.journal import photo
from tests.test_images_partout import (
    CACHEE,
    IMAGE,
    POSES,
    _dans,
    _mot,
    _seance,
    _travail,
    autoriser,  # noqa: F401  (fixture)
    image,  # noqa: F401  (fixture)
    vue,
)

pytestmark = pytest.mark.besoin_de("cahier_de_textes", "messagerie", "pages", "ent.services.vie_scolaire")


def _dite_cachee(entrer, qui: Personne, photo_: Fichier) -> bool:
    """The page of the image says to this person that families do not see it."""
    page = entrer(Personne.objects.get(pk=qui.pk)).get(photo_.page).text
    assert "Qui la voit : " in page
    return "cachée aux" in page


@pytest.mark.parametrize("poser", [pose for poses in POSES.values() for pose in poses])
def test_its_page_says_to_the_school_who_really_sees_it(d, image, entrer, autoriser, poser):  # noqa: F811
    poser(d, image)

    def dit_vrai(montree: str) -> None:
        assert vue(entrer, d.mere, image) == montree
        assert [_dite_cachee(entrer, q, image) for q in (d.enseignante, d.directrice)] == [montree == CACHEE] * 2

    dit_vrai(CACHEE)
    fichiers.dire_qui(fichier=image, eleves=[], auteur=d.enseignante)
    dit_vrai(IMAGE)
    assert not _dite_cachee(entrer, d.mere, image)
    fichiers.dire_qui(fichier=image, eleves=[d.eleve_ce1], auteur=d.enseignante)
    dit_vrai(CACHEE)
    regler = f"{reverse('fichiers_qui', args=[image.uuid])}?suite="
    assert regler in entrer(d.enseignante).get(image.page).text
    autoriser(True)
    dit_vrai(IMAGE)
    autoriser(False)
    dit_vrai(CACHEE)


@pytest.mark.parametrize("poser", [_travail, _seance, _mot, _dans("foyer")])
def test_its_page_says_so_of_what_one_household_reads(d, image, entrer, poser):  # noqa: F811
    poser(d, image, [d.eleve_cp])
    assert not _dite_cachee(entrer, d.enseignante, image)
    for eleve, montree in ((d.eleve_cp, IMAGE), (d.eleve_ce1, CACHEE)):
        fichiers.dire_qui(fichier=image, eleves=[eleve], auteur=d.enseignante)
        assert vue(entrer, d.mere, image) == montree
        assert _dite_cachee(entrer, d.enseignante, image) == (montree == CACHEE)


def test_its_page_says_to_a_family_that_others_do_not_see_what_it_brought(d, mardi, entrer):
    from tests.messagerie.test_regles import regler

    regler(Place(ecole=d.elementaire), d.directrice, {("responsable", "responsable"): "oui"})
    la_leur = photo(d.mere, d.cp_ce1)
    _dans("parents", "mere")(d, la_leur)
    assert [_dite_cachee(entrer, q, la_leur) for q in (d.mere, d.enseignante)] == [True, True]
    fichiers.dire_qui(fichier=la_leur, eleves=[], auteur=d.enseignante)
    assert [_dite_cachee(entrer, q, la_leur) for q in (d.mere, d.enseignante)] == [False, False]


@pytest.mark.parametrize("qui", ["mere", "pere_separe", "enseignante", "directrice", "eleve_cp"])
def test_who_reads_them_is_prepared_where_devices_ask_most(d, mardi, qui):
    """Photos of a journal, of threads, of mots: each is asked by itself, by every phone that draws it."""
    for nom in ("pages.billet", "messagerie.message", "messagerie.mot"):
        FICHIERS.lire(lus_par(d.gens[qui], [porteurs_par_nom()[nom]]))  # refused, were it not (`NonPreparable`)
