"""The ten screens that a parent needs most, in easy French (FALC), on the demonstration: what they say, what one does there, and how they look."""

import html
import re

import polib
import pytest
from django.conf import settings

from tests.navigateur.facile import ECRANS
from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner

pytestmark = pytest.mark.navigateur

FACILE = "__import__('tests.navigateur.facile', fromlist=['x'])"
MERE, PERE = "nadia.belhadj@exemple.fr", "mehdi.belhadj@exemple.fr"
CATALOGUE = polib.pofile(str(settings.LANGUES / "fr_Simple/LC_MESSAGES/django.po"))
SIMPLES = {e.msgid: list(e.msgstr_plural.values()) or [e.msgstr] for e in CATALOGUE}
MOTS_AU_PLUS = 15
# Words that « L'information pour tous » would explain or replace; and initials, which it never leaves alone.
DURS = re.compile(
    r"\b(?:dématérialis|représentant|responsable|le cas échéant|justificatif|motif|créneau|allergène|foyer|interprète|visio|modalité|confi[ée]|déclar|"
    r"factur|joindre|autorité|légal|règlement|réseau|diff[eè]r|contrôl|session|stockage|attest|certificat|veille\b|facultatif|néanmoins|notamment)|"
    r"(?-i:\b[A-Z]{2,}\b)|[(;…]",
    re.IGNORECASE,
)
# A place of a variable is one word; « … » alone is where a library cuts.
VARIABLE = re.compile(r"%%?(?:\(\w+\))?[sdj]|\{\w+\}|<[^>]+>")
COUPE = "%(truncated_text)s…"
VERBE = re.compile(r"^(?:Je |J’|Ne pas |[A-ZÉÀ][a-zéèêôîçœ]+(?:er|ir|re|oir)\b)")
# A box to tick says a state; and what answers the question just above is said as it is answered: « Oui », « Malade », an hour.
REPONSES = re.compile(r'id="case-|name="(?:creneau|motif|signe|reponse|choix)"')


@pytest.fixture(scope="module")
def releve(serveur) -> dict[str, dict]:
    serveur.faire(f"{FACILE}.preparer(d)")
    return {
        f"{qui} {nom}": ecran
        for qui in (MERE, PERE)
        for nom, ecran in serveur.lire(f"{FACILE}.relever({qui!r})").items()
    }


def dites(ecran: dict) -> list[str]:
    """What our sentences of this screen say, numbers of each kind."""
    return [
        dit
        for phrase in ecran["dites"]
        for dit in SIMPLES.get(phrase.rpartition("\x04")[2], [phrase.rpartition("\x04")[2]])
        if dit != COUPE
    ]


def dans_main(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0] + page.partition("</main>")[2]


def test_the_ten_screens_are_there_for_a_mother_and_say_more_than_a_hundred_sentences(releve):
    siens = {nom: ecran for nom, ecran in releve.items() if nom.startswith(MERE)}
    assert len(siens) == len(ECRANS) == 10
    assert {nom: (e["usuel"]["statut"], e["facile"]["statut"]) for nom, e in siens.items()} == dict.fromkeys(
        siens, (200, 200)
    )
    assert all(e["chemin"].startswith("/") and "[" not in e["chemin"] for e in siens.values())
    assert re.search(
        r"Votre enfant n’était pas à l’école .+ Pourquoi\s\?", releve[f"{MERE} pourquoi"]["facile"]["page"]
    )
    assert len({dit for ecran in siens.values() for dit in dites(ecran)}) > 100


def test_each_sentence_of_ours_is_short(releve):
    longues = {}
    for nom, ecran in releve.items():
        for dit in dites(ecran):
            for phrase in re.split(r"(?<=[.!?])\s+", VARIABLE.sub("x", dit)):
                if len(re.findall(r"\w+(?:[’'-]\w+)*", phrase)) > MOTS_AU_PLUS:
                    longues[phrase] = nom
    assert longues == {}


def test_no_word_of_ours_is_hard_and_no_initials_are_left(releve):
    durs = {dit: nom for nom, ecran in releve.items() for dit in dites(ecran) if DURS.search(VARIABLE.sub("", dit))}
    assert durs == {}


def test_no_sentence_of_the_catalog_is_long_or_hard_either():
    """What these screens say on other days: an error, a plural, a day that is full."""
    fautes = []
    for dit in (dit for phrases in SIMPLES.values() for dit in phrases):
        phrases = re.split(r"(?<=[.!?])\s+", VARIABLE.sub("x", dit))
        if (
            DURS.search(VARIABLE.sub("", dit))
            or max(len(re.findall(r"\w+(?:[’'-]\w+)*", p)) for p in phrases) > MOTS_AU_PLUS
        ):
            fautes.append(dit)
    assert fautes == []


def test_a_button_says_what_it_does_by_a_verb(releve):
    fautes = {}
    for nom, ecran in releve.items():
        page = dans_main(ecran["facile"]["page"])
        boutons = re.findall(r"<(button)([^>]*)>(.*?)</button>", page, re.DOTALL)
        boutons += re.findall(r'<(a)([^>]*class="bouton[^>]*)>(.*?)</a>', page, re.DOTALL)
        for _balise, attributs, contenu in boutons:
            nomme = re.search(r'aria-label="([^"]*)"', attributs)
            dit = html.unescape(nomme[1] if nomme else " ".join(re.sub(r"<[^>]+>", "", contenu).split()))
            if not REPONSES.search(attributs) and not VERBE.match(dit):
                fautes[dit] = nom
    assert fautes == {}


