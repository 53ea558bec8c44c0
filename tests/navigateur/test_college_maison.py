"""A collège of ours: a professeur gives work in their subject; a mother of a CP pupil and a 5e pupil reads both on one page; the collégien, his."""

import pytest

from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner

pytestmark = [pytest.mark.navigateur, pytest.mark.besoin_de("cahier_de_textes")]


def lisible(page, nom: str) -> None:
    for largeur in (390, 1280):
        page.set_viewport_size({"width": largeur, "height": 844})
        assert (examiner(page, nom), debords(page)) == ([], False)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(PETITES_CIBLES, 44) == []


def test_a_professeur_gives_in_their_subject_and_a_mother_of_two_schools_reads_one_page(appareil, serveur):
    classe = serveur.lire("__import__('ent.annuaire.models', fromlist=['x']).Classe.objects.get(nom='5B').pk")
    prof = appareil("telephone")
    prof.entrer("paul.durand@exemple.fr")
    prof.aller(f"/cahier/classe/{classe}/travail/")
    prof.page.get_by_text("Physique-chimie", exact=True).click()
    prof.page.get_by_label("Ce qu’il y a à faire").fill("Dessiner le montage de la lampe")
    lisible(prof.page, "donner")
    prof.photographier("college-donner")
    prof.page.get_by_role("button", name="Donner aux familles").click()
    prof.page.get_by_text("Dessiner le montage de la lampe").first.wait_for()

    mere = appareil("telephone")
    mere.entrer("lan.nguyen@exemple.fr")
    mere.aller("/")
    mere.page.get_by_text("Jade").first.wait_for()
    mere.page.get_by_text("Hugo").first.wait_for()
    lisible(mere.page, "accueil")
    mere.photographier("college-mere")
    mere.aller("/cahier/jour/")
    devoir = mere.page.locator("li", has_text="Dessiner le montage de la lampe").first
    devoir.get_by_text("Physique-chimie").wait_for()
    mere.aller("/messages/ecrire/")
    mere.page.get_by_text("M. Durand, mathématiques et physique-chimie").first.wait_for()


def test_the_principal_reads_who_teaches_a_division_and_corrects_it(appareil, serveur):
    a = appareil("telephone")
    a.entrer("sylvie.marchal@exemple.fr")
    a.aller("/")
    lisible(a.page, "accueil de la principale")
    a.photographier("college-principale")
    a.aller("/annuaire/")
    a.page.get_by_role("link", name="5B", exact=True).first.click()
    lisible(a.page, "division")
    a.photographier("college-division")
    a.page.get_by_role("link", name="Mme Roux").click()
    a.page.get_by_label("Une autre matière").fill("Club d’échecs")
    lisible(a.page, "service")
    a.page.get_by_role("button", name="Enregistrer").click()
    a.page.get_by_text("Anglais et Club d’échecs").wait_for()
