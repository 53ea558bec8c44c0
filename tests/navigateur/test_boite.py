"""What waits on a device and is refused in the end, or waits beside another: no word of it goes before its author has it elsewhere."""

import re

import pytest
from playwright.sync_api import expect

from tests.navigateur.ecole import attendre_les_remises, ouvrir, tablette_de
from tests.navigateur.test_eleve import PHOTO
from tests.navigateur.test_eleve_mots import ecrire
from tests.navigateur.test_messages import Echange

pytestmark = pytest.mark.navigateur

MESSAGE = "Inès ne viendra pas au judo ce soir, sa grand-mère la prend à seize heures trente devant le portail."


def refuser(demande) -> None:
    """As the school says no to the outbox, once what was written meets a rule that changed meanwhile."""
    demande.fulfill(status=422, json={"phrase": "Cette pièce n’est plus là."})


def ecrit_sans_reseau_puis_refuse(a, fil: int) -> Echange:
    la = Echange(a, fil)
    a.contexte.set_offline(True)
    la.ecrire(MESSAGE)
    la.bulle(MESSAGE).get_by_text("Gardé ici").wait_for()
    a.contexte.route("**/envoyer/", refuser)
    return la


def test_a_message_that_is_refused_once_it_has_waited_comes_back_under_the_pen(appareil, fil):
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    la = ecrit_sans_reseau_puis_refuse(a, fil)
    a.contexte.set_offline(False)
    a.page.locator("#boite [data-refuse]").wait_for()
    a.page.get_by_role("button", name="J’ai compris").click()
    a.page.locator("#boite").wait_for(state="hidden")
    expect(a.page.get_by_label("Votre message")).to_have_value(MESSAGE)
    expect(la.bulle(MESSAGE)).to_have_count(0)


def test_refused_while_its_author_reads_another_page_it_is_taken_up_in_its_own(appareil, fil):
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    ecrit_sans_reseau_puis_refuse(a, fil)
    a.contexte.set_offline(False)
    a.aller("/carnet/")
    a.page.locator("#boite [data-refuse]").wait_for()
    a.page.get_by_role("button", name="J’ai compris").click()
    a.page.wait_for_url(f"**/messages/fil/{fil}/")
    a.page.get_by_role("button", name="J’ai compris").click()
    a.page.locator("#boite").wait_for(state="hidden")
    expect(a.page.get_by_label("Votre message")).to_have_value(MESSAGE)


def test_where_its_page_is_no_more_it_is_read_whole_before_it_goes(appareil, fil):
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    ecrit_sans_reseau_puis_refuse(a, fil)
    a.contexte.route(f"**/messages/fil/{fil}/", lambda demande: demande.fulfill(status=404, body="<p>Absente</p>"))
    a.contexte.set_offline(False)
    a.aller("/carnet/")
    a.page.locator("#boite [data-refuse]").wait_for()
    assert MESSAGE not in a.page.locator("#boite").inner_text()
    a.page.get_by_role("button", name="J’ai compris").click()
    a.page.locator("#boite").get_by_text(MESSAGE).wait_for()
    a.page.get_by_role("button", name="J’ai compris").click()
    a.page.locator("#boite").wait_for(state="hidden")


def test_a_pupil_s_photo_and_words_refused_once_they_waited_come_back_to_their_work(appareil, ecole):
    tablette = tablette_de(appareil, ecole)
    pk = ecole.donner("Décrire un arbre")
    ouvrir(tablette, pk)
    page = tablette.page
    tablette.contexte.set_offline(True)
    page.get_by_label("Un fichier", exact=True).set_input_files([PHOTO])
    ecrire(tablette, "Le tilleul de la cour")
    page.get_by_text("C’est gardé sur la tablette.").first.wait_for()
    page.get_by_role("button", name="J’écris").click()
    page.get_by_label("J’écris").last.fill("Le chêne aussi")
    tablette.contexte.route("**/rendre/**", refuser)
    tablette.contexte.set_offline(False)
    page.locator("#boite [data-refuse]").wait_for()
    page.get_by_role("button", name="J’ai compris").click()
    page.locator("#boite").wait_for(state="hidden")
    champ = page.get_by_label("J’écris").last
    expect(champ).to_have_value(re.compile("Le tilleul de la cour\nLe chêne aussi"))
    expect(page.locator("[data-paquet] > *")).to_have_count(1)
    tablette.contexte.unroute("**/rendre/**")
    page.get_by_role("button", name="J’envoie", exact=True).click()
    page.get_by_text("C’est parti ! Bravo.").first.wait_for()
    attendre_les_remises(
        ecole, page, "Décrire un arbre", [["Inès", "Le tilleul de la cour\nLe chêne aussi", ["image"]]]
    )


