"""The roll by keyboard alone, on screens where little is left between what sticks."""

import pytest

from tests.navigateur.appel import etre_trente

pytestmark = [pytest.mark.navigateur, pytest.mark.besoin_de("ent.services.vie_scolaire")]

# What has the focus, if what sticks covers its middle.
CACHE = """() => {
  const e = document.activeElement, { left, top, width, height } = e.getBoundingClientRect();
  if (!e.closest("main")) return [];
  const vu = document.elementFromPoint(left + width / 2, top + height / 2);
  return vu && (e.contains(vu) || vu.contains(e) || e.labels?.[0]?.contains(vu)) ? [] : [e.textContent.trim() || e.name];
}"""


@pytest.fixture(autouse=True)
def trente(serveur):
    etre_trente(serveur)


def test_by_keyboard_no_pupil_is_marked_behind_what_sticks(appareil):
    """On a phone, then as a page is enlarged twice and four times: what is pressed next is seen, whole."""
    telephone = appareil("telephone")
    telephone.entrer("claire.lefort@exemple.fr")
    page = telephone.page
    page.locator("main a[href^='/appel/']").first.click()
    page.locator("[data-grille] button").first.wait_for()
    for largeur, hauteur in ((375, 740), (640, 400), (320, 256)):
        page.set_viewport_size({"width": largeur, "height": hauteur})
        page.locator("main h1, main a").first.focus()
        caches = []
        for _arret in range(45):
            page.keyboard.press("Tab")
            caches += page.evaluate(CACHE)
        assert caches == [], (largeur, hauteur)
