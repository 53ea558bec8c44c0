"""A session that ends while somebody writes, in the browser: their words wait for them on the device, and for nobody else."""

import re

import pytest
from playwright.sync_api import expect

from tests.navigateur.ecole import tablette_de
from tests.navigateur.test_accessibilite import debords, examiner
from tests.navigateur.test_direct import entrer_par_les_images
from tests.navigateur.test_familles import travail  # noqa: F401
from tests.navigateur.test_messages import Echange

pytestmark = pytest.mark.navigateur

CLAIRE = "claire.lefort@exemple.fr"
ANNE = "anne.quemeneur@exemple.fr"
NADIA = "nadia.belhadj@exemple.fr"
YANN = "yann.caradec@exemple.fr"
BILLET = "__import__('pages.models', fromlist=['x']).Billet.objects.filter(auteur=d.enseignante, classe=d.cp_ce1, publie_le__isnull=False).first().pk"
ADELE = "str(d.cp_ce1.inscriptions.get(eleve__prenom='Adèle').eleve.uuid)"
MOTS = "Écrit sans savoir\nque la session était finie."
# As if it had been typed on the first of this month.
LE_PREMIER = """for (const coffre of [localStorage, sessionStorage])
  for (const cle of Object.keys(coffre).filter((c) => c.startsWith("saisie")))
    coffre[cle] = JSON.stringify({ ...JSON.parse(coffre[cle]), a: Date.parse("2026-11-01T09:05:00+01:00") });"""
CLES = "Object.keys({...localStorage, ...sessionStorage}).filter(c => c.startsWith('saisie'))"


def offre(page):
    return page.locator("form > .avis", has_text="Vous aviez commencé à écrire ")


def perdre_la_session(a) -> None:
    a.contexte.clear_cookies(name="sessionid")


def rentrer(a, courriel: str) -> None:
    """Through the form of the way in, where the lost page led."""
    a.page.wait_for_url("**/entrer/**")
    a.page.locator("input[name=login]").fill(courriel)
    a.page.locator("input[name=password]").fill("Cerf-volant-2026")
    a.page.get_by_role("button", name="Entrer", exact=True).click()
    a.page.wait_for_url(lambda adresse: "/entrer/" not in adresse)


def envoyer(champ) -> None:
    champ.evaluate("c => { c.form.noValidate = true; c.form.requestSubmit(c.form.querySelector('[type=submit]')); }")


@pytest.fixture
def claire(appareil):
    a = appareil("telephone")
    a.entrer(CLAIRE)
    return a


COCHES = "[...document.querySelectorAll('main form input:checked')].map((c) => c.name + c.value)"


# Of several rooms; that no page of the product forgets it is read by the rights matrix (tests/gestes.py).
@pytest.mark.parametrize(
    ("courriel", "chemin", "nom"),
    [
        (CLAIRE, "/journal/classe/1/publier/", "texte"), (CLAIRE, "/journal/billet/{billet}/modifier/", "texte"),
        (NADIA, "/messages/absences/", "texte"), (NADIA, "/acces-confies/confier/", "prenom"),
        (ANNE, "/annuaire/0789901N/qui-repond/", "precision"), (ANNE, "/autorisations/ecole/2/demander/", "texte"),
    ],
)  # fmt: skip
def test_each_form_in_which_somebody_writes_offers_their_words_again(appareil, serveur, courriel, chemin, nom):
    a = appareil("bureau")
    a.entrer(courriel)
    chemin = chemin.format(billet=serveur.lire(BILLET))
    assert a.aller(chemin).ok
    champ = a.page.locator(f"form[method=post] [name={nom}]").first
    dits = MOTS if champ.evaluate("c => c.type") == "textarea" else "Écrit sans session"
    champ.fill(dits)
    perdre_la_session(a)
    envoyer(champ)
    rentrer(a, courriel)
    a.aller(chemin)
    offre(a.page).get_by_role("button", name="Reprendre").click()
    expect(champ).to_have_value(dits)
    assert offre(a.page).count() == 0


