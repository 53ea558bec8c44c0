"""A page is heard whole, sentence after sentence, in the reader's language and each part in its own. A recorder stands for the voices of a device."""

import re

import pytest

from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner
from tests.navigateur.test_direct import entrer_par_les_images

pytestmark = pytest.mark.navigateur

# What a device says: the language and the words of each utterance. `finir()` is the end of the one being said.
ENREGISTREUR = """(() => {
  const dites = [], voix = Object.assign(new EventTarget(), {
    getVoices: () => globalThis.lesVoix.map(([lang, localService]) => ({ lang, localService, default: false })),
    speak: (parole) => { if (parole.text) { dites.push([parole.lang, parole.text, parole.rate]); globalThis.enCours = parole; } },
    cancel: () => { globalThis.enCours = null; },
  });
  globalThis.lesVoix = %s;
  globalThis.dites = dites;
  globalThis.finir = () => globalThis.enCours.dispatchEvent(new Event("end"));
  globalThis.SpeechSynthesisUtterance = class extends EventTarget { constructor(text) { super(); this.text = text; this.rate = 1; } };
  Object.defineProperty(globalThis, "speechSynthesis", { value: voix });
})()"""
FRANCAIS, ARABE, AILLEURS = '["fr-FR", true]', '["ar_SA", true]', '["ar-SA", false]'
# Everything to the end, as fast as it comes.
TOUT = "() => { for (let n = 0; n < 500 && globalThis.enCours; n++) finir(); return dites; }"
LU = "() => [...(CSS.highlights.get('ecoute') || [])].map((e) => e.toString().trim()).join()"


@pytest.fixture
def ecouter(appareil):
    """``ecouter("nadia.belhadj", "/periscolaire/menus/", FRANCAIS)``: the page, its reading begun, on a phone with these voices."""

    def ouvrir(qui: str, chemin: str, *voix: str):
        a = appareil("telephone")
        a.contexte.add_init_script(ENREGISTREUR % f"[{', '.join(voix)}]")
        if qui:
            a.entrer(f"{qui}@exemple.fr")
        a.aller(chemin)
        a.page.locator(".rond--ecoute").click()
        a.page.locator(".lecteur").wait_for()
        return a

    return ouvrir


def tout(a) -> list[tuple[str, str]]:
    a.page.wait_for_function("() => globalThis.enCours")
    return [(langue, texte) for langue, texte, _vitesse in a.page.evaluate(TOUT)]


def test_a_page_is_read_from_its_title_to_its_last_button_in_order(ecouter):
    a = ecouter("nadia.belhadj", "/absences/prevenir/", FRANCAIS)
    dites = tout(a)
    assert {langue for langue, _texte in dites} == {"fr-FR"}
    textes = [texte for _langue, texte in dites]
    assert textes[0] == a.page.locator("h1").inner_text()
    boutons = [b for b in a.page.locator("main button[type=submit]").all_inner_texts() if b.strip()]
    assert [t for t in textes if t in boutons][-1:] == boutons[-1:] != []
    attendus = [" ".join(t.split()) for t in a.page.locator("main legend, main h2").all_inner_texts()]
    assert [t for t in textes if t in attendus] == attendus != []
    assert a.page.locator(".lecteur").count() == 0  # it closes at the end
    assert a.page.locator(".rond--ecoute:not([aria-pressed])").count() == 1


@pytest.mark.parametrize(
    "chemin",
    ["/", "/semaine/", "/carnet/", "/carnet/4/", "/messages/", "/journal/", "/periscolaire/menus/", "/periscolaire/", "/rendez-vous/",
     "/absences/", "/autorisations/", "/agenda/", "/aide/", "/mes-enfants/",
     "/plus/"],
)  # fmt: skip
def test_an_arabic_page_reads_our_words_in_arabic_and_those_of_the_school_in_french(ecouter, chemin):
    a = ecouter("samira.haddad", chemin, FRANCAIS, ARABE)
    dites = tout(a)
    assert len(dites) >= 4
    assert dites[0][0] == "ar_SA"
    assert [t for langue, t in dites if langue == "fr-FR" and re.search("[\u0600-\u06ff]", t)] == []
    assert [
        t
        for langue, t in dites
        if langue == "ar_SA" and re.search("[A-Za-zÀ-ÿ]{3}", t) and not re.search("[\u0600-\u06ff]", t)
    ] == []


