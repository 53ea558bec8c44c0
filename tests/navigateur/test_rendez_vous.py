"""Meetings in Chromium: a mother takes one coming for two children, moves one, gives it back; who receives sees it come."""

import pytest

from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner
from tests.typographie import relacher

pytestmark = [pytest.mark.navigateur, pytest.mark.besoin_de("ent.services.rendez_vous")]


def test_a_mother_comes_once_for_two_children_then_changes_her_mind(appareil, serveur):
    telephone, bureau = appareil("telephone"), appareil("bureau")
    bureau.entrer("claire.lefort@exemple.fr")
    bureau.aller("/rendez-vous/recevoir/")
    bureau.page.get_by_role("link", name="Rencontre avec la famille, CP-CE1").click()
    bureau.page.get_by_role("heading", name="Qui vient").wait_for()
    bureau.photographier("rendez-vous-recevoir")
    assert examiner(bureau.page, "meeting") == []
    charge = bureau.page.evaluate("performance.timeOrigin")

    telephone.entrer("nadia.belhadj@exemple.fr")
    telephone.page.locator("#tuile-a-faire").get_by_role(
        "link", name="Choisir un créneau : Inès, Rencontre avec la famille"
    ).wait_for()
    telephone.aller("/plus/")
    telephone.page.get_by_role("link", name="Rendez-vous").click()
    telephone.page.get_by_text("Une seule venue pour vos enfants").first.wait_for()
    telephone.photographier("rendez-vous-venues")
    assert examiner(telephone.page, "comings") == []
    assert not debords(telephone.page)
    assert telephone.page.evaluate(PETITES_CIBLES, 44) == []
    telephone.page.get_by_role("button", name="Réserver cette venue").click()
    telephone.page.get_by_text("C’est réservé").first.wait_for()

    # The page of who receives says so, without a reload.
    bureau.page.locator(".creneaux__pris", has_text="Inès Belhadj").wait_for(timeout=5000)
    assert bureau.page.evaluate("performance.timeOrigin") == charge

    # One tap moves, one tap comes back, one tap gives back, one tap takes up again.
    telephone.page.locator(".liens a", has_text="Inès").click()
    avant = relacher(telephone.page.locator(".rdv-moment").inner_text())
    telephone.page.locator(".rdv-heures button").last.click()
    telephone.page.get_by_text("C’est changé").first.wait_for()
    assert relacher(telephone.page.locator(".rdv-moment").inner_text()) != avant
    telephone.photographier("rendez-vous-pris")
    assert examiner(telephone.page, "slots") == []
    assert not debords(telephone.page)
    assert telephone.page.evaluate(PETITES_CIBLES, 44) == []
    telephone.page.get_by_role("button", name="Revenir à").click()
    telephone.page.get_by_text("C’est changé").first.wait_for()
    assert relacher(telephone.page.locator(".rdv-moment").inner_text()) == avant
    telephone.page.get_by_role("button", name="Annuler ce rendez-vous").click()
    telephone.page.get_by_text("C’est annulé").first.wait_for()
    telephone.page.get_by_role("button", name="Le reprendre").click()
    telephone.page.get_by_text("C’est repris").first.wait_for()
    assert relacher(telephone.page.locator(".rdv-moment").inner_text()) == avant


def test_the_other_household_books_its_own_without_scripts(appareil):
    telephone = appareil("telephone", java_script_enabled=False)
    telephone.entrer("mehdi.belhadj@exemple.fr")
    telephone.aller("/rendez-vous/")
    telephone.page.locator(".liens a", has_text="Inès").click()
    telephone.page.locator(".rdv-heures button").first.click()
    telephone.page.get_by_text("C’est réservé").first.wait_for()
    assert "Nadia" not in telephone.page.locator("main").inner_text()
