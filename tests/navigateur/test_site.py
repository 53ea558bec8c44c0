"""The site of a school in Chromium: a news published from a phone is on the public page at once; axe on both sides."""

import re

import pytest

from tests.navigateur.test_accessibilite import debords, examiner

pytestmark = pytest.mark.navigateur

SITE = "/ecoles/ecole-du-cerf-volant/"


def test_a_news_published_from_a_phone_is_on_the_site_at_once(appareil, serveur):
    telephone, visiteur = appareil("telephone"), appareil("telephone")
    visiteur.aller(SITE)
    assert visiteur.page.get_by_text("Kermesse de printemps").count() == 0
    telephone.entrer("anne.quemeneur@exemple.fr")
    telephone.aller("/?univers=direction")
    telephone.page.get_by_role("button", name="Modifier le site").click()
    telephone.page.get_by_role("heading", name="Que voulez-vous changer ?").wait_for()
    telephone.photographier("site-que-changer")
    assert examiner(telephone.page, "cms") == []
    telephone.page.get_by_role("link", name="Écrire une actualité").click()
    telephone.page.wait_for_url("**/cms/pages/add/pages/actualite/*/")
    telephone.page.locator("#id_title").fill("Kermesse de printemps")
    telephone.page.locator("#id_resume").fill("Le samedi 5 juin, dans la cour.")
    telephone.photographier("site-ecrire")
    telephone.page.locator("button[name='action-publish']").click()
    telephone.page.wait_for_url(re.compile(r"/cms/pages/\d+/$"))
    visiteur.page.reload()
    visiteur.page.get_by_role("link", name="Kermesse de printemps").click()
    visiteur.page.get_by_role("heading", name="Kermesse de printemps").wait_for()
    visiteur.photographier("site-actualite")
    assert telephone.erreurs == []


def test_a_button_pressed_while_the_page_saves_itself_waits_for_it(appareil, serveur):
    """On a slow network the two crossed: a page made twice, or refused as somebody else's."""
    bureau = appareil("bureau")
    bureau.entrer("anne.quemeneur@exemple.fr")
    rubrique = serveur.lire(
        "__import__('pages.models').models.RubriqueActualites.objects.get(etablissement=d.elementaire).pk"
    )
    page = bureau.page

    reseau = page.context.new_cdp_session(page)
    reseau.send("Network.enable")

    def attendre(latence: int) -> None:
        conditions = {"offline": False, "latency": latence, "downloadThroughput": -1, "uploadThroughput": -1}
        reseau.send("Network.emulateNetworkConditions", conditions)

    bureau.aller(f"/cms/pages/add/pages/actualite/{rubrique}/")
    for phrase in ("Trois arbres.", "Quatre arbres."):
        attendre(1500)
        page.locator("#id_title").fill("On plante")
        page.locator("#id_resume").fill(phrase)
        page.wait_for_timeout(700)  # what was typed is on its way
        page.locator("button[name='action-publish']").click()
        attendre(0)
        page.wait_for_url(re.compile(r"/cms/pages/\d+/$"))
        pages = serveur.lire(
            "[[p.pk, p.live, p.resume] for p in __import__('pages.models').models.Actualite.objects.filter(title='On plante')]"
        )
        assert [[vive, resume] for _pk, vive, resume in pages] == [[True, phrase]]
        bureau.aller(f"/cms/pages/{pages[0][0]}/edit/")


def test_what_the_page_saved_by_itself_is_no_one_else_s(appareil, serveur):
    """A page laid with the school had no version yet: published once it had saved itself, it was refused as another's, and again."""
    bureau = appareil("bureau")
    bureau.entrer("anne.quemeneur@exemple.fr")
    accueil = serveur.lire(
        "__import__('pages.models').models.AccueilDEcole.objects.get(etablissement=d.elementaire).pk"
    )
    page = bureau.page
    for phrase in ("Bienvenue chez nous.", "Bienvenue à l’école."):  # without a version, then with one
        bureau.aller(f"/cms/pages/{accueil}/edit/")
        page.wait_for_function("document.querySelector('form[data-controller~=w-autosave]')")
        with page.expect_response(lambda r: r.request.method == "POST" and "json" in r.headers.get("content-type", "")):
            page.locator("[name=accroche]").fill(phrase)
        page.locator("button[name='action-publish']").click()
        page.wait_for_url(re.compile(r"/cms/pages/\d+/$"))
        lire = f"__import__('pages.models').models.AccueilDEcole.objects.get(pk={accueil}).accroche"
        assert serveur.lire(lire) == phrase


def test_words_typed_as_soon_as_the_page_opens_are_guarded_and_saved(appareil, serveur):
    """Within two seconds, a click on the menu left with them."""
    bureau, demandes = appareil("bureau"), []
    bureau.entrer("anne.quemeneur@exemple.fr")
    rubrique = serveur.lire(
        "__import__('pages.models').models.RubriqueActualites.objects.get(etablissement=d.elementaire).pk"
    )
    page = bureau.page
    page.on("dialog", lambda boite: (demandes.append(boite.type), boite.dismiss()))
    page.goto(f"{serveur.adresse}/cms/pages/add/pages/actualite/{rubrique}/", wait_until="domcontentloaded")
    page.locator("#id_title").press_sequentially("Premiers mots")
    page.locator("#wagtail-sidebar").get_by_role("link", name="Mes écoles").click(no_wait_after=True)
    page.wait_for_url(re.compile(r"/cms/pages/\d+/edit/$"))  # it stayed, and saved itself
    assert demandes == ["beforeunload"]
    assert (
        serveur.lire("__import__('pages.models').models.Actualite.objects.filter(title='Premiers mots').count()") == 1
    )