def recharger(a) -> None:
    a.page.reload()


def toucher_un_lien(a) -> None:
    chemin = a.page.url
    a.page.locator("header a[href], nav a[href]").first.click()
    a.page.wait_for_url(lambda adresse: adresse != chemin)
    a.page.goto(chemin)


def fermer_l_onglet(a) -> None:
    """As a phone does; what was open elsewhere is as it was."""
    chemin, ferme = a.page.url, a.page
    a.page = a.contexte.new_page()
    ferme.close(run_before_unload=True)
    a.page.goto(chemin)


@pytest.mark.parametrize("quitter", [recharger, toucher_un_lien, fermer_l_onglet])
@pytest.mark.parametrize(
    ("courriel", "chemin", "nom"),
    [(CLAIRE, "/agenda/classe/1/ecrire/", "titre"), (NADIA, "/messages/absences/", "texte")],
)
def test_a_page_that_is_left_offers_the_words_that_were_never_sent(appareil, quitter, courriel, chemin, nom):
    """A touch beside the button, a page loaded again, a tab that the phone closed: nothing had been sent, and nothing was kept."""
    a = appareil("telephone")
    a.entrer(courriel)
    a.aller(chemin)
    a.page.locator(f"main form [name={nom}]").fill("Trois lignes écrites dans le bus")
    a.avoir_fini()
    quitter(a)
    offre(a.page).get_by_role("button", name="Reprendre").click()
    champ = a.page.locator(f"main form [name={nom}]")
    expect(champ).to_have_value("Trois lignes écrites dans le bus")
    # Taken up, left again: once. Erased: nothing more.
    recharger(a)
    assert len(a.page.evaluate(CLES)) == 1
    offre(a.page).get_by_role("button", name="Effacer").click()
    recharger(a)
    a.avoir_fini()
    assert (a.page.evaluate(CLES), offre(a.page).count()) == ([], 0)


def test_what_the_page_proposed_and_what_was_sent_is_not_offered(claire):
    claire.aller("/agenda/classe/1/ecrire/")
    claire.avoir_fini()
    recharger(claire)
    assert (claire.page.evaluate(CLES), offre(claire.page).count()) == ([], 0)
    claire.aller("/journal/classe/1/publier/")
    claire.page.locator("[name=texte]").first.fill("Envoyé pour de bon")
    envoyer(claire.page.locator("[name=texte]").first)
    claire.page.wait_for_url("**/preparer/")
    claire.avoir_fini()
    assert claire.page.evaluate(CLES) == []


def test_what_is_chosen_and_not_written_is_offered_again_too(appareil):
    """An absence is three taps: lost without a word, a family would think that the school knows."""
    a = appareil("telephone")
    a.entrer(NADIA)
    choisis = ["eleves", "quand", "motif"]
    a.aller("/absences/prevenir/")
    for nom in choisis:
        a.page.locator(f"[name={nom}]").first.evaluate("c => c.checked || c.click()")
    a.avoir_fini()
    avant = a.page.evaluate(COCHES)
    perdre_la_session(a)
    a.page.get_by_role("button", name="Prévenir", exact=False).last.click()
    rentrer(a, NADIA)
    a.aller("/absences/prevenir/")
    assert a.page.evaluate(COCHES) != avant
    offre(a.page).get_by_role("button", name="Reprendre").click()
    assert a.page.evaluate(COCHES) == avant


def test_without_network_a_form_stays_where_it_is(appareil):
    """Gone to a page that says so, its words would be lost: health, which no device keeps, as any other."""
    a = appareil("telephone")
    a.entrer(NADIA)
    a.aller("/acces-confies/confier/")
    a.avoir_fini()
    champ = a.page.locator("[name=prenom]")
    champ.fill("Rolande")
    a.contexte.set_offline(True)
    envoyer(champ)
    phrase = a.page.get_by_text("Pas d’internet : rien n’est parti. Ce que vous avez écrit reste ici.")
    expect(phrase).to_be_in_viewport()
    a.photographier("sans-reseau-reste")
    assert a.page.url.endswith("/acces-confies/confier/")
    expect(champ).to_have_value("Rolande")
    a.contexte.set_offline(False)
    expect(phrase).to_be_hidden()


