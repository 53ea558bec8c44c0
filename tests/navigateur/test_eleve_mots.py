"""What a pupil writes is theirs: too long it is said and stays, without network it waits and says when it has left."""

import pytest

from tests.navigateur.ecole import attendre_les_remises, ouvrir, tablette_de

pytestmark = pytest.mark.navigateur


def ecrire(tablette, mots: str) -> None:
    champ = tablette.page.get_by_label("J’écris").last
    if not champ.is_visible():
        tablette.page.get_by_role("button", name="J’écris").click()
    champ.fill(mots)
    tablette.page.get_by_role("button", name="J’envoie", exact=True).click()


def test_words_are_counted_as_they_are_typed_and_stay_when_they_are_refused(appareil, serveur, ecole):
    texte = "Raconter sa journée"
    tablette = tablette_de(appareil, ecole)
    ouvrir(tablette, ecole.donner(texte))
    lignes = "le chat\n" * 240  # 1,920 characters: a browser sends two for the end of a line
    ecrire(tablette, lignes)
    tablette.page.get_by_text("C’est parti ! Bravo.").first.wait_for()
    attendre_les_remises(ecole, tablette.page, texte, [["Inès", lignes.strip(), []]])

    trop = "le chat\n" * 300
    ecrire(tablette, trop)
    tablette.page.get_by_text("C’est trop long. Écris un peu moins.").first.wait_for()
    tablette.photographier("eleve-trop-long")
    assert tablette.page.get_by_label("J’écris").last.input_value() == trop
    tablette.page.reload()
    tablette.page.get_by_role("button", name="J’ai compris").click()
    assert tablette.page.get_by_label("J’écris").last.input_value() == trop
    tablette.page.locator("#boite").wait_for(state="hidden")
    assert len(ecole.remises(texte)) == 1


def test_what_waited_says_that_it_has_left(appareil, serveur, ecole):
    texte = "Compter les marches"
    tablette = tablette_de(appareil, ecole)
    ouvrir(tablette, ecole.donner(texte))
    tablette.contexte.set_offline(True)
    ecrire(tablette, "Douze")
    tablette.page.get_by_text("C’est gardé sur la tablette. Ça partira tout seul.").first.wait_for()
    tablette.contexte.set_offline(False)
    tablette.page.get_by_text("C’est parti ! Bravo.").first.wait_for()
    assert tablette.page.get_by_text("C’est gardé sur la tablette.").is_hidden()
    attendre_les_remises(ecole, tablette.page, texte, [["Inès", "Douze", []]])
