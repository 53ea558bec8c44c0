"""A pupil who does not read and was wrong three times: how long to wait is seen and heard, and the way on wakes up by itself."""

import pytest
from playwright.sync_api import expect

from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner

pytestmark = pytest.mark.navigateur


def test_who_waits_sees_the_time_shrink_and_is_let_on(appareil, serveur):
    tablette = appareil("tablette")
    page = tablette.page
    tablette.aller(f"/tablette/{serveur.lire('d.cp_ce1.jeton_tablette')}/")
    page.get_by_text("Inès", exact=True).click()
    for _essai in range(3):
        page.locator(".images-secretes").wait_for()
        for _image in range(3):
            page.locator("button[name=image]").first.click()  # three times the same, which no secret is
        page.get_by_role("alert").wait_for()
    page.get_by_role("heading", name="Attends un peu.").wait_for()
    suite = page.get_by_role("link", name="Réessayer")
    expect(suite).to_have_attribute("aria-disabled", "true")
    assert "Tu pourras essayer dans 30 secondes." in page.locator("[data-lire]").get_attribute("data-lire")
    tablette.photographier("eleve-attente")
    assert examiner(page, "waiting") == [] and page.evaluate(PETITES_CIBLES, 72) == [] and not debords(page)
    avant = page.locator("progress").evaluate("p => p.value")
    suite.click(force=True)
    page.wait_for_function("avant => document.querySelector('progress').value < avant", arg=avant)
    page.evaluate("() => { const plus = Date.now() + 40_000; globalThis.Date = { now: () => plus }; }")
    expect(suite).not_to_have_attribute("aria-disabled", "true")
    expect(suite).to_be_focused()
