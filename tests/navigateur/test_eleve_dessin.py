"""A drawing that a pupil leaves is on the device when they come back, until it is sent or cleared, and nobody else is shown it."""

import pytest
from playwright.sync_api import expect

from tests.navigateur.ecole import attendre_les_remises, ouvrir, tablette_de
from tests.navigateur.test_direct import entrer_par_les_images

pytestmark = pytest.mark.navigateur

ENCRE = """c => { const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0;
  for (let i = 0; i < d.length; i += 4) if (d[i] + d[i + 1] + d[i + 2] < 700) n++; return n; }"""
GARDES = "Object.keys(localStorage).filter(c => c.includes(':dessin:')).length"


def dessiner(tablette) -> int:
    """Two lines, a blue one and a black one; how much ink they leave."""
    page = tablette.page
    page.get_by_role("button", name="Mon dessin").click()
    feuille = page.locator("[data-dessin] canvas")
    feuille.scroll_into_view_if_needed()
    cadre = feuille.bounding_box()
    for n, couleur in enumerate(["Bleu", "Noir"]):
        page.get_by_role("button", name=couleur, exact=True).click()
        page.mouse.move(cadre["x"] + 60, cadre["y"] + 60 + 80 * n)
        page.mouse.down()
        page.mouse.move(cadre["x"] + 400, cadre["y"] + 90 + 80 * n, steps=12)
        page.mouse.up()
    return encre(page)


def encre(page) -> int:
    return page.locator("[data-dessin] canvas").evaluate(ENCRE)


def test_a_drawing_left_by_the_arrow_or_back_is_found_again_then_sent_or_cleared(appareil, serveur, ecole):
    texte = "Dessiner l’automne"
    pk = ecole.donner(texte)
    autre = ecole.donner("Dessiner l’hiver")
    tablette = tablette_de(appareil, ecole)
    page = tablette.page
    ouvrir(tablette, pk)
    tracee = dessiner(tablette)
    assert tracee > 0
    page.locator("[data-retour]").first.click()
    page.wait_for_url(lambda adresse: "/travail/" not in adresse)
    ouvrir(tablette, autre)
    assert encre(page) == 0, "of another work"
    ouvrir(tablette, pk)
    expect(page.locator("[data-dessin] canvas")).to_be_visible()
    assert abs(encre(page) - tracee) < tracee / 50
    tablette.photographier("eleve-dessin-repris")

    # Adèle takes the tablet: her sheet is empty, and what is of Inès stays.
    tablette.contexte.clear_cookies(name="sessionid")
    entrer_par_les_images(tablette, serveur, ecole.jeton, "Adèle")
    ouvrir(tablette, pk)
    assert (encre(page), page.evaluate(GARDES)) == (0, 1)
    tablette.contexte.clear_cookies(name="sessionid")
    entrer_par_les_images(tablette, serveur, ecole.jeton)

    # Cleared, then drawn again and sent: each time it is forgotten.
    ouvrir(tablette, pk)
    page.get_by_role("button", name="Effacer").click()
    assert page.evaluate(GARDES) == 0
    ouvrir(tablette, pk)
    assert encre(page) == 0
    dessiner(tablette)
    assert page.evaluate(GARDES) == 1
    page.get_by_role("button", name="J’envoie", exact=True).click()
    page.get_by_text("C’est parti ! Bravo.").first.wait_for()
    attendre_les_remises(ecole, page, texte, [["Inès", "", ["image"]]])
    tablette.aller(f"/cahier/eleve/travail/{pk}/")
    assert (encre(page), page.evaluate(GARDES)) == (0, 0)

    # Whoever goes back to the wall takes theirs away.
    dessiner(tablette)
    tablette.aller("/")
    tablette.avoir_fini()
    page.get_by_role("button", name="J’ai fini, retour au mur").click()
    page.wait_for_url("**/tablette/**")
    assert page.evaluate(GARDES) == 0


def test_what_is_asked_of_who_chose_nothing_is_heard_and_goes_once_they_drew(appareil, ecole):
    tablette = tablette_de(appareil, ecole)
    ouvrir(tablette, ecole.donner("Dessiner sa maison"))
    page = tablette.page
    page.get_by_role("button", name="J’envoie", exact=True).click()
    demande = page.get_by_text("Choisis d’abord")
    expect(demande).to_be_visible()
    assert "Choisis d’abord" in page.locator("[data-dit]").get_attribute("data-lire")
    dessiner(tablette)
    expect(demande).to_be_hidden()
    page.get_by_role("button", name="Effacer", exact=True).click()
    page.get_by_role("button", name="J’écris").click()
    page.get_by_role("button", name="J’envoie", exact=True).click()
    expect(demande).to_be_visible()
    page.get_by_label("J’écris").last.fill("Ma maison")
    expect(demande).to_be_hidden()


def test_a_drawing_that_is_taken_back_is_under_the_pen_and_leaves_again(appareil, serveur, ecole):
    texte = "Dessiner la cour"
    pk = ecole.donner(texte)
    tablette = tablette_de(appareil, ecole)
    page = tablette.page
    ouvrir(tablette, pk)
    dessiner(tablette)
    page.get_by_role("button", name="J’écris").click()
    page.locator("[name=texte]").fill("La marelle")
    page.get_by_role("button", name="J’envoie", exact=True).click()
    attendre_les_remises(ecole, page, texte, [["Inès", "La marelle", ["image"]]])
    tablette.aller(f"/cahier/eleve/travail/{pk}/")
    page.get_by_role("button", name="Je le reprends").click()
    page.get_by_text("C’est repris.").first.wait_for()
    expect(page.locator("[name=texte]")).to_have_value("La marelle")
    expect(page.locator("[data-rendre] .depot__vignette")).to_be_visible()
    tablette.photographier("eleve-travail-repris")
    page.get_by_role("button", name="J’envoie", exact=True).click()
    attendre_les_remises(ecole, page, texte, [["Inès", "La marelle", ["image"]]])
    expect(page.locator("[data-rendre] .depot__vignette")).to_have_count(0)