def test_ways_to_other_days_are_not_read_before_the_day(ecouter):
    a = ecouter("nadia.belhadj", "/semaine/", FRANCAIS)
    textes = [texte for _langue, texte in tout(a)]
    assert "La semaine d’avant" not in textes
    assert textes[0].startswith("Semaine du") and "Imprimer la semaine" in textes


def test_the_words_of_a_mot_are_read_in_french_on_an_arabic_page(ecouter):
    a = ecouter("samira.haddad", "/", FRANCAIS, ARABE)
    dites = dict(map(reversed, tout(a)))
    assert dites["Rencontre avec la famille"] == "fr-FR"
    # One sentence of ours around words of the school.
    assert dites["Récolte de feuilles dans la cour"] == "fr-FR"
    assert dites["يوميات القسم:"] == "ar_SA"


def test_a_phone_without_a_voice_of_that_language_says_so_and_reads_nothing(ecouter):
    a = ecouter("samira.haddad", "/", FRANCAIS, AILLEURS)  # that one is a server's
    a.page.locator(".lecteur [role=status]", has_text="ليس في هذا الجهاز صوت بلغتك").wait_for()
    assert a.page.evaluate("dites") == []
    assert a.page.locator(".lecteur button:visible").count() == 1
    assert examiner(a.page, "no voice") == []
    a.page.keyboard.press("Escape")
    assert a.page.locator(".lecteur").count() == 0


def test_words_of_another_language_are_left_out_when_no_voice_says_it(ecouter):
    a = ecouter("samira.haddad", "/", ARABE)
    assert {langue for langue, _texte in tout(a)} == {"ar_SA"}


def test_the_page_of_no_network_is_read_without_network(appareil):
    a = appareil("telephone")
    a.contexte.add_init_script(ENREGISTREUR % f"[{FRANCAIS}]")
    a.entrer("nadia.belhadj@exemple.fr")
    a.contexte.set_offline(True)
    a.aller("/mes-enfants/")
    a.page.locator(".rond--ecoute").click()
    assert tout(a)[0] == ("fr-FR", "Pas de réseau")


def test_nothing_offers_to_read_where_nothing_can(appareil):
    a = appareil("telephone")
    a.contexte.add_init_script(
        "delete globalThis.SpeechSynthesisUtterance; Object.defineProperty(globalThis, 'speechSynthesis', { value: undefined })"
    )
    a.entrer("nadia.belhadj@exemple.fr")
    assert not a.page.locator(".rond--ecoute").is_visible()


def test_one_pauses_goes_back_and_on_changes_the_speed_and_stops_by_the_keyboard(ecouter):
    a = ecouter("nadia.belhadj", "/periscolaire/menus/", FRANCAIS)
    page = a.page
    page.wait_for_function("() => globalThis.enCours")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Faire une pause"
    page.evaluate("finir(); finir()")
    troisieme = page.evaluate("dites.at(-1)[1]")
    page.keyboard.press("Enter")
    assert page.evaluate("globalThis.enCours") is None
    page.get_by_role("button", name="Reprendre la lecture").press("Enter")
    assert page.evaluate("dites.at(-1)[1]") == troisieme
    page.get_by_role("button", name="La phrase d’avant").press("Enter")
    assert page.evaluate("dites.at(-1)[1] === dites[1][1]")
    page.get_by_role("button", name="La phrase d’après").press("Enter")
    assert page.evaluate("dites.at(-1)[1]") == troisieme
    page.get_by_role("button", name="Vitesse normale").press("Enter")
    assert page.evaluate("dites.at(-1).slice(1)") == [troisieme, 1.25]
    page.keyboard.press("Escape")
    assert page.locator(".lecteur").count() == 0
    assert page.evaluate("globalThis.enCours") is None
    assert page.evaluate("document.activeElement.matches('.rond--ecoute')")


def test_what_is_read_is_marked_and_on_the_screen(ecouter):
    a = ecouter("nadia.belhadj", "/", FRANCAIS)
    page = a.page
    page.wait_for_function("() => globalThis.enCours")
    for _fois in range(25):
        page.evaluate("finir()")
    dite, lu = page.evaluate("dites.at(-1)[1]"), page.evaluate(LU)
    assert " ".join(lu.split()).replace(" · ", ", ") == dite
    ou = page.evaluate("[...CSS.highlights.get('ecoute')][0].getBoundingClientRect().toJSON()")
    assert ou["top"] >= 0 and ou["bottom"] <= page.evaluate(
        "document.querySelector('.lecteur').getBoundingClientRect().top"
    )
    a.photographier("ecoute-telephone")
    assert examiner(page, "while it reads") == []
    assert page.evaluate(PETITES_CIBLES, 44) == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert not debords(page)


