"""What is read or answered on one device moves on the other, which is open elsewhere and reloads nothing."""

import pytest
from playwright.sync_api import expect

from tests.navigateur.test_accessibilite import PETITES_CIBLES, REPRENDRE, debords, examiner

pytestmark = pytest.mark.navigateur

MERE = "nadia.belhadj@exemple.fr"


def test_two_devices_of_a_mother_agree_at_once(appareil):
    telephone, ordinateur = appareil("telephone"), appareil("bureau")
    for chacun in (telephone, ordinateur):
        with chacun.page.expect_websocket():  # what is said before is heard by nobody
            chacun.entrer(MERE)
        chacun.avoir_fini()
    charge = ordinateur.page.evaluate("performance.timeOrigin")
    attend = ordinateur.page.locator("#tuile-a-faire .fil__titre p")
    d_ines = ordinateur.page.locator(".puce", has_text="Inès").locator(".puce__compte")
    messages = ordinateur.page.locator("[data-nouvelles='messagerie.message']:visible [data-nombre]").first
    non_lues = ordinateur.page.locator(".fil__article--non-lu")
    assert ordinateur.page.locator("#tete .cloche, header a[href='/notifications/']").count() == 0, "the bell is gone"

    # Answered on the phone: the list, what it takes and the count of the child move on the other screen.
    avant, n = attend.inner_text(), d_ines.inner_text()
    telephone.page.locator("#tuile-a-faire button", has_text="autorise").first.click()
    expect(attend).not_to_have_text(avant, timeout=15_000)
    expect(d_ines).not_to_have_text(n)

    # A thread opened on the phone: « Messages » counts one less, and its line has no mark any more.
    n, lignes = int(messages.inner_text()), non_lues.count()
    telephone.page.locator(".fil__article--non-lu a", has_text="vous a écrit").first.click()
    telephone.page.wait_for_url("**/messages/**")
    expect(messages).to_have_text(str(n - 1), timeout=15_000)
    expect(non_lues).not_to_have_count(lignes)

    # « Plus tard », on the computer: the phone, back home, says it too.
    with telephone.page.expect_websocket():
        telephone.aller("/")
    telephone.avoir_fini()
    chez_elle = telephone.page.locator("#tuile-a-faire .fil__titre p")
    dit = chez_elle.inner_text()
    ordinateur.page.locator("#tuile-a-faire button", has_text="Plus tard").first.click()
    expect(chez_elle).not_to_have_text(dit, timeout=15_000)
    assert ordinateur.page.evaluate("performance.timeOrigin") == charge


def test_pages_that_say_where_things_stand_are_read_by_all(appareil):
    """Folded news and the states of « Plus », on a phone: axe, no line wider than the screen, targets of a finger; nothing twice once asked again."""
    telephone = appareil("telephone")
    telephone.entrer(MERE)
    page = telephone.page
    for chemin in ("/", "/plus/", "/semaine/", "/absences/", "/chercher/"):
        telephone.aller(chemin)
        for lot in page.locator(".fil__lot > summary:visible").all():
            lot.click()
        assert examiner(page, chemin) == []
        assert page.evaluate(PETITES_CIBLES, 44) == []
        for largeur in (390, 320):
            page.set_viewport_size({"width": largeur, "height": 844})
            assert not debords(page), (chemin, largeur)
        page.set_viewport_size({"width": 390, "height": 844})
    telephone.aller("/")
    assert page.evaluate(REPRENDRE) == []


def test_the_keyboard_goes_on_from_where_a_line_was_put_off_or_answered(appareil, serveur):
    """What was pressed is no more there: the focus is on the line that follows, and on none of its buttons; what was done is heard."""
    serveur.recommencer()
    telephone = appareil("telephone")
    telephone.entrer(MERE)
    telephone.avoir_fini()
    page = telephone.page
    entendu = page.locator("#annonce")
    assert entendu.inner_text() == "", "nothing of what was answered before"
    lignes = page.locator("#tuile-a-faire .fil__article")
    rang = next(i for i in range(lignes.count()) if "Plus tard" in lignes.nth(i).inner_text() and i)
    remise = lignes.nth(rang)
    suivant = lignes.nth(rang + 1).inner_text()
    page.keyboard.press("Tab")
    remise.get_by_role("button", name="Plus tard").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#tout-reprendre")).to_be_visible()
    tenu = page.locator("#tuile-a-faire :focus")
    assert tenu.inner_text() in suivant
    assert tenu.evaluate("e => !e.matches('button')")
    expect(entendu).to_have_text("Remis à demain.")

    signe = page.locator("#tuile-a-faire form[data-signer] button[id$=-oui]").first
    signe.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#tuile-a-faire :focus")).to_contain_text("Changer d’avis")
    expect(entendu).to_have_text("C’est signé, l’école le sait.")

    telephone.avoir_fini()
    accord = page.locator("#tuile-a-faire form.autorise button[value=oui]").first
    accord.press("Enter")
    expect(entendu).to_contain_text("D’ici là, rien n’est autorisé.")  # his answer is another
    expect(accord).to_be_focused()
    page.locator("#tout-lire").press("Enter")
    expect(entendu).to_have_text("C’est marqué comme lu.")
    assert page.evaluate("performance.getEntriesByType('navigation')[0].name") == page.url
    assert page.evaluate("document.activeElement !== document.body")
