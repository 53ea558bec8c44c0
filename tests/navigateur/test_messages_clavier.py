"""A thread by the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.navigateur.test_messages import Echange

pytestmark = pytest.mark.navigateur


@pytest.fixture
def ici(appareil, fil) -> Echange:
    bureau = appareil("bureau")
    bureau.entrer("claire.lefort@exemple.fr")
    return Echange(bureau, fil)


def test_the_gestures_of_a_message_open_and_close(ici):
    ici.ecrire("Un mot à corriger")
    bulle = ici.page.locator("#echange li.bulle:not([data-numero=''])", has_text="Un mot à corriger")
    lien, texte = bulle.locator("[data-champ=plus]"), bulle.locator("textarea")
    expect(lien).to_have_attribute("aria-expanded", "false")
    lien.press("Enter")
    expect(lien).to_have_attribute("aria-expanded", "true")
    texte.fill("Un mot corrigé")
    texte.press("Escape")
    expect(texte, "what was begun stays").to_have_value("Un mot corrigé")
    texte.fill("Un mot à corriger")
    texte.press("Escape")
    expect(texte).to_have_count(0)
    expect(lien).to_be_focused()
    expect(lien).to_have_attribute("aria-expanded", "false")


def test_what_is_joined_is_gone_through_in_the_order_in_which_it_is_seen(ici):
    """« Joindre » stood under the line where one writes: the keyboard went down, then up again."""
    page = ici.page
    page.locator(".redaction__joindre summary").press("Enter")
    page.locator(".redaction input[type=file]").set_input_files(
        {"name": "doc.txt", "mimeType": "text/plain", "buffer": b"Trois lignes\n"}
    )
    page.locator(".depot__fichier").wait_for()
    page.locator(".redaction__joindre summary").focus()
    hauts = []
    while not page.evaluate("document.activeElement.matches('.redaction [type=submit]')"):
        hauts.append(page.evaluate("document.activeElement.getBoundingClientRect().bottom"))
        page.keyboard.press("Tab")
        assert len(hauts) < 9
    assert hauts == sorted(hauts) and len(hauts) >= 4
    page.get_by_role("button", name="Retirer doc.txt").press("Enter")
    expect(page.locator("[data-depot-annonce]")).to_have_text(re.compile("^«.doc.txt.» n’est plus joint\\.$"))
    expect(page.locator(".redaction input[type=file]")).to_be_focused()
