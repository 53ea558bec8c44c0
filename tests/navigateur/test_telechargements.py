"""A button that asks for a file says that it works, then stops once the file is there, whatever the room."""

import re

import pytest

pytestmark = pytest.mark.navigateur

FEUILLES = "__import__('django.urls', fromlist=['x']).reverse('connexion_feuilles', args=[d.cp_ce1.pk])"


def tard(route) -> None:
    """The server takes its time: longer than what a button waits before it says so."""
    if route.request.method == "POST":
        route.request.frame.page.wait_for_timeout(900)
    route.continue_()


# Whether it said so, however soon the file came.
OCCUPE = """() => {
  globalThis.aDitOccupe = false;
  const voir = () => { globalThis.aDitOccupe ||= document.querySelector(".bouton[aria-busy=true]") !== null; };
  new MutationObserver(voir).observe(document, { subtree: true, attributes: true });
}"""


def test_the_button_is_busy_until_the_file_comes(appareil, serveur):
    anne = appareil("bureau")
    anne.entrer("anne.quemeneur@exemple.fr")
    anne.aller(serveur.lire(FEUILLES))
    page = anne.page
    page.route(re.compile(".*"), tard)
    page.evaluate(OCCUPE)
    demande = page.get_by_role("button", name="Préparer les papiers")
    with page.expect_download() as recu:
        demande.click()
    assert recu.value.suggested_filename.endswith(".pdf")
    assert page.evaluate("aDitOccupe")
    page.locator(".bouton[aria-busy]").wait_for(state="detached", timeout=5000)
    assert "envoi=" not in page.evaluate("document.cookie")