GARDES = """async () => {
  const base = await new Promise((fini) => { indexedDB.open("boite-d-envoi", 1).onsuccess = (e) => fini(e.target.result); });
  const lus = base.transaction("envois").objectStore("envois").getAll();
  return new Promise((fini) => { lus.onsuccess = () => fini(lus.result.map(({ champs }) => new Map(champs).get("motif")).sort()); });
}"""


@pytest.mark.besoin_de("ent.services.vie_scolaire")
@pytest.mark.parametrize("le_sait", [False, True])
def test_a_page_gone_back_to_and_sent_otherwise_takes_no_place_in_the_box(appareil, serveur, couper, le_sait):
    """It bears the number of its first sending, whatever is typed in it since: the second envelope took the place of the first. The network is
    away, and the browser knows it or not. The same thing said twice is one.
    """
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    pages = [a.page, a.contexte.new_page(), a.contexte.new_page()]
    for page in pages:
        page.goto(f"{serveur.adresse}/absences/prevenir/")
        page.wait_for_load_state("networkidle")
    numero = pages[0].locator("form[data-absence] [name=numero]").input_value()
    for page in pages[1:]:
        page.locator("form[data-absence] [name=numero]").evaluate("(champ, n) => { champ.value = n; }", numero)
    for page, motif in zip(pages, ("Malade", "Transports", "Malade"), strict=True):
        for choix in ("Sofiane", re.compile("Demain|Jeudi"), motif):
            page.locator(".absence-form label", has_text=choix).first.click()
        page.locator(".phrase-lue", has_text={"Malade": "malad", "Transports": "transport"}[motif]).wait_for()
    couper(a)
    if not le_sait:
        a.contexte.set_offline(False)
    for page in pages:
        page.get_by_role("button", name="Prévenir").click()
        page.get_by_text(re.compile("est gardé sur cet appareil")).first.wait_for()
    assert a.page.evaluate(GARDES) == ["maladie", "transports"]


def dire_une_absence(page, serveur) -> None:
    """In a form, without network."""
    page.goto(f"{serveur.adresse}/absences/prevenir/")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    for choix in ("Sofiane", re.compile("Demain|Jeudi"), "Transports"):
        page.locator(".absence-form label", has_text=choix).first.click()
    page.get_by_role("button", name="Prévenir").click()
    page.get_by_text("Pas encore parti").first.wait_for()


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_what_another_tab_sent_is_no_longer_said_to_wait(appareil, serveur):
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    autre = a.contexte.new_page()
    autre.goto(f"{serveur.adresse}/agenda/")
    dire_une_absence(a.page, serveur)
    a.page.evaluate("() => { navigator.locks.request = () => new Promise(() => {}); }")  # the turn of the other
    a.contexte.set_offline(False)
    a.page.wait_for_url("**/absences/")
    assert a.page.get_by_text("Pas encore parti").count() == 0


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_a_form_refused_once_it_has_waited_is_no_longer_said_to_leave_by_itself(appareil, serveur):
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    dire_une_absence(a.page, serveur)
    a.contexte.route("**/prevenir/", refuser)
    a.contexte.set_offline(False)
    a.page.locator("#boite [data-refuse]").wait_for()
    expect(a.page.get_by_text("Pas encore parti")).to_have_count(0)
    expect(a.page.get_by_role("button", name="Prévenir")).to_be_enabled()


def test_a_pupil_s_work_refused_once_it_has_waited_is_no_longer_said_to_leave_by_itself(appareil, ecole):
    tablette = tablette_de(appareil, ecole)
    ouvrir(tablette, ecole.donner("Raconter une sortie"))
    tablette.contexte.set_offline(True)
    ecrire(tablette, "Nous avons vu des canards")
    tablette.page.get_by_text("C’est gardé sur la tablette.").first.wait_for()
    tablette.contexte.route("**/rendre/**", refuser)
    tablette.contexte.set_offline(False)
    tablette.page.locator("#boite [data-refuse]").wait_for()
    expect(tablette.page.get_by_text("C’est gardé sur la tablette.")).to_be_hidden()


PLEIN = """(() => {
  const poser = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...dits) {
    if (this.name === "envois") throw new DOMException("full", "QuotaExceededError");
    return poser.apply(this, dits);
  };
})()"""


