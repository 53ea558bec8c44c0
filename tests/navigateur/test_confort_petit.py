"""A small phone read larger, in another letter, with more room: nothing leaves the screen, in languages of long words too."""

import pytest

from tests.navigateur.test_accessibilite import debords

pytestmark = pytest.mark.navigateur

# What one taps or reads that is out of the screen, at the start or at the end; words of the bar that touch.
SORTIS = """() => [...document.querySelectorAll("main a, main button, main h1, main h2, .tete a, .tete h1, .barre-basse a > span:last-child")]
  .filter((e) => e.checkVisibility() && !e.closest(".hors-ecran, .saut, details:not([open]), .puces"))
  .filter((e) => { const b = e.getBoundingClientRect(); return b.width > 1 && (b.right > innerWidth + 1 || b.left < -1); })
  .map((e) => e.textContent.trim().slice(0, 30) || e.getAttribute("aria-label"))"""


@pytest.mark.parametrize("langue", ["fr", "uk", "ta", "ar"])
def test_all_that_one_taps_is_within_the_screen(appareil, serveur, langue):
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    if langue != "fr":
        a.aller("/langue/?suite=/plus/")
        a.page.locator(f"button[value={langue}]").click()
        a.page.wait_for_url("**/plus/")
    a.contexte.add_cookies([{"name": "confort", "value": "grand.lisible.espace", "url": serveur.adresse}])
    sortis = {}
    for largeur in (320, 360):
        a.page.set_viewport_size({"width": largeur, "height": 640})
        for adresse in ("/", "/semaine/", "/plus/", "/aide/"):
            a.aller(adresse)
            assert a.page.locator(".confort--grand").count()
            if (trouves := a.page.evaluate(SORTIS)) or debords(a.page):
                sortis[largeur, adresse] = trouves
    assert sortis == {}
