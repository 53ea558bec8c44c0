"""A teacher and a mother side by side: what one does, the other sees, without a reload; with no network, nothing is lost."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.fichiers.fabriques import photo
from tests.navigateur.chromium import SONORE, lancer
from tests.navigateur.conftest import FILS, Appareil
from tests.navigateur.test_accessibilite import debords, examiner
from tests.typographie import relacher

pytestmark = pytest.mark.navigateur


class Echange:
    """One person's page of a thread."""

    def __init__(self, appareil: Appareil, fil: int) -> None:
        self.appareil, self.page = appareil, appareil.page
        appareil.aller(f"/messages/fil/{fil}/")
        self.page.locator("body[data-direct=ouvert]").wait_for()

    def ecrire(self, texte: str) -> None:
        self.page.get_by_label("Votre message").fill(texte)
        self.page.get_by_role("button", name=re.compile("^Envoyer")).click()

    def bulle(self, texte: str):
        return self.page.locator("#echange li.bulle", has_text=texte)

    def voit(self, texte: str) -> None:
        self.bulle(texte).first.wait_for(timeout=10_000)

    def gestes(self, texte: str):
        """Open what one may do with a message."""
        bulle = self.bulle(texte)
        bulle.locator("[data-champ=plus]").click()
        bulle.locator(".gestes").wait_for()
        return bulle.locator(".gestes")

    def textes(self, debut: str) -> list[str]:
        lus = [relacher(t) for t in self.page.locator("#echange .bulle__texte").all_inner_texts()]
        return [t for t in lus if t.startswith(debut)]


@pytest.fixture
def mere(appareil) -> Appareil:
    telephone = appareil("telephone")
    telephone.entrer("nadia.belhadj@exemple.fr")
    return telephone


@pytest.fixture
def maitresse(appareil) -> Appareil:
    bureau = appareil("bureau")
    bureau.entrer("claire.lefort@exemple.fr")
    return bureau


def test_a_message_that_bears_another_s_number_never_takes_its_place(mere, maitresse, fil):
    ici, la = Echange(maitresse, fil), Echange(mere, fil)
    ici.ecrire("Les mots de la maîtresse")
    la.voit("Les mots de la maîtresse")
    siens = la.bulle("Les mots de la maîtresse")
    la.page.evaluate("n => { document.querySelector('[name=uuid]').value = n; }", siens.get_attribute("data-uuid"))
    la.ecrire("Des mots mis à leur place")
    ici.voit("Des mots mis à leur place")
    la.bulle("Des mots mis à leur place").and_(la.page.locator("[data-numero]:not([data-numero=''])")).wait_for()
    for page in (ici, la):
        expect(page.bulle("Les mots de la maîtresse")).to_have_count(1)
        expect(page.bulle("Des mots mis à leur place")).to_have_count(1)


