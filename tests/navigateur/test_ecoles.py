"""The schools in Chromium: found as one types, read on a phone, one opened. Their pages are of the walks (test_accessibilite.py)."""

import pytest

from tests.navigateur.exploration import QUOI
from tests.navigateur.test_accessibilite import regarder

pytestmark = pytest.mark.navigateur


def test_the_only_page_that_no_link_leads_to_here_is_whole(appareil, serveur):
    """Where a school has a head, none is asked for."""
    olivier = appareil("telephone")
    olivier.entrer("olivier.renard@exemple.fr")
    uai = serveur.lire("d.elementaire.uai")
    assert regarder(olivier, f"/annuaire/ecoles/{uai}/direction/", QUOI) == []


def test_the_list_follows_what_one_types(appareil):
    olivier = appareil("bureau")
    olivier.entrer("olivier.renard@exemple.fr")
    olivier.aller("/annuaire/ecoles/")
    page = olivier.page
    page.get_by_label("Chercher").press_sequentially("coquelicot")
    page.get_by_role("heading", name="1 établissement sur 3").wait_for()
    assert page.url.endswith("q=coquelicot&commune=&nature=&etat=&tri=commune")
    page.get_by_label("Chercher").fill("")
    page.get_by_label("Nature").select_option(label="Collège")
    page.get_by_role("rowheader", name="Collège des Grands-Chênes").wait_for()
    etat = page.get_by_label("À voir")
    assert etat.input_value() == "", "its counts followed, not what is asked"
    etat.focus()
    etat.select_option("jamais_importee")
    page.get_by_role("heading", name="1 établissement sur 3").wait_for()
    page.wait_for_function("document.activeElement.id === 'etat' && document.activeElement.value === 'jamais_importee'")
    page.get_by_role("link", name="Collège des Grands-Chênes", exact=True).click()
    page.get_by_role("heading", level=1, name="Collège des Grands-Chênes").wait_for()


def test_a_school_opens_from_a_phone(appareil):
    olivier = appareil("telephone")
    olivier.entrer("olivier.renard@exemple.fr")
    olivier.aller("/annuaire/ecoles/")
    page = olivier.page
    page.get_by_role("link", name="Ouvrir un établissement").click()
    page.get_by_label("UAI").fill("0783456A")
    page.get_by_label("Nom de l’établissement").fill("École des Merisiers")
    page.get_by_label("Commune").select_option(label="Plaisir")
    page.get_by_text("École primaire", exact=False).first.click()
    page.get_by_role("button", name="Ouvrir l’établissement").click()
    page.get_by_text("devrait être H", exact=False).first.wait_for()
    assert page.get_by_label("Nom de l’établissement").input_value() == "École des Merisiers"
    page.get_by_label("UAI").fill("0783456H")
    page.get_by_label("Prénom").fill("Rose")
    page.get_by_label("Nom de famille").fill("Ny")
    page.get_by_label("Adresse e-mail").fill("ecole.merisiers@exemple.fr")
    page.get_by_role("button", name="Ouvrir l’établissement").click()
    page.get_by_role("heading", level=1, name="École des Merisiers").wait_for()
    with page.expect_download() as papier:
        page.get_by_role("button", name="Son papier (PDF)").click()
    assert papier.value.suggested_filename == "papier-direction.pdf"
