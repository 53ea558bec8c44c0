"""Help opens over the page, by the keyboard too, and gives the focus back; without script it is a page."""

import pytest

from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner
from tests.navigateur.test_direct import entrer_par_les_images

pytestmark = pytest.mark.navigateur

NOM = "Aide sur cette page"


def test_help_opens_over_the_page_by_the_keyboard_and_gives_the_focus_back(appareil):
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    a.aller("/cahier/jour/")
    a.photographier("aide-page")
    point = a.page.get_by_role("link", name=NOM)
    point.focus()
    a.page.keyboard.press("Enter")
    voile = a.page.get_by_role("dialog", name="Aide")
    voile.wait_for()
    assert a.page.evaluate("document.activeElement.getAttribute('aria-label')") == "Fermer l’aide"
    assert voile.get_by_text("À quoi sert « Fait » ?").is_visible()
    a.photographier("aide-voile-telephone")
    assert examiner(a.page, "the dialog") == []
    assert a.page.evaluate(PETITES_CIBLES, 44) == []
    a.page.set_viewport_size({"width": 320, "height": 700})
    assert not debords(a.page)
    assert a.page.evaluate("(d => d.scrollWidth <= d.clientWidth)(document.querySelector('dialog'))")
    a.page.keyboard.press("Escape")
    voile.wait_for(state="detached")
    assert a.page.evaluate("document.activeElement.getAttribute('aria-label')") == NOM
    assert a.page.url.endswith("/cahier/jour/")


def test_one_searches_without_leaving_the_page(appareil):
    a = appareil("bureau", color_scheme="dark", reduced_motion="reduce")
    a.entrer("claire.lefort@exemple.fr")
    a.aller("/carnet/mot/1/")
    a.page.get_by_role("link", name=NOM).click()
    voile = a.page.get_by_role("dialog", name="Aide")
    voile.get_by_role("searchbox").fill("décaler la semaine d’un jour")
    a.page.keyboard.press("Enter")
    voile.get_by_text("Décaler tout d’un jour.").first.wait_for()
    assert a.page.evaluate("document.activeElement.type") == "search"
    a.photographier("aide-voile-bureau")
    assert examiner(a.page, "what was found, by night") == []
    assert a.page.url.endswith("/carnet/mot/1/")
    voile.get_by_role("button", name="Fermer l’aide").click()
    voile.wait_for(state="detached")


def test_without_script_help_is_a_page_and_leads_back(appareil):
    a = appareil("telephone", java_script_enabled=False)
    a.entrer("nadia.belhadj@exemple.fr")
    a.aller("/carnet/")
    a.page.get_by_role("link", name=NOM).click()
    a.page.wait_for_url("**/aide/?page=carnet&**")
    a.page.get_by_role("searchbox").fill("signer")
    a.page.get_by_role("button", name="Chercher dans l’aide").click()
    a.photographier("aide-sans-script")
    a.page.get_by_text("Comment signer un mot ?").first.wait_for()
    a.page.locator("[data-retour]").click()
    a.page.wait_for_url("**/carnet/")


def test_a_pupil_hears_it_over_their_day(appareil, serveur):
    a = appareil("tablette")
    entrer_par_les_images(a, serveur, serveur.lire("d.cp_ce1.jeton_tablette"))
    a.photographier("aide-eleve-jour")
    a.page.get_by_role("link", name=NOM).click()
    voile = a.page.get_by_role("dialog", name="Aide")
    voile.get_by_text("Lève la main.").first.wait_for()
    a.photographier("aide-eleve")
    assert examiner(a.page, "a pupil's help") == []
    a.page.keyboard.press("Escape")
    voile.wait_for(state="detached")


@pytest.mark.parametrize("chemin", ["/annuaire/0780001A/qui-repond/", "/aide/?page=annuaire_ecole"])
def test_who_answers_is_said_on_a_phone_and_at_a_desk(appareil, serveur, chemin):
    a = appareil("telephone")
    a.entrer("anne.quemeneur@exemple.fr")
    a.aller(chemin.replace("0780001A", serveur.lire("d.elementaire.uai")))
    a.photographier("qui-repond" if "qui" in chemin else "aide-direction")
    assert examiner(a.page, chemin) == []
    a.page.set_viewport_size({"width": 320, "height": 700})
    assert not debords(a.page)
