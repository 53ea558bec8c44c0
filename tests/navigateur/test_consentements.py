"""Image rights in Chromium: a mother answers in two taps on her phone, changes her mind, and the school's page follows."""

import pytest

from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner
from tests.typographie import relacher

pytestmark = pytest.mark.navigateur

MONTRABLE = (
    "__import__('ent.services.vie_scolaire.lectures.images', fromlist=['x']).eleves_montrables('{}')"
    ".filter(pk=d.eleve_ms.pk).exists()"
)


def test_a_mother_answers_in_two_taps_and_withdraws(appareil, serveur):
    telephone, bureau = appareil("telephone"), appareil("bureau")
    telephone.entrer("nadia.belhadj@exemple.fr")
    tuile = telephone.page.locator("#tuile-a-faire")
    avant = tuile.locator(".fil__article").count()
    bureau.entrer("odile.tissier@exemple.fr")
    bureau.aller("/autorisations/suivi/")
    bureau.page.get_by_role("link", name="École Les Coquelicots").click()
    bureau.page.get_by_label("Faire vivre la classe auprès de ses familles").check()
    for support in ("le journal de la classe", "le site de l’école"):
        bureau.page.get_by_label(support).check()
    bureau.page.get_by_label("Ce que l’école explique").fill(
        "Des photos de la vie de la classe, de septembre à juillet."
    )
    bureau.photographier("consentements-demander")
    bureau.page.get_by_role("button", name="Demander aux familles").click()
    bureau.page.get_by_text("C’est demandé : les familles le voient maintenant.").first.wait_for()
    bureau.page.get_by_role("link", name="Moyens").click()
    charge = bureau.page.evaluate("performance.timeOrigin")
    ligne = bureau.page.locator("#eleves tr", has_text="Lina-Maëlys Belhadj")
    assert "Mme Belhadj : attend" in relacher(ligne.inner_text())

    # The phone shows it without a reload; two taps answer, none of the four buttons being put forward.
    billet = tuile.locator(".fil__article", has_text="Des photos où l’on reconnaît Lina-Maëlys")
    billet.wait_for(timeout=5000)
    assert tuile.locator(".fil__article").count() == avant + 1
    billet.scroll_into_view_if_needed()
    telephone.photographier("consentements-tuile")
    assert examiner(telephone.page, "home") == []
    assert not debords(telephone.page)
    tuile.get_by_role("button", name="Oui : Lina-Maëlys, Journal de la classe").click()
    billet.locator("[aria-pressed=true]").first.wait_for(timeout=20_000)
    tuile.get_by_role("button", name="Non : Lina-Maëlys, Site de l’école").click()
    billet.locator("[aria-pressed=true]").nth(1).wait_for(timeout=20_000)
    assert billet.get_by_role("button", name="Plus tard").count() == 0
    telephone.photographier("consentements-repondu")
    assert (serveur.lire(MONTRABLE.format("journal")), serveur.lire(MONTRABLE.format("site"))) == (True, False)

    # The direction's page says so, still without a reload.
    ligne.get_by_text("Mme Belhadj : oui").wait_for(timeout=5000)
    ligne.get_by_text("Mme Belhadj : non").wait_for(timeout=5000)
    assert bureau.page.evaluate("performance.timeOrigin") == charge
    bureau.photographier("consentements-classe")
    assert examiner(bureau.page, "class") == []

    # Withdrawn on the page of all her answers, that keeps the former one.
    telephone.aller("/plus/")
    telephone.page.get_by_role("link", name="Droit à l’image").click()
    billet = telephone.page.locator(".mot-a-signer", has_text="Des photos où l’on reconnaît Lina-Maëlys")
    billet.get_by_role("button", name="Non : Lina-Maëlys, Journal de la classe").click()
    telephone.page.get_by_text("C’est noté. Vous pouvez changer d’avis à tout moment.").first.wait_for()
    assert serveur.lire(MONTRABLE.format("journal")) is False
    billet.get_by_text("Vos réponses d’avant").click()
    billet.get_by_text("Oui · du").first.wait_for()
    telephone.photographier("consentements-famille")
    assert examiner(telephone.page, "answers") == []
    assert not debords(telephone.page)
    assert telephone.page.evaluate(PETITES_CIBLES, 44) == []
    ligne.get_by_text("peut", exact=True).wait_for(state="detached", timeout=5000)


def test_it_is_answered_without_scripts(appareil, serveur):
    """A plain form: each tap is a page. Mehdi, who has answered nothing, reads nothing of what Nadia said."""
    telephone = appareil("telephone", java_script_enabled=False)
    telephone.entrer("mehdi.belhadj@exemple.fr")
    telephone.aller("/autorisations/")
    assert telephone.page.locator('[aria-pressed="true"]').count() == 0
    telephone.page.get_by_role("button", name="Oui : Sofiane, Journal de la classe").click()
    telephone.page.get_by_text("C’est noté. Vous pouvez changer d’avis à tout moment.").first.wait_for()
    assert telephone.page.locator('[aria-pressed="true"]').count() == 1


# A thumb that comes as the answer is laid, and what it touches: « Non », once « Oui » is what was said.
AUSSITOT = """oui => new Promise((touche) => {
  const non = oui.replace("oui-", "non-");
  const guet = () => document.querySelector(`#${oui}[aria-pressed=true]`) && setTimeout(() => {
    removeEventListener("htmx:afterSwap", guet);
    document.getElementById(non).click();
    touche(non);
  });
  addEventListener("htmx:afterSwap", guet);
  document.getElementById(oui).click();
})"""


def test_a_thumb_that_comes_as_the_tile_is_laid_stays_in_the_tile(appareil, serveur):
    """What was just laid listens at once: a form tapped before it does would leave by itself, and take the whole page with it."""
    telephone = appareil("telephone")
    telephone.entrer("mehdi.belhadj@exemple.fr")
    oui = telephone.page.locator("#tuile-a-faire button[id^=oui-]:not([aria-pressed])").first
    charge = telephone.page.evaluate("performance.timeOrigin")
    non = telephone.page.evaluate(AUSSITOT, oui.get_attribute("id"))
    telephone.page.locator(f"#{non}[aria-pressed=true]").wait_for(timeout=20_000)
    assert telephone.page.evaluate("performance.timeOrigin") == charge