def test_each_gesture_of_one_is_seen_by_the_other(mere, maitresse, fil):
    ici, la = Echange(maitresse, fil), Echange(mere, fil)
    chargements = [e.page.evaluate("performance.timeOrigin") for e in (ici, la)]

    # Keyboard alone: Tab to the words, Enter sends.
    ici.page.get_by_label("Votre message").focus()
    ici.page.keyboard.type("Inès a oublié son cahier")
    depart = time.monotonic()
    ici.page.keyboard.press("Enter")
    la.voit("Inès a oublié son cahier")
    print(f"on the other screen {(time.monotonic() - depart) * 1000:.0f} ms after the key")
    temps = []
    for n in range(5):
        ici.page.get_by_label("Votre message").fill(f"Mesure {n}")
        depart = time.monotonic()
        ici.page.get_by_role("button", name=re.compile("^Envoyer")).click()
        la.voit(f"Mesure {n}")
        temps.append(time.monotonic() - depart)
    print(f"then, from click to screen: {' '.join(f'{t * 1000:.0f}' for t in temps)} ms")
    journal = la.page.get_by_role("log", name="Messages")
    journal.get_by_text("Inès a oublié son cahier").first.wait_for()  # a screen reader says it

    # Seen, without the mother doing anything but read.
    ici.bulle("Mesure 4").locator("[data-champ=marque]", has_text="Vu par").wait_for(timeout=10_000)

    # A sign, an answer that quotes.
    la.gestes("Inès a oublié son cahier").get_by_role("button", name="Merci").click()
    ici.bulle("Inès a oublié son cahier").locator(".signe[data-signe=merci]").wait_for(timeout=10_000)
    expect(la.page.locator(".gestes")).to_have_count(0)
    la.gestes("Inès a oublié son cahier").get_by_text("Répondre").click()
    la.ecrire("Je l’apporte à midi")
    reponse = ici.bulle("Je l’apporte à midi")
    reponse.locator(".bulle__cite", has_text="Inès a oublié son cahier").wait_for(timeout=10_000)
    la.appareil.photographier("messages-mere")
    ici.appareil.photographier("messages-enseignante")

    # Corrected, then taken back.
    gestes = ici.gestes("Mesure 3")
    gestes.get_by_label("Votre message").fill("Mesure corrigée")
    ici.appareil.photographier("messages-gestes")
    gestes.get_by_role("button", name="Corriger").click()
    la.bulle("Mesure corrigée").get_by_text("modifié").wait_for(timeout=10_000)
    expect(ici.page.locator(".gestes")).to_have_count(0)
    ici.gestes("Mesure corrigée").get_by_role("button", name="Retirer").click()
    la.page.locator(".bulle--retiree").first.wait_for(timeout=10_000)
    ici.page.locator(".bulle--retiree").first.wait_for(timeout=10_000)
    assert la.textes("Mesure") == ["Mesure 0", "Mesure 1", "Mesure 2", "Mesure 4"]
    la.appareil.photographier("messages-retire")
    assert chargements == [e.page.evaluate("performance.timeOrigin") for e in (ici, la)]


@pytest.fixture
def calme(serveur):
    """The school rests now: what is written waits."""
    ecole = "Etablissement.objects.filter(pk=d.elementaire.pk)"
    serveur.faire(f"{ecole}.update(reglages_en_vigueur={{'calme.debut': '06:00', 'calme.fin': '22:00'}})")
    yield
    serveur.faire(f"{ecole}.update(reglages_en_vigueur={{}})")


def test_opening_a_thread_asks_once_what_was_missed(mere, maitresse, fil):
    """Once its socket listens, and no more once it has told that it read."""
    ici = Echange(maitresse, fil)
    ici.ecrire("Un mot de la maîtresse")
    ici.voit("Envoyé")
    demandes = []
    mere.page.on("request", lambda demande: demandes.append(demande.url) if "/suite/" in demande.url else None)
    with mere.page.expect_response("**/avancer/"), mere.page.expect_response("**/nouvelles/"):
        la = Echange(mere, fil)
    la.voit("Un mot de la maîtresse")
    ici.voit("Vu par Mme Belhadj")
    assert len(demandes) == 1
    ici.ecrire("Un autre")
    la.voit("Un autre")
    ici.page.locator(".bulle--moi", has_text="Un autre").filter(has_text="Vu par Mme Belhadj").wait_for()
    assert len(demandes) == 1  # a message comes whole


def test_what_waits_is_corrected_and_taken_back_on_the_screens_of_its_author(calme, mere, appareil, fil):
    la = Echange(mere, fil)
    bureau = appareil("bureau")
    bureau.entrer("nadia.belhadj@exemple.fr")
    ici = Echange(bureau, fil)
    la.ecrire("Peut-on se voire ?")
    bulle = la.bulle("Peut-on se voire ?")
    bulle.get_by_text("Partira").wait_for(timeout=10_000)
    # Above the line where one writes, and so are its gestures.
    haut = la.page.locator(".redaction").bounding_box()["y"]
    cadre = bulle.bounding_box()
    assert cadre["y"] + cadre["height"] <= haut
    mere.photographier("messages-attend")
    gestes = la.gestes("Peut-on se voire ?")
    la.page.wait_for_function(
        "document.querySelector('.gestes').getBoundingClientRect().bottom <= document.querySelector('.redaction').getBoundingClientRect().top"
    )
    mere.photographier("messages-attend-gestes")
    assert gestes.get_by_text("(facultatif)").count() == 0
    assert examiner(mere.page, "fil, gestes d’un message qui attend") == []
    ici.page.reload()
    ici.page.locator("body[data-direct=ouvert]").wait_for()
    ici.voit("Peut-on se voire ?")

    gestes.get_by_label("Votre message").fill("Peut-on se voir ?")
    gestes.get_by_role("button", name="Corriger").click()
    for echange in (la, ici):
        echange.bulle("Peut-on se voir ?").get_by_text("Partira").wait_for(timeout=10_000)
        expect(echange.bulle("Peut-on se voire ?")).to_have_count(0)
    la.gestes("Peut-on se voir ?").get_by_role("button", name="Retirer").click()
    for echange in (la, ici):
        expect(echange.bulle("Peut-on se voir ?")).to_have_count(0, timeout=10_000)
        expect(echange.page.locator(".bulle[data-numero=''].bulle--retiree")).to_have_count(0)