def test_a_date_typed_the_french_way_stays_as_it_is_typed(appareil, serveur):
    bureau = appareil("bureau")
    bureau.entrer("anne.quemeneur@exemple.fr")
    rubrique = serveur.lire(
        "__import__('pages.models').models.RubriqueActualites.objects.get(etablissement=d.elementaire).pk"
    )
    bureau.aller(f"/cms/pages/add/pages/actualite/{rubrique}/")
    date = bureau.page.locator("#id_date")
    for tapee in ("11/12/2026", "32/13/2026"):
        date.fill(tapee)
        date.press("Tab")
        bureau.page.wait_for_timeout(300)
        assert date.input_value() == tapee
    bureau.page.locator("#id_title").fill("Le marché d’hiver")
    bureau.page.locator("button[name='action-publish']").click()
    bureau.page.get_by_text("Ce n’est pas une date.").first.wait_for()
    bureau.photographier("site-date")


def test_what_is_typed_is_on_the_preview_at_once_and_on_the_site_only_once_published(appareil, serveur):
    bureau, visiteur = appareil("bureau"), appareil("telephone")
    bureau.entrer("anne.quemeneur@exemple.fr")
    accueil = serveur.lire(
        "__import__('pages.models').models.AccueilDEcole.objects.get(etablissement=d.elementaire).pk"
    )
    # Wagtail remembers what the form held a moment after it is shown: what a robot types before is no change.
    bureau.contexte.add_init_script("addEventListener('w-unsaved:ready', () => { globalThis.pret = true; })")
    bureau.aller(f"/cms/pages/{accueil}/edit/")
    bureau.page.wait_for_function("globalThis.pret")
    bureau.page.locator("[data-side-panel-toggle=preview]").first.click()
    apercu = bureau.page.frame_locator("iframe[title]").first
    apercu.get_by_role("heading", level=1).wait_for()
    bureau.page.locator("#id_accroche").clear()
    bureau.page.locator("#id_accroche").press_sequentially("La fanfare répète le jeudi.", delay=60)
    apercu.get_by_text("La fanfare répète le jeudi.").first.wait_for()
    bureau.photographier("site-apercu")
    visiteur.aller(SITE)
    assert visiteur.page.get_by_text("La fanfare répète le jeudi.").count() == 0
    assert bureau.erreurs == []


@pytest.mark.parametrize("couleurs", ["light", "dark"])
def test_the_administration_wears_our_colours_and_leads_back(appareil, serveur, couleurs):
    bureau = appareil("bureau", color_scheme=couleurs)
    bureau.entrer("anne.quemeneur@exemple.fr")
    accueil = serveur.lire(
        "__import__('pages.models').models.AccueilDEcole.objects.get(etablissement=d.elementaire).pk"
    )
    for chemin in ("/cms/", f"/cms/pages/{accueil}/", f"/cms/pages/{accueil}/edit/", "/cms/images/"):
        bureau.aller(chemin)
        assert examiner(bureau.page, chemin) == []
    bureau.photographier(f"site-administration-{couleurs}")
    bureau.page.locator("#wagtail-sidebar").get_by_role("link", name="Mes écoles").click()
    bureau.page.wait_for_url(serveur.adresse + "/")


def test_the_list_of_pages_is_read_and_touched_on_a_phone(appareil, serveur):
    telephone = appareil("telephone")
    telephone.entrer("anne.quemeneur@exemple.fr")
    accueil = serveur.lire(
        "__import__('pages.models').models.AccueilDEcole.objects.get(etablissement=d.elementaire).pk"
    )
    page = telephone.page
    telephone.aller(f"/cms/pages/{accueil}/")
    telephone.photographier("site-liste-des-pages")
    liste = page.locator("#listing-results")
    places = {  # of each, how far it goes to the right, its width and its height
        quoi: [tuple(lieu.bounding_box()[x] for x in ("x", "width", "height")) for lieu in liste.locator(ou).all()]
        for quoi, ou in {
            "titre": ".title-wrapper a",
            "gestes": "td.title .w-dropdown__toggle",
            "dedans": "td.children a",
            "etat": "td .w-status",
        }.items()
    }
    assert len(places["titre"]) == len(places["gestes"]) == len(places["etat"]) == 7 and places["dedans"]
    assert [p for lues in places.values() for p in lues if p[0] < 0 or p[0] + p[1] > 390] == []
    assert [p for p in places["titre"] if p[1] < 200 or not 44 <= p[2] < 60] == []  # on one line
    assert [p for p in places["gestes"] + places["dedans"] if min(p[1:]) < 44] == []
    assert examiner(page, "cms") == [] and not debords(page)
    liste.get_by_role("button", name="Plus d’options pour « Infos pratiques »").click()
    geste = page.get_by_role("link", name=re.compile("^Modifier")).last.bounding_box()
    assert geste["x"] >= 0 and geste["x"] + geste["width"] <= 390
    telephone.photographier("site-liste-gestes")
    page.keyboard.press("Escape")
    liste.get_by_role("link", name="Infos pratiques", exact=True).click()
    page.wait_for_url("**/edit/")


@pytest.mark.parametrize("taille", ["telephone", "bureau"])
@pytest.mark.parametrize("couleurs", ["light", "dark"])
def test_public_pages_are_accessible(taille, couleurs, appareil):
    a = appareil(taille, color_scheme=couleurs)
    for chemin in ("", "actualites/", "pratique/", "contact/", "equipe/", "accessibilite/", "recherche/?q=livres"):
        a.aller(SITE + chemin)
        assert examiner(a.page, chemin) == []
        assert not debords(a.page), chemin