def test_where_the_device_keeps_nothing_a_message_leaves_by_its_own_form(appareil, serveur, fil):
    """Its storage is full or refused: the words were emptied from their field, and « Envoi… » stood there for ever."""
    a = appareil("telephone")
    a.contexte.add_init_script(PLEIN)
    a.entrer("nadia.belhadj@exemple.fr")
    la = Echange(a, fil)
    la.ecrire("Elle oublie son cartable, je le porte à midi")
    a.page.locator(".bulle:not([data-numero=''])", has_text="je le porte à midi").wait_for()
    expect(la.bulle("je le porte à midi")).to_have_count(1)
    assert a.page.get_by_label("Votre message").input_value() == ""


def test_where_the_device_keeps_nothing_and_there_is_no_network_the_words_stay(appareil, fil):
    a = appareil("telephone")
    a.contexte.add_init_script(PLEIN)
    a.entrer("nadia.belhadj@exemple.fr")
    la = Echange(a, fil)
    a.contexte.set_offline(True)
    la.ecrire("Elle mange à la cantine finalement")
    expect(a.page.get_by_label("Votre message")).to_have_value("Elle mange à la cantine finalement")
    expect(la.bulle("à la cantine finalement")).to_have_count(0)


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_where_the_device_keeps_nothing_a_form_without_network_stays_as_it_was_filled(appareil, ecole, serveur):
    """It left all the same, for a page that said « Pas de réseau »: gone, words and drawing."""
    tablette, a = tablette_de(appareil, ecole), appareil("telephone")
    ouvrir(tablette, ecole.donner("Dessiner la lune"))
    a.entrer("nadia.belhadj@exemple.fr")
    a.aller("/absences/prevenir/")
    for autre in (tablette, a):
        autre.avoir_fini()
        autre.page.evaluate(PLEIN)
        autre.contexte.set_offline(True)
    ecrire(tablette, "Elle est ronde")
    malade = a.page.locator(".absence-form label", has_text="Malade").first
    malade.click()
    a.page.get_by_role("button", name="Prévenir").click()
    for autre in (tablette, a):
        autre.page.wait_for_timeout(1000)
        assert autre.page.get_by_role("heading", name="Pas de réseau").count() == 0
    assert tablette.page.get_by_label("J’écris").last.input_value() == "Elle est ronde"
    assert malade.locator("input").is_checked()


PERDU = "n’est sans doute pas parti, et cet appareil ne le garde pas"


@pytest.mark.besoin_de("ent.services.periscolaire")
def test_what_no_device_keeps_is_said_not_to_have_left(appareil, serveur):
    """What a child must not eat, sent without network: its mother was told that nothing is lost, and nothing was said to the cantine."""
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    a.aller(serveur.lire("f'/periscolaire/repas/{d.elementaire.pk}/{d.eleve_cp.uuid}/'"))
    a.avoir_fini()
    a.contexte.set_offline(True)
    a.page.get_by_text("arachides", exact=True).click()
    a.page.get_by_role("button", name="Enregistrer").click()
    a.page.get_by_text("Pas d’internet : rien n’est parti. Ce que vous avez écrit reste ici.").wait_for()
    assert a.page.get_by_label("arachides", exact=True).is_checked()
    # What the browser believes is there, and is not: the worker answers.
    a.page.evaluate("Object.defineProperty(navigator, 'onLine', { get: () => true })")
    a.page.get_by_role("button", name="Enregistrer").click()
    a.page.get_by_role("heading", name="Pas de réseau").wait_for()
    assert a.page.get_by_text(PERDU).is_visible()
    a.aller("/aide/chercher/?page=perdue")
    a.page.get_by_role("heading", name="Pas de réseau").wait_for()
    assert not a.page.get_by_text(PERDU).is_visible()
    a.contexte.set_offline(False)


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_a_form_that_no_page_shows_again_is_read_then_let_go(appareil, serveur):
    """What it was about is gone, or its author's right: « Voir ce qui ne va pas » led to a page that is not there, from every page, for ever."""
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    a.aller("/absences/prevenir/")
    deposer = """() => globalThis.boiteDEnvoi.deposer({
      uuid: crypto.randomUUID(), adresse: "/agenda/999999/", titre: "Visite", estUnFormulaire: true, le: Date.now(), fichiers: [],
      champs: [["numero", "un"], ["jour", "2026-12-04"], ["motif", "Fièvre"], ["mot", "<p>Nous viendrons à deux, vers dix heures</p>"]],
    })"""
    a.contexte.route(
        "**/agenda/999999/", lambda demande: demande.fulfill(status=422, json={"phrase": "", "perdu": True})
    )
    assert a.page.evaluate(deposer) == "refuse"
    a.aller("/")
    refus = a.page.locator("#boite [data-refuse]")
    refus.get_by_text("L’école ne peut plus le recevoir").wait_for()
    assert a.page.get_by_role("button", name="Voir ce qui ne va pas").count() == 0
    a.page.get_by_role("button", name="J’ai compris").click()
    refus.get_by_text("Fièvre · Nous viendrons à deux, vers dix heures", exact=True).wait_for()  # one word is words
    a.photographier("boite-perdu")
    a.page.get_by_role("button", name="J’ai compris").click()
    a.page.locator("#boite").wait_for(state="hidden")