def test_a_message_just_sent_names_its_gestures_and_marks_no_work_as_seen(maitresse, fil):
    maitresse.sans_attendre()  # what is on the screen for a second is seen, then sent with what else was
    ici = Echange(maitresse, fil)
    postes = []
    ici.page.on("request", lambda r: r.method == "POST" and postes.append(r.url))
    ici.ecrire("Un mot nommé")
    bulle = ici.page.locator("#echange li.bulle:not([data-numero=''])", has_text="Un mot nommé")
    bulle.wait_for(timeout=10_000)
    nom = bulle.locator("[data-champ=plus]").get_attribute("aria-label")
    assert re.fullmatch(r"Gestes sur le message écrit par Mme Lefort, \d+ h \d\d", nom), nom
    maitresse.avoir_fini()
    assert [url for url in postes if url.endswith("/vus/")] == []


def test_a_refused_file_says_why_the_message_stays(mere, fil):
    la = Echange(mere, fil)
    la.page.locator(".redaction__joindre summary").click()
    entree = la.page.locator(".redaction input[type=file]")
    entree.set_input_files({"name": "faux.jpg", "mimeType": "image/jpeg", "buffer": b"du texte"})
    la.page.locator(".depot__fichier--refuse").wait_for(timeout=10_000)
    la.page.locator(".redaction__joindre summary").click()
    la.ecrire("Avec la photo")
    alerte = la.page.locator(".redaction [role=alert]", has_text="Retirez faux.jpg pour envoyer votre message.")
    alerte.wait_for(timeout=10_000)
    expect(alerte).to_be_in_viewport()
    retirer = la.page.get_by_role("button", name="Retirer faux.jpg")
    expect(retirer).to_be_focused()
    expect(retirer).to_be_in_viewport()
    mere.photographier("messages-refuse")
    assert examiner(mere.page, "fil, fichier refusé") == []
    assert la.textes("Avec la photo") == []
    la.page.keyboard.press("Enter")
    expect(alerte).to_be_hidden()
    la.page.get_by_role("button", name=re.compile("^Envoyer")).click()
    la.voit("Avec la photo")

    # Refused while the message was waiting for it: it says so by itself.
    retenus = []
    la.page.route("**/fichiers/**", lambda route: retenus.append(route))
    la.page.locator(".redaction__joindre summary").click()
    entree.set_input_files({"name": "autre.jpg", "mimeType": "image/jpeg", "buffer": b"du texte"})
    la.page.locator(".depot__fichier--attend").wait_for()
    la.ecrire("Avec une autre")
    expect(la.page.locator(".depot__fichier--attend")).to_have_count(1)
    assert len(retenus) == 1
    retenus[0].continue_()
    la.page.locator("[role=alert]", has_text="Retirez autre.jpg").wait_for(timeout=10_000)
    assert la.textes("Avec une autre") == []