def test_the_line_of_a_week_is_no_exception_and_the_door_is_never_drawn_within_it(claire):
    """It is read while it is typed: by nobody, once the session has ended. Enter sends it as it is written."""
    claire.aller("/cahier/classe/1/")
    perdre_la_session(claire)
    with claire.page.expect_response("**/comprendre/") as lecture:
        claire.page.locator("[name=phrase]").press_sequentially("pour jeudi CP lire la page 20")
    assert lecture.value.status == 401
    assert claire.page.locator("main").count() == 1 and claire.page.locator("[name=password]").count() == 0
    claire.page.locator("[name=phrase]").press("Enter")
    rentrer(claire, CLAIRE)
    assert "/cahier/classe/1/" in claire.page.url
    offre(claire.page).get_by_role("button", name="Reprendre").click()
    expect(claire.page.locator("[name=phrase]")).to_have_value("pour jeudi CP lire la page 20")
    claire.page.get_by_role("button", name="Ajouter", exact=True).click()
    expect(claire.page.get_by_text("C’est donné pour jeudi 26 novembre.")).to_be_visible()


def test_the_words_are_offered_to_their_author_and_to_nobody_else(claire):
    page, champ = claire.page, claire.page.locator("[name=texte]").first
    claire.aller("/journal/classe/1/publier/")
    champ.fill(MOTS)
    perdre_la_session(claire)
    envoyer(champ)
    rentrer(claire, YANN)
    # He may write in no class of hers; in the form that both may open, nothing is said.
    for chemin in ("/journal/classe/1/publier/", "/journal/classe/2/publier/"):
        claire.aller(chemin)
        assert offre(page).count() == 0 and "sans savoir" not in page.content()
    claire.contexte.clear_cookies()
    claire.entrer(CLAIRE)
    claire.aller("/journal/classe/2/publier/")
    assert offre(page).count() == 0, "of another class"
    claire.aller("/journal/classe/1/publier/")
    offre(page).wait_for()
    claire.photographier("saisie-reprendre")
    assert examiner(page, "saisie") == [] and not debords(page)
    page.evaluate(LE_PREMIER)
    page.reload()
    page.get_by_text("Vous aviez commencé à écrire le 1er novembre à 9\u00a0h\u00a005").wait_for()
    offre(page).get_by_role("button", name="Reprendre").click()
    expect(champ).to_have_value(MOTS)
    # Taken up and lost again: still there. Received at last: forgotten.
    perdre_la_session(claire)
    envoyer(champ)
    rentrer(claire, CLAIRE)
    claire.aller("/journal/classe/1/publier/")
    offre(page).get_by_role("button", name="Reprendre").click()
    envoyer(champ)
    page.wait_for_url("**/preparer/")
    claire.avoir_fini()
    assert page.evaluate(CLES) == []
    claire.aller("/journal/classe/1/publier/")
    claire.avoir_fini()
    assert offre(page).count() == 0


def test_signing_out_takes_them_off_the_device_and_effacer_too(claire):
    page = claire.page
    champ = page.locator("[name=texte]").first
    for mots in ("la première", "la seconde"):
        claire.aller("/journal/classe/1/publier/")
        champ.fill(mots)
        perdre_la_session(claire)
        envoyer(champ)
        rentrer(claire, CLAIRE)
    claire.aller("/journal/classe/1/publier/")
    assert len(page.evaluate(CLES)) == 2
    offre(page).get_by_role("button", name="Effacer").click()
    offre(page).get_by_role("button", name="Reprendre").click()
    expect(champ).to_have_value("la première")
    claire.aller("/plus/")
    claire.avoir_fini()
    page.get_by_role("button", name="Sortir sur cet appareil").click()
    page.wait_for_url("**/entrer/**")
    assert page.evaluate(CLES) == []