def test_a_tick_that_may_no_more_be_said_holds_back_none_of_those_behind(appareil, serveur, ecole):
    """The right to answer for one child ended while the phone was without network: the ticks of the others never left."""
    perdu, reste = (ecole.donner(texte, nature="lire", rendre=False) for texte in ("Lire le loup", "Lire la louve"))
    ines = serveur.lire("str(d.eleve_cp.uuid)")
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    a.contexte.route(
        f"**/travail/{perdu}/cocher/**", lambda demande: demande.fulfill(status=403, json={"phrase": "Non"})
    )
    coches = {f"/cahier/travail/{pk}/cocher/{ines}/": "1" for pk in (perdu, reste)}
    a.page.evaluate(
        "(dites) => localStorage.setItem(`attente:${document.documentElement.dataset.personne}:coches`, JSON.stringify(dites))",
        coches,
    )
    with a.page.expect_response(f"**/travail/{reste}/cocher/**") as recue:
        a.aller("/")
    assert recue.value.status == 204
    a.page.wait_for_function(
        "() => localStorage.getItem(`attente:${document.documentElement.dataset.personne}:coches`) === '{}'"
    )


def test_what_does_not_leave_in_its_time_holds_back_none_of_those_behind(appareil, serveur, fil):
    """A heavy envelope on a slow link: what was written after it leaves, and it is tried again behind."""
    a = appareil("telephone")
    a.contexte.add_init_script(
        "const vrai = AbortSignal.timeout; AbortSignal.timeout = (ms) => vrai.call(AbortSignal, ms / 100);"
    )
    a.entrer("nadia.belhadj@exemple.fr")
    la = Echange(a, fil)
    a.contexte.set_offline(True)
    for texte in ("Un mot lourd comme une vidéo", MESSAGE):
        la.ecrire(texte)
        la.bulle(texte).get_by_text("Gardé ici").wait_for()
    vus = []

    def trainer(demande) -> None:
        vus.append("lourd" in demande.request.post_data)
        if not vus[-1]:
            demande.continue_()

    a.contexte.route("**/envoyer/", trainer)
    a.contexte.set_offline(False)
    expect(la.bulle(MESSAGE).get_by_text("Gardé ici")).to_have_count(0, timeout=15_000)
    assert vus == [True, False]
    a.contexte.unroute("**/envoyer/")
    a.page.evaluate("() => boiteDEnvoi.essayer()")
    expect(la.bulle("Un mot lourd").get_by_text("Gardé ici")).to_have_count(0)


# --- What htmx asks, and nobody takes ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("perdre", "phrase"),
    [
        (lambda demande: demande.abort("internetdisconnected"), "Pas d’internet : rien n’est parti"),
        (lambda demande: demande.fulfill(status=502, body=""), "Le site ne répond pas : recommencez dans une minute"),
    ],
)
def test_a_touch_that_nobody_takes_is_said_to_be_lost_beside_what_was_touched(appareil, perdre, phrase):
    """Without network, or before a machine that stands in for a school that stopped: until it is touched again, and taken."""
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    a.contexte.route("**/plus-tard/", perdre)
    remettre = a.page.locator("#tuile-a-faire button", has_text="Plus tard").first
    remettre.click()
    dit = a.page.get_by_text(phrase).filter(visible=True)
    dit.wait_for()
    assert dit.evaluate("p => p.previousElementSibling.matches('form')")
    assert a.erreurs  # htmx writes it where nobody looks
    a.erreurs.clear()
    a.contexte.unroute("**/plus-tard/")
    remettre.click()
    expect(dit).to_be_hidden()