def test_the_box_says_what_is_left_then_what_is_too_much_and_cuts_nothing(mere, fil):
    la = Echange(mere, fil)
    texte, reste = la.page.get_by_label("Votre message"), la.page.locator("[data-reste]")
    texte.fill("mot " * 1000)
    expect(reste).to_be_hidden()
    texte.fill("x" * 4990)
    expect(reste).to_have_text("Caractères restants : 10")
    la.ecrire("De trop " + "x" * 5000)
    expect(reste).to_have_text("Caractères de trop : 8. Raccourcissez, ou joignez un document.")
    expect(texte).to_be_focused()
    assert len(texte.input_value()) == 5008 and la.textes("De trop") == []
    assert examiner(mere.page, "fil, message trop long") == []
    la.ecrire("Bonjour Claire")
    la.voit("Bonjour Claire")
    expect(reste).to_be_hidden()


def test_the_navigation_counts_what_is_unread(mere, maitresse, fil, serveur):
    mere.aller("/notifications/")
    pastille = mere.page.locator("[data-nouvelles='messagerie.message']:visible [data-nombre]")
    Echange(maitresse, fil).ecrire("Pensez au goûter")
    pastille.wait_for(timeout=10_000)
    assert int(pastille.inner_text()) > 0
    mere.photographier("messages-pastille")
    Echange(mere, fil).voit("Pensez au goûter")
    mere.page.locator("[data-nouvelles='messagerie.message']:visible").wait_for(state="hidden", timeout=10_000)


@pytest.mark.parametrize("recharge", [False, True])
def test_written_without_network_it_leaves_once_and_in_order(mere, maitresse, fil, recharge):
    ici, la = Echange(maitresse, fil), Echange(mere, fil)
    debut = f"Hors ligne {'et rechargé' if recharge else ''}".strip() + " :"
    mere.contexte.set_offline(True)
    for n in (1, 2):
        la.ecrire(f"{debut} {n}")
        la.bulle(f"{debut} {n}").get_by_text("Gardé ici").wait_for(timeout=10_000)
    mere.photographier("messages-hors-ligne")
    ici.ecrire(f"{debut} pendant ce temps")
    ici.page.locator(".bulle:not([data-numero=''])", has_text=f"{debut} pendant").wait_for(timeout=10_000)
    mere.contexte.set_offline(False)
    if recharge:
        mere.page.reload()
    ici.voit(f"{debut} 2")
    la.voit(f"{debut} pendant ce temps")
    for echange in (ici, la):
        expect(echange.page.locator(".bulle[data-numero='']")).to_have_count(0, timeout=10_000)
        assert echange.textes(debut) == [f"{debut} pendant ce temps", f"{debut} 1", f"{debut} 2"]
    la.page.reload()
    assert la.textes(debut) == ici.textes(debut)


def test_one_whose_answer_was_lost_is_one_bubble_after_a_reload(mere, maitresse, fil):
    """The school has it and this device does not know: the page that comes back holds it already."""
    ici, la = Echange(maitresse, fil), Echange(mere, fil)
    mere.perdre_les_reponses("**/envoyer/")
    la.ecrire("Parti sans réponse")
    ici.voit("Parti sans réponse")
    la.page.reload()
    mere.parcourir_la_boite()
    expect(la.bulle("Parti sans réponse")).to_have_count(1)
    la.page.unroute("**/envoyer/")
    mere.parcourir_la_boite()
    expect(la.bulle("Parti sans réponse")).to_have_count(1)
    expect(la.bulle("Parti sans réponse")).to_contain_text("Vu par Mme Lefort")


