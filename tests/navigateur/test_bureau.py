"""At a desk, pages use their width; on a phone nothing of it is asked for, nor shown."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect

from tests.navigateur.conftest import FILS, Appareil
from tests.navigateur.test_accessibilite import debords, examiner
from tests.navigateur.test_messages import Echange

pytestmark = pytest.mark.navigateur

BUREAU, ETROIT = {"width": 1366, "height": 800}, {"width": 1099, "height": 800}
TELEPHONE = {"width": 390, "height": 844}


# --- Messages ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def mere(appareil) -> Appareil:
    telephone = appareil("telephone")
    telephone.entrer("nadia.belhadj@exemple.fr")
    return telephone


@pytest.fixture
def maitresse(appareil) -> Appareil:
    bureau = appareil("bureau")
    bureau.page.set_viewport_size(BUREAU)
    bureau.entrer("claire.lefort@exemple.fr")
    return bureau


def listes_demandees(appareil: Appareil) -> list[str]:
    demandes: list[str] = []
    appareil.page.on("request", lambda r: demandes.append(r.url) if "/messages/?" in r.url else None)
    return demandes


def test_the_list_stands_beside_the_open_thread(maitresse, mere, fil, appareil, serveur):
    page, demandes = maitresse.page, listes_demandees(maitresse)
    Echange(maitresse, fil)
    liste = page.get_by_role("complementary", name="Mes conversations")
    ouverte = liste.locator("[aria-current=page]")
    expect(ouverte).to_have_attribute("href", f"/messages/fil/{fil}/")
    assert len(demandes) == 1
    cadre, fenetre = liste.bounding_box(), page.get_by_role("main").bounding_box()
    assert cadre["x"] + cadre["width"] <= fenetre["x"]
    assert fenetre["width"] > 800

    # Its own scroll, from the thread that is open.
    page.set_viewport_size({"width": 1366, "height": 420})
    page.reload()
    expect(ouverte).to_be_in_viewport(ratio=0.9)
    haut = page.evaluate("scrollY")
    defile = "(e, y) => { e.scrollTop = y; return e.scrollTop; }"
    assert liste.evaluate(defile, 10_000) > 0
    assert liste.evaluate(defile, 0) == 0
    assert page.evaluate("scrollY") == haut
    page.set_viewport_size(BUREAU)

    # Another thread that receives is marked by itself; what comes in the open one is being read.
    page.locator("body[data-direct=ouvert]").wait_for()
    pere = appareil("telephone")
    pere.entrer("mehdi.belhadj@exemple.fr")
    autre = serveur.lire(f"{FILS}.foyer(d.eleve_cp, d.pere_separe).pk")
    Echange(pere, autre).ecrire("Un mot dans un autre fil")
    ailleurs = liste.locator(".boite-fil--non-lu", has_text="Un mot dans un autre fil")
    expect(ailleurs.locator(".pastille")).to_be_visible(timeout=10_000)
    Echange(mere, fil).ecrire("Un mot lu aussitôt")
    expect(ouverte).to_contain_text("Un mot lu aussitôt", timeout=10_000)
    expect(ouverte.locator(".pastille")).to_have_count(0)

    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        assert examiner(page, f"fil, liste à côté, {theme}") == []
    assert not debords(page)
    maitresse.photographier("bureau-fil")


def test_searching_beside_a_thread_stays_on_its_page(maitresse, fil):
    ici = Echange(maitresse, fil)
    ici.ecrire("Le hérisson du jardin")
    ici.voit("Le hérisson du jardin")
    liste = ici.page.get_by_role("complementary", name="Mes conversations")
    liste.get_by_label("Chercher dans mes messages").fill("herisson")
    liste.get_by_text("1 message trouvé").first.wait_for()
    ici.page.keyboard.press("Enter")
    ici.page.wait_for_load_state("networkidle")
    assert ici.page.url.endswith(f"/messages/fil/{fil}/")
    ici.page.keyboard.press("Tab")
    expect(liste.locator(".boite-fil__lien")).to_be_focused()
    liste.get_by_label("Chercher dans mes messages").fill("")
    expect(liste.locator("[aria-current=page]")).to_have_count(1)


def test_what_is_searched_is_not_lost_to_a_list_that_came_late(maitresse):
    """The list asks itself again at each message; a search that leaves meanwhile is the last word, whichever answers first."""
    maitresse.aller("/messages/")
    page, tenues = maitresse.page, []
    page.route("**/messages/?q=*", lambda route: tenues.append(route))
    with page.expect_request("**/messages/?q=&*"):
        page.evaluate("htmx.trigger(document.body, 'messagerie:message')")
    with page.expect_request("**/messages/?q=licorne*"):
        page.get_by_label("Chercher dans mes messages").fill("licorne")
    for route in tenues:
        with suppress(Error):  # the first was given up
            route.continue_()
            page.wait_for_timeout(300)
    expect(page.locator("#boite-liste")).to_contain_text("Rien ne répond à « licorne ».")


def test_the_page_of_the_list_says_to_choose(maitresse):
    maitresse.aller("/messages/")
    mot = maitresse.page.get_by_text("Choisissez une conversation")
    liste = maitresse.page.locator("#boite-liste")
    expect(mot).to_be_in_viewport()
    assert liste.bounding_box()["x"] + liste.bounding_box()["width"] <= mot.bounding_box()["x"]
    assert examiner(maitresse.page, "liste des messages") == []
    assert not debords(maitresse.page)
    maitresse.photographier("bureau-messages")
    maitresse.page.set_viewport_size(ETROIT)
    expect(mot).to_be_hidden()


def test_under_1100_pixels_the_list_is_neither_shown_nor_asked_for(mere, fil):
    demandes = listes_demandees(mere)
    Echange(mere, fil)
    liste = mere.page.locator(".conversations--a-cote")
    for taille in (TELEPHONE, ETROIT):
        mere.page.set_viewport_size(taille)
        mere.avoir_fini()
        expect(liste).to_be_hidden()
    assert demandes == []
    mere.page.set_viewport_size(BUREAU)
    expect(liste.locator("[aria-current=page]")).to_be_visible()
    assert len(demandes) == 1


def test_without_script_a_thread_stays_alone_on_its_page(appareil, fil):
    a = appareil("bureau", java_script_enabled=False)
    a.entrer("claire.lefort@exemple.fr")
    a.aller(f"/messages/fil/{fil}/")
    expect(a.page.locator(".conversations--a-cote")).to_be_hidden()
    assert a.page.get_by_role("main").bounding_box()["width"] < 700


# --- What was one column ------------------------------------------------------------------------------------------------
DIRECTION, MAITRESSE = "anne.quemeneur", "claire.lefort"
# Who reads it, where, what stands side by side at a desk, how wide each may be at most.
COLONNES = [
    (DIRECTION, "/annuaire/0789901N/equipe/", "main .carte", 450),
    (DIRECTION, "/annuaire/0789901N/reglages/", "main [type=time]", 240),
    (DIRECTION, "/annuaire/0789901N/qui-repond/", "main [type=time]", 240),
    (DIRECTION, "/plus/", "main h2", 450),
    (MAITRESSE, "/cahier/reserve/", "main .carte", 500),
]
PLACES = (
    "l => l.map(e => { const { x, width } = e.getBoundingClientRect(); return [Math.round(x), Math.round(width)]; })"
)


def test_pages_stand_in_columns_at_a_desk_alone_and_never_scroll_sideways(appareil):
    fautes = []
    for qui in (DIRECTION, MAITRESSE):
        a = appareil("bureau")
        a.entrer(f"{qui}@exemple.fr")
        for _, chemin, quoi, large in [page for page in COLONNES if page[0] == qui]:
            a.aller(chemin)
            for taille, est_en_colonnes in ((BUREAU, True), (TELEPHONE, False)):
                a.page.set_viewport_size(taille)
                places = a.page.eval_on_selector_all(quoi, PLACES)
                assert len(places) >= 3
                if (len({x for x, _ in places}) > 1) is not est_en_colonnes:
                    fautes.append(f"{chemin} {taille['width']}: {places}")
                if est_en_colonnes and max(w for _, w in places) > large:
                    fautes.append(f"{chemin}: too wide, {places}")
                if debords(a.page):
                    fautes.append(f"{chemin} {taille['width']}: overflows")
                fautes += examiner(a.page, f"{chemin} {taille['width']}")
    assert fautes == []


def test_the_rolls_of_two_classes_are_two_buttons_a_thumb_apart(appareil):
    """They touched: who takes two classes tapped the one for the other."""
    for taille in ("telephone", "bureau"):
        page = appareil(taille)
        page.entrer("idriss.sow@exemple.fr")
        haut, bas = (b.bounding_box() for b in page.page.get_by_role("link", name=re.compile("^Faire l’appel")).all())
        assert bas["y"] - haut["y"] - haut["height"] >= 8


# Of the two columns of a teacher's home, the one that each press of Tab is in, from the first link of the page.
COLONNES = """() => {
  const ici = document.activeElement.closest(".accueil__ici, .accueil__cote");
  return ici && ici.className;
}"""


def test_the_keyboard_goes_through_a_teacher_s_home_as_the_eye_does(appareil):
    """Their day on the left, then what waits: it went to the right first."""
    bureau = appareil("bureau")
    bureau.entrer("claire.lefort@exemple.fr")
    page, vues = bureau.page, []
    page.locator(".accueil__ici .journee").wait_for()
    page.locator("main").focus()
    while not vues or vues[-1] or not any(vues):
        page.keyboard.press("Tab")
        vues.append(page.evaluate(COLONNES))
        assert len(vues) < 90
    assert list(dict.fromkeys(filter(None, vues))) == ["accueil__ici", "accueil__cote"]