def gestes(page: str) -> set[tuple]:
    """What one can do: forms with what they send, and where links lead."""
    formulaires = set()
    for attributs, contenu in re.findall(r"<form([^>]*)>(.*?)</form>", page, re.DOTALL):
        action = re.search(r'action="([^"]*)"', attributs)
        formulaires.add((action and action[1], tuple(sorted(set(re.findall(r'\bname="([^"]+)"', contenu))))))
    return formulaires | {("lien", lien) for lien in re.findall(r'<a\b[^>]*href="([^"]*)"', page)}


def test_everything_that_one_does_on_the_usual_page_is_done_on_the_easy_one(releve):
    assert {nom: gestes(e["usuel"]["page"]) ^ gestes(e["facile"]["page"]) for nom, e in releve.items()} == {
        key: set() for key in releve
    }
    assert sum(len(gestes(e["facile"]["page"])) for e in releve.values()) > 200


def test_easy_french_asks_nothing_more_of_the_database_and_weighs_on_no_other_page(releve):
    assert {nom: e["facile"]["requetes"] - e["usuel"]["requetes"] for nom, e in releve.items()} == dict.fromkeys(
        releve, 0
    )
    assert [nom for nom, e in releve.items() if re.search(r"facile\.|savoir|icone--picto", e["usuel"]["page"])] == []
    assert [nom for nom, e in releve.items() if "facile." not in e["facile"]["page"]] == []


def test_it_is_french_with_days_written_out_and_details_put_away(releve):
    semaine, menus = releve[f"{MERE} semaine"]["facile"]["page"], releve[f"{MERE} menus"]["facile"]["page"]
    assert '<html lang="fr" dir="ltr"' in semaine
    assert re.findall(r'<a class="jours__jour"[^>]*><span>(\w+)</span>', semaine) == [
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
    ]
    assert re.search(r'<details class="savoir"><summary>En savoir plus</summary><p class="note">La loi', menus)
    assert "Les quatorze allergènes" in releve[f"{MERE} menus"]["usuel"]["page"]


def test_what_htmx_asks_again_is_in_easy_french_too(serveur, releve):
    page = releve[f"{MERE} fil"]["facile"]["page"]
    lieux = [html.unescape(lieu) for lieu in re.findall(r'data-hx-get="([^"]+)"', page)]
    assert len(lieux) >= 3
    morceaux = "".join(serveur.lire(f"{FACILE}.morceau({MERE!r}, {lieu!r})") for lieu in lieux)
    assert "Faire plus tard" in morceaux and "Choisir une heure" in morceaux
    assert ">Plus tard<" not in morceaux and "créneau" not in morceaux
    apercu = serveur.lire(f"{FACILE}.client({MERE!r}, facile=True).post('/absences/prevenir/apercu/', {{}}).text")
    assert "L’école va lire" in apercu and "direction de l’école" in apercu


def test_the_ten_screens_are_held_by_axe_at_390_and_320_px(appareil, serveur, releve):
    a = appareil("telephone")
    a.entrer(MERE)
    a.contexte.add_cookies([{"name": "confort", "value": "facile", "url": serveur.adresse}])
    fautes = []
    for nom, chemin in serveur.lire(f"{FACILE}.chemins({MERE!r})").items():
        a.aller(chemin)
        for theme in ("light", "dark"):
            a.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            fautes += examiner(a.page, f"{nom} {theme}")
        a.photographier(f"facile-{nom}")
        fautes += [f"{nom}: small target {c}" for c in a.page.evaluate(PETITES_CIBLES, 44)]
        a.page.set_viewport_size({"width": 320, "height": 700})
        if debords(a.page):
            fautes.append(f"{nom}: overflows at 320 px")
        a.page.set_viewport_size({"width": 390, "height": 844})
    assert fautes == []


def test_a_mother_chooses_easy_french_and_allows_an_outing(appareil):
    a = appareil("telephone")
    a.entrer(MERE)
    a.aller("/plus/")
    a.page.get_by_role("button", name="Français facile").click()
    a.page.locator("body.confort--facile").wait_for()
    assert a.page.get_by_role("button", name="Français facile").get_attribute("aria-pressed") == "true"
    a.aller("/")
    a.page.get_by_role("heading", name="Sortie à la ferme : êtes-vous d’accord ?").first.wait_for()
    a.page.get_by_role("link", name="Ouvrir cette page : Inès, Sortie à la ferme").click()
    a.page.get_by_role("button", name="J’autorise").click()
    a.page.get_by_text("C’est noté. Vous êtes d’accord.").first.wait_for()


def test_in_large_letters_too_the_week_of_a_phone_cuts_no_word_and_leaves_room_to_its_works(appareil):
    a = appareil("telephone")
    a.entrer(MERE)
    a.page.context.add_cookies([{"name": "confort", "value": "grand.facile", "url": a.page.url}])
    a.aller("/semaine/")
    a.page.locator("body.confort--grand.confort--facile").wait_for()
    debordent = "e => e.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"
    assert a.page.locator(".jours__jour").evaluate_all(debordent) == []
    assert not debords(a.page)
    coupes = "e => e.filter(e => e.getClientRects().length && e.offsetHeight > 1.9 * parseFloat(getComputedStyle(e).lineHeight)).map(e => e.textContent)"
    assert a.page.locator(".fil__ligne .etat").evaluate_all(coupes) == []
    larges = (
        "e => Math.min(...e.filter(e => e.offsetWidth).map(e => e.offsetWidth / e.closest('.fil__quoi').offsetWidth))"
    )
    assert a.page.locator(".fil__ligne > :first-child").evaluate_all(larges) > 0.6
