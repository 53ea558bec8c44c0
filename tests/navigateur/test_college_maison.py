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


RENDU = """
from cahier_de_textes.models import Remise, Retour, Travail
from ent.annuaire.models import Personne
import datetime as dt
Personne.objects.filter(prenom="Hugo", nom__iexact="Nguyen").update(courriel="hugo@exemple.fr")
hugo = Personne.objects.get(courriel="hugo@exemple.fr")
travail = Travail.objects.filter(classe__nom="5B", matiere="2D-PC", date_pour=dt.date(2026, 11, 26)).first()
Travail.objects.filter(pk=travail.pk).update(est_a_rendre=True, texte="Dessiner le montage et dire quand on ouvre l’interrupteur")
remise = Remise.objects.create(travail=travail, eleve=hugo, par=hugo, texte="La lampe s’éteint.")
Retour.objects.create(remise=remise, auteur=travail.auteur, texte="Il manque le sens du courant.", visible_le=remise.remis_le)
"""


def test_a_pupil_reads_what_is_answered_before_they_send_again(appareil, serveur):
    """Beside « J’ai une réponse » a title was cut letter by letter, and the answer was three screens below."""
    serveur.faire(RENDU)
    a = appareil("telephone")
    a.entrer("hugo@exemple.fr")
    for largeur in (320, 390):
        a.page.set_viewport_size({"width": largeur, "height": 700})
        titre = a.page.get_by_role("link", name="Dessiner le montage et dire quand on ouvre l’interrupteur", exact=True)
        assert titre.evaluate("e => e.parentElement.getBoundingClientRect().width") >= 140, largeur
    lisible(a.page, "réponse")
    a.page.get_by_role("link", name="J’ai une réponse").first.click()
    a.page.get_by_text("Il manque le sens du courant.").wait_for()
    haut = "e => e.getBoundingClientRect().top"
    encore = a.page.get_by_role("heading", name="J’envoie encore")
    assert a.page.get_by_text("Il manque le sens du courant.").evaluate(haut) < encore.evaluate(haut)
    lisible(a.page, "travail répondu")
    a.page.get_by_role("button", name="J’écris").click()
    mots = a.page.locator("textarea[name=texte]")
    mots.fill("\n".join(f"{n}) un fil" for n in range(1, 10)))
    assert mots.evaluate("e => e.scrollHeight - e.clientHeight") <= 2