def test_what_the_school_refuses_comes_back_in_the_form_and_is_not_kept(claire):
    claire.aller("/journal/classe/1/publier/")
    titre = claire.page.locator("[name=titre]")
    titre.evaluate("c => { c.removeAttribute('maxlength'); c.value = 'x'.repeat(300); }")
    with claire.page.expect_response(re.compile("/publier/")) as reponse:
        envoyer(titre)
    assert reponse.value.status == 422
    claire.avoir_fini()
    assert claire.page.evaluate(CLES) == []


def test_a_pupil_of_a_tablet_finds_their_words_and_another_child_does_not(appareil, serveur, ecole):
    tablette = tablette_de(appareil, ecole, "Inès")
    page = tablette.page
    portfolio = f"/journal/enfant/{serveur.lire('str(d.eleve_cp.uuid)')}/portfolio/"
    offerte = page.locator("form > .avis", has_text="Tu avais commencé à écrire à ")
    tablette.aller(portfolio)
    champ = page.locator("[name=texte]")
    champ.fill("Parce que je suis fière de moi")
    perdre_la_session(tablette)
    envoyer(champ)
    page.wait_for_url("**/tablette/**")
    assert len(page.evaluate(CLES)) == 1
    entrer_par_les_images(tablette, serveur, ecole.jeton, "Adèle")
    tablette.aller(f"/journal/enfant/{serveur.lire(ADELE)}/portfolio/")
    expect(champ).to_have_value("")
    tablette.avoir_fini()
    assert offerte.count() == 0 and "fière" not in page.content()
    tablette.aller("/")
    tablette.avoir_fini()
    page.get_by_role("button", name="J’ai fini, retour au mur").click()
    page.wait_for_url("**/tablette/**")
    assert len(page.evaluate(CLES)) == 1, "Adèle takes hers away, not those of Inès"
    entrer_par_les_images(tablette, serveur, ecole.jeton, "Inès")
    tablette.aller(portfolio)
    tablette.photographier("saisie-eleve")
    offerte.get_by_role("button", name="Je le reprends").click()
    expect(champ).to_have_value("Parce que je suis fière de moi")
    tablette.aller("/")
    page.get_by_role("button", name="J’ai fini, retour au mur").click()
    page.wait_for_url("**/tablette/**")
    assert page.evaluate(CLES) == []


def test_a_message_says_that_one_must_come_in_again_then_leaves_and_is_no_more_in_its_box(appareil, serveur, fil):
    a = appareil("telephone")
    a.entrer(NADIA)
    ici = Echange(a, fil)
    champ = a.page.get_by_label("Votre message")
    with a.page.expect_response("**/brouillon/"):  # the school holds what is being written
        champ.fill("Écrit avant la fin")
    perdre_la_session(a)
    ici.ecrire("Écrit avant la fin")
    ici.bulle("Écrit avant la fin").get_by_text("entrez de nouveau").first.wait_for()
    boite = a.page.locator("#boite")
    expect(boite.get_by_text("1 envoi attend que vous entriez de nouveau.")).to_be_visible()
    expect(boite.get_by_text("attend le réseau")).to_be_hidden()
    a.photographier("session-finie-message")
    assert examiner(a.page, "session finie") == [] and not debords(a.page)
    boite.get_by_role("link", name="Entrer de nouveau").click()
    rentrer(a, NADIA)
    a.page.wait_for_url(f"**/messages/fil/{fil}/")
    expect(ici.bulle("Écrit avant la fin")).to_have_count(1)
    a.page.locator("#echange li.bulle:not([data-revision='0'])", has_text="Écrit avant la fin").wait_for()
    expect(boite).to_be_hidden()
    expect(champ).to_have_value("")