def test_a_part_of_the_page_that_changes_is_read_as_it_has_become(ecouter):
    a = ecouter("nadia.belhadj", "/", FRANCAIS)
    page = a.page
    page.wait_for_function("() => globalThis.enCours")
    page.evaluate("finir(); finir(); finir()")
    ici = page.evaluate("dites.at(-1)[1]")
    suivante = page.evaluate("""() => { finir(); return dites.at(-1)[1]; }""")
    page.get_by_role("button", name="La phrase d’avant").press("Enter")
    assert page.evaluate("dites.at(-1)[1]") == ici
    # As htmx does: what stood there is another element, with one sentence before what was said.
    page.evaluate("""() => { const main = document.querySelector("main"), neuve = main.cloneNode(true);
      main.replaceChildren(Object.assign(document.createElement("p"), { textContent: "Une nouvelle vient d’arriver." }), ...neuve.childNodes); }""")
    page.evaluate("finir()")
    assert page.evaluate("dites.at(-1)[1]") == suivante
    assert page.evaluate("[...CSS.highlights.get('ecoute')][0].startContainer.isConnected")


def test_a_button_that_reads_one_thing_has_the_voice_for_itself(ecouter):
    a = ecouter("nadia.belhadj", "/periscolaire/menus/", FRANCAIS)
    a.page.wait_for_function("() => globalThis.enCours")
    bouton = a.page.locator("[data-lire]").first
    bouton.click()
    a.page.wait_for_function("(mots) => dites.at(-1)[1] === mots", arg=bouton.get_attribute("data-lire"))
    assert a.page.get_by_role("button", name="Reprendre la lecture").is_visible()
    assert bouton.get_attribute("aria-pressed") == "true"
    a.page.get_by_role("button", name="Reprendre la lecture").click()  # the page has its voice again
    assert bouton.get_attribute("aria-pressed") == "false"
    bouton.click()
    a.page.wait_for_function(
        "(mots) => dites.at(-1)[1] === mots && globalThis.enCours", arg=bouton.get_attribute("data-lire")
    )
    bouton.click()
    a.page.wait_for_function("() => !globalThis.enCours")
    assert bouton.get_attribute("aria-pressed") == "false"


def test_a_pupil_hears_one_thing_or_all_of_them_by_voices_of_the_device_alone(appareil, serveur):
    tablette = appareil("tablette")
    tablette.contexte.add_init_script(ENREGISTREUR % f"[{FRANCAIS}]")
    entrer_par_les_images(tablette, serveur, serveur.lire("d.cp_ce1.jeton_tablette"))
    page = tablette.page
    bouton = page.locator("main [data-lire]").first
    bouton.click()
    page.wait_for_function("() => globalThis.enCours")
    assert page.evaluate("dites.at(-1)") == ["fr-FR", bouton.get_attribute("data-lire"), 0.9]
    page.locator("[data-lire-tout]").click()  # another button takes the voice
    tous = page.locator("main [data-lire]").evaluate_all("(uns) => uns.map((un) => un.dataset.lire).join(' ')")
    page.wait_for_function("(mots) => dites.at(-1)[1] === mots", arg=tous)
    assert bouton.get_attribute("aria-pressed") == "false"
    page.evaluate("finir()")
    assert page.locator("[data-lire-tout]").get_attribute("aria-pressed") == "false"
    # A voice of a server is sent nothing of a pupil: the buttons are put away.
    page.evaluate("globalThis.lesVoix = [['fr-FR', false]]; dites.length = 0")
    bouton.click()
    bouton.wait_for(state="hidden")
    assert page.evaluate("dites") == []


def test_nothing_of_it_is_loaded_before_it_is_touched(appareil):
    a = appareil("telephone")
    demandes: list[str] = []
    a.page.on("request", lambda demande: demandes.append(demande.url))
    a.contexte.add_init_script(ENREGISTREUR % f"[{FRANCAIS}]")
    a.entrer("nadia.belhadj@exemple.fr")
    demandes.clear()
    a.aller("/periscolaire/menus/")
    a.avoir_fini()
    assert [d for d in demandes if "ecoute" in d] == []
