"""A roll in larger letters, and one that was touched and not sent."""

import pytest
from playwright.sync_api import expect

from tests.navigateur.appel import cocher, envoyer, etre_trente, toucher
from tests.navigateur.mots import COUPES
from tests.navigateur.test_accessibilite import debords
from tests.typographie import relacher

pytestmark = pytest.mark.navigateur


@pytest.fixture(scope="module", autouse=True)
def trente(serveur):
    etre_trente(serveur)


def test_in_larger_letters_no_first_name_is_cut(appareil):
    telephone = appareil("telephone")
    telephone.entrer("claire.lefort@exemple.fr")
    page = telephone.page
    for choix in ("Plus grand", "Plus d’espace"):
        telephone.aller("/plus/")
        page.get_by_role("button", name=choix, exact=True).click()
        page.wait_for_load_state()
        telephone.aller("/appel/")
        page.locator("main a[href*='/appel/classe/']").first.click()
        page.locator("[data-grille] button").first.wait_for()
        telephone.photographier("appel-confort")
        assert page.evaluate(COUPES) == []
        assert not debords(page)


def test_what_is_touched_and_not_sent_is_found_again_in_this_tab(appareil):
    """A way back, a page loaded again, a call that comes: nothing was sent, and nothing is touched twice."""
    telephone = appareil("telephone")
    telephone.entrer("claire.lefort@exemple.fr")
    page = telephone.page
    cocher(page)
    envoyer(page)
    telephone.aller("/")
    page.locator("main a[href^='/appel/']").first.click()
    toucher(page, "Inès")
    pied = page.locator("[data-pied] p")
    dit = relacher(pied.inner_text())
    assert dit == "26 présents, 3 absents, 1 retard. La famille d’Inès sera prévenue."
    for revenir in (page.reload, lambda: (telephone.aller("/semaine/"), page.go_back())):
        revenir()
        expect(page.locator("[data-retrouve]")).to_be_visible()
        assert relacher(pied.inner_text()) == dit
    telephone.photographier("appel-retrouve")
    toucher(page, "Inès")
    page.reload()
    expect(page.locator("[data-grille] [data-etat=absent]")).to_have_count(2)
    expect(page.locator("[data-retrouve]")).to_be_hidden()