def test_a_box_ticked_once_the_session_is_over_says_so_and_is_ticked_after_coming_back(appareil, serveur, travail):  # noqa: F811
    a = appareil("telephone")
    a.entrer(NADIA)
    a.aller("/cahier/jour/")
    ligne = a.page.locator(f"[data-vu='{travail}']").first
    perdre_la_session(a)
    ligne.get_by_role("button", name=re.compile("^Fait")).click()
    ligne.get_by_text("Gardé : entrez de nouveau, cela partira.").first.wait_for()
    a.photographier("session-finie-coche")
    ligne.get_by_role("link", name="Entrer de nouveau").click()
    rentrer(a, NADIA)
    a.page.wait_for_url("**/cahier/jour/")
    a.page.wait_for_function(
        "() => localStorage.getItem('attente:' + document.documentElement.dataset.personne + ':coches') === '{}'"
    )
    fait = f"__import__('cahier_de_textes.models', fromlist=['x']).TravailFait.objects.filter(travail={travail}, par=d.mere).count()"
    assert serveur.lire(fait) == 1
    expect(ligne.locator("button[aria-pressed=true]")).to_be_visible()


def test_a_page_that_is_too_old_leads_back_to_its_form_where_the_words_are(claire):
    """Signed in again from another tab: the token of this page is no more."""
    page = claire.page
    claire.aller("/journal/classe/1/publier/")
    champ = page.locator("[name=texte]").first
    champ.fill(MOTS)
    page.locator("form:has([name=texte]) [name=csrfmiddlewaretoken]").first.evaluate(
        "c => { c.value = 'x'.repeat(64); }"
    )
    envoyer(champ)
    page.get_by_text("La page est restée ouverte trop longtemps").first.wait_for()
    claire.photographier("page-trop-vieille")
    page.get_by_role("link", name="Revenir à la page").click()
    page.wait_for_url("**/journal/classe/1/publier/")
    offre(page).get_by_role("button", name="Reprendre").click()
    expect(champ).to_have_value(MOTS)


def test_what_another_machine_answers_in_place_of_the_school_loses_no_word(claire):
    """While a new version is put in place, the machine in front answers in its own words: « Retour », and they are offered again."""
    page, champ = claire.page, claire.page.locator("[name=texte]").first
    claire.aller("/journal/classe/1/publier/")
    champ.fill(MOTS)
    claire.contexte.route(
        "**/publier/",
        lambda demande: demande.fulfill(status=502, content_type="text/html", body="<h1>Bad Gateway</h1>"),
    )
    envoyer(champ)
    page.get_by_role("heading", name="Bad Gateway").wait_for()
    claire.contexte.unroute("**/publier/")
    page.go_back()
    offre(page).get_by_role("button", name="Reprendre").click()
    expect(champ).to_have_value(MOTS)


def test_the_keyboard_goes_on_from_what_a_refused_form_says(appareil, serveur):
    a = appareil("telephone")
    a.aller("/entrer/")
    a.page.locator("input[name=login]").fill("nadia.belhadj@exemple.fr")
    a.page.locator("input[name=password]").fill("autre chose")
    a.page.keyboard.press("Enter")
    refus = a.page.get_by_text("ne va pas avec ce mot de passe")
    expect(a.page.locator(":focus")).to_contain_text("ne va pas avec ce mot de passe")
    expect(refus).to_be_in_viewport()
    # Taken, the next page is read from its top.
    a.page.locator("input[name=password]").fill("Cerf-volant-2026")
    a.page.keyboard.press("Enter")
    a.page.wait_for_url(serveur.adresse + "/")
    assert a.page.evaluate("document.activeElement === document.body")
    a.aller("/compte/mot-de-passe/")
    a.page.locator("input[type=password]").first.fill("autre chose")
    a.page.keyboard.press("Enter")
    expect(a.page.locator("#id_oldpassword")).to_be_focused()
