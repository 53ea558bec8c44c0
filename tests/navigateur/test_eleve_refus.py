"""What a pupil reads of a file that was refused: once, and no longer than it is of use."""

import pytest

from tests.navigateur.ecole import ouvrir, tablette_de
from tests.navigateur.test_eleve import PHOTO

pytestmark = pytest.mark.navigateur


def test_what_was_refused_says_no_more_once_something_else_is_sent_or_it_is_taken_away(appareil, serveur, ecole):
    """Two yellow banners stayed above « C’est parti ! Bravo. », and on the pupil's home."""
    texte = "Mon plan"
    tablette = tablette_de(appareil, ecole)
    ouvrir(tablette, ecole.donner(texte))
    page = tablette.page
    refus = page.locator("#boite [data-refuse]")

    def envoyer(nom: str, contenu: bytes) -> None:
        page.get_by_label("Un fichier", exact=True).set_input_files(
            [{"name": nom, "mimeType": "application/octet-stream", "buffer": contenu}]
        )
        page.get_by_role("button", name="J’envoie", exact=True).click()
        page.get_by_text("Pas celui-là").first.wait_for()

    envoyer("mauvais.exe", b"MZ" + bytes(99))
    assert refus.inner_text().startswith("Mon plan\xa0: Je ne peux pas envoyer ce fichier. Demande à un adulte.")
    page.get_by_role("button", name="Enlever").click()
    refus.wait_for(state="detached")
    envoyer("fausse.jpg", b"MZ" + bytes(99))
    assert refus.count() == 1
    page.get_by_label("Un fichier", exact=True).set_input_files([PHOTO])
    with page.expect_response("**/rendre/**"):
        page.get_by_role("button", name="J’envoie", exact=True).click()
    refus.wait_for()
    page.get_by_role("button", name="Enlever").first.click()
    page.get_by_role("button", name="J’envoie", exact=True).click()
    page.get_by_text("C’est parti ! Bravo.").first.wait_for()
    assert refus.count() == 0
    tablette.photographier("eleve-apres-refus")
    tablette.aller("/")
    tablette.parcourir_la_boite()
    assert page.locator("#boite").is_hidden()