def test_a_photo_and_a_voice(serveur, maitresse, fil):
    ici = Echange(maitresse, fil)
    # A browser of its own, whose microphone is a machine's.
    sonore = lancer(maitresse.contexte.browser.browser_type, *SONORE)
    telephone = Appareil(sonore, serveur, "telephone", permissions=["microphone"])
    telephone.entrer("nadia.belhadj@exemple.fr")
    la = Echange(telephone, fil)
    la.page.locator(".redaction__joindre summary").click()
    la.page.locator(".redaction input[type=file]").set_input_files(
        {"name": "cahier.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    telephone.photographier("messages-joindre")
    la.page.locator(".depot__fichier input:not([disabled])").wait_for(state="attached", timeout=10_000)
    la.ecrire("La photo du cahier")
    ici.bulle("La photo du cahier").locator("img").wait_for(timeout=10_000)

    la.page.locator(".redaction__joindre summary").click()
    la.page.get_by_role("button", name="Je parle").click()
    la.page.get_by_role("button", name="Stop").wait_for()
    la.page.locator("[data-temps]", has_text="0:01").first.wait_for()
    la.page.get_by_role("button", name="Stop").click()
    la.page.get_by_role("button", name="J’écoute").wait_for()
    la.ecrire("Un mot dit")
    son = ici.bulle("Un mot dit").locator("audio")
    son.wait_for(timeout=10_000)
    duree = son.evaluate(
        "a => new Promise((ok) => { a.preload = 'metadata'; a.onloadedmetadata = () => ok(a.readyState); a.onerror = () => ok(-1); a.load(); })"
    )
    assert duree >= 1  # it is heard on the other side
    telephone.photographier("messages-voix-mere")
    maitresse.photographier("messages-voix-enseignante")
    assert telephone.erreurs == []
    sonore.close()


def test_axe_and_the_eye(mere, maitresse, fil, serveur):
    vide = serveur.lire(f"{FILS}.foyer(d.eleve_ms, d.mere, direction=True).pk")
    fautes = []
    for qui, appareil in (("mere", mere), ("enseignante", maitresse)):
        pages = {"boite": "/messages/", "fil": f"/messages/fil/{fil}/", "annuaire": "/messages/ecrire/"}
        if qui == "mere":
            pages["vide"] = f"/messages/fil/{vide}/"
        for nom, chemin in pages.items():
            for theme in ("dark", "light"):
                appareil.page.emulate_media(color_scheme=theme)
                appareil.aller(chemin)
                fautes += examiner(appareil.page, f"{qui} {chemin} {theme}")
            appareil.photographier(f"messages-{nom}-{qui}")
            if debords(appareil.page):
                fautes.append(f"{chemin} overflows")
    # One that waits for the network.
    la = Echange(mere, fil)
    mere.contexte.set_offline(True)
    la.ecrire("J’attends le réseau")
    la.bulle("J’attends le réseau").get_by_text("Gardé ici").wait_for(timeout=10_000)
    fautes += examiner(mere.page, "fil, message qui attend")
    mere.contexte.set_offline(False)
    assert fautes == []


def test_going_back_from_a_search_gives_the_whole_page_again(mere):
    mere.aller("/messages/")
    lignes = mere.page.locator(".boite-fil")
    avant = lignes.count()
    mere.page.get_by_label("Chercher dans mes messages").fill("ornithorynque")
    mere.page.wait_for_url("**/messages/?q=ornithorynque")
    mere.page.go_back()
    expect(lignes).to_have_count(avant)
    expect(mere.page.get_by_role("heading", name="Messages", exact=True)).to_be_visible()


def test_joining_is_a_paper_clip_by_thumb_by_keyboard_and_without_script(appareil, mere, fil):
    la = Echange(mere, fil)
    la.page.locator(".redaction__joindre summary").click()
    la.page.keyboard.press("Tab")
    nom = "document.activeElement.labels[0].textContent.trim()"
    assert la.page.evaluate(f"[document.activeElement.type, {nom}]") == ["file", "Choisir des fichiers"]
    tuile = la.page.locator(".redaction .depot__choisir")
    assert tuile.evaluate("t => getComputedStyle(t).outlineStyle") == "solid"
    assert examiner(mere.page, "fil, joindre ouvert") == []
    with la.page.expect_file_chooser():
        tuile.click()

    sans_script = appareil("telephone", java_script_enabled=False)
    sans_script.entrer("nadia.belhadj@exemple.fr")
    sans_script.aller(f"/messages/fil/{fil}/")
    sans_script.page.locator(".redaction__joindre summary").click()
    entree = sans_script.page.locator(".redaction input[type=file]")
    entree.set_input_files({"name": "cahier.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    sans_script.page.locator(".redaction textarea").fill("La photo, sans script")
    sans_script.page.get_by_role("button", name="Envoyer").click()
    bulle = sans_script.page.locator(".bulle", has_text="La photo, sans script")
    bulle.locator("img").wait_for()
