"""What is joined leaves with its form, or is seen not to: a voice that is still speaking, one that was recorded, a file that was refused."""

import re

import pytest
from playwright.sync_api import expect

from tests.navigateur.chromium import SONORE, lancer
from tests.navigateur.conftest import Appareil
from tests.navigateur.test_accessibilite import examiner
from tests.navigateur.test_contenus import COURRIEL, ajouter
from tests.navigateur.test_eleve import PHOTO
from tests.navigateur.test_messages import Echange

pytestmark = pytest.mark.navigateur


@pytest.fixture
def qui_parle(chromium, serveur, fil):
    """Her thread, on a phone whose microphone is a machine's; she began to speak."""
    sonore = lancer(chromium.browser_type, *SONORE)
    telephone = Appareil(sonore, serveur, "telephone", permissions=["microphone"])
    telephone.entrer("nadia.belhadj@exemple.fr")
    la = Echange(telephone, fil)
    la.page.locator(".redaction__joindre summary").click()
    la.page.get_by_role("button", name="Je parle").click()
    la.page.locator("[data-temps]", has_text="0:01").first.wait_for()
    yield la
    assert telephone.erreurs == []
    sonore.close()


def test_who_sends_while_they_speak_sends_what_they_said(qui_parle):
    """The words left, and what was being said was lost without a word."""
    qui_parle.ecrire("Écoutez la suite")
    qui_parle.bulle("Écoutez la suite").locator("audio").wait_for(timeout=10_000)


def test_a_voice_says_its_length_before_it_is_played_and_goes_on_while_another_reacts(qui_parle, appareil, fil):
    """« 0:00 / 0:00 » was all that a phone said of it; and a heart put on it made it stop."""
    page = qui_parle.page
    qui_parle.ecrire("Le message de la voix")
    bulle = qui_parle.bulle("Le message de la voix")
    bulle.locator("audio").wait_for(timeout=10_000)
    for _chargee in range(2):  # as its signal says it, then as the page does
        expect(bulle.locator(".son--su .doux")).to_have_text(re.compile("^0:0[1-9]$"))
        page.reload()
    bureau = appareil("bureau")
    bureau.entrer("claire.lefort@exemple.fr")
    ici, son = Echange(bureau, fil), bulle.locator("audio")
    son.evaluate("a => { a.loop = true; return a.play(); }")
    ici.gestes("Le message de la voix").get_by_role("button", name="Merci").click()
    bulle.locator(".signe[data-signe=merci]").wait_for(timeout=10_000)
    assert not son.evaluate("a => a.paused")
    assert examiner(page, "fil, voix reçue") == []


def test_what_was_said_stays_in_sight_until_it_leaves_or_is_taken_away(qui_parle):
    """The panel closed over it, and it left with words that were written in its place."""
    page, joindre = qui_parle.page, qui_parle.page.locator(".redaction__joindre")
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="J’écoute").wait_for()
    joindre.locator("summary").click()
    expect(page.get_by_role("button", name="J’écoute")).to_be_visible()
    assert examiner(page, "fil, voix enregistrée") == []
    page.get_by_role("button", name="Retirer le son").click()
    expect(page.get_by_role("button", name="Je parle")).to_be_focused()
    joindre.locator("summary").click()
    expect(joindre).not_to_have_attribute("open", "")
    qui_parle.ecrire("Finalement je l’écris")
    qui_parle.voit("Finalement je l’écris")
    expect(qui_parle.bulle("Finalement je l’écris").locator("audio")).to_have_count(0)


def test_what_was_refused_holds_its_form_back_until_it_is_taken_away(appareil, serveur):
    """A work was given without the document that it spoke of: a red line was all that said so."""
    a = appareil("telephone")
    a.entrer(COURRIEL)
    a.aller(f"/cahier/classe/{serveur.lire('d.cp_ce1.pk')}/travail/")
    page = a.page
    page.get_by_label("Ce qu’il y a à faire").fill("Lire la fiche du hérisson")
    ajouter(page, "Document")
    page.locator("#contenu-0-fichier").set_input_files(
        {"name": "faux.pdf", "mimeType": "application/pdf", "buffer": b"du texte"}
    )
    page.locator(".depot__fichier--refuse").wait_for()
    page.get_by_role("button", name="Donner aux familles").click()
    dit = page.locator("[data-depot-compte]", has_text="Pas joint : faux.pdf. À retirer avant d’envoyer.")
    expect(dit).to_be_visible()
    retirer = page.get_by_role("button", name="Retirer faux.pdf")
    expect(retirer).to_be_focused()
    assert examiner(page, "travail, fichier refusé") == []
    page.keyboard.press("Enter")
    expect(dit).to_be_hidden()


# --- Without network ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("avant", ["before it was chosen", "while it left"])
def test_a_photo_sent_without_network_waits_with_its_words_and_leaves_with_them_alone(appareil, fil, avant):
    """The page was left: the words were nowhere, and the photo left with the next ones, unseen."""
    telephone = appareil("telephone")
    telephone.entrer("nadia.belhadj@exemple.fr")
    la = Echange(telephone, fil)
    mots = f"La photo du tableau, {avant}"
    if avant == "before it was chosen":
        telephone.contexte.set_offline(True)
    else:
        telephone.contexte.route("**/fichiers/deposer/", lambda demande: demande.abort())
    la.page.locator(".redaction__joindre summary").click()
    la.page.locator(".redaction__joindre input[type=file]").set_input_files(PHOTO)
    la.page.locator(".depot__fichier").wait_for()
    la.page.get_by_text("L’envoi reprendra").first.wait_for()
    la.ecrire(mots)
    la.bulle(mots).wait_for()
    if avant == "before it was chosen":
        la.bulle(mots).get_by_text("Gardé ici").wait_for()
        expect(la.page.locator(".depot__fichier")).to_have_count(0)
        telephone.contexte.set_offline(False)
        telephone.aller("/carnet/")
        telephone.parcourir_la_boite()
    la = Echange(telephone, fil)
    expect(la.bulle(mots).locator("img")).to_have_count(1, timeout=60_000)  # read by the school first
    la.ecrire("Bonne soirée")
    la.voit("Bonne soirée")
    expect(la.bulle("Bonne soirée").locator("img")).to_have_count(0)


def test_what_is_typed_without_network_is_what_one_finds_again(appareil, fil):
    """An older draft, which the school still had, stood in its place."""
    telephone = appareil("telephone")
    telephone.entrer("nadia.belhadj@exemple.fr")
    la = Echange(telephone, fil)
    champ = la.page.get_by_label("Votre message")
    with la.page.expect_response("**/brouillon/"):
        champ.fill("Un premier jet")
    telephone.contexte.set_offline(True)
    champ.fill("Écrit dans le tunnel")
    telephone.contexte.set_offline(False)
    with Echange(telephone, fil).page.expect_response("**/brouillon/"):
        expect(la.page.get_by_label("Votre message")).to_have_value("Écrit dans le tunnel")
    la.ecrire("Envoyé, et plus rien n’attend")
    la.voit("Envoyé, et plus rien")  # on its way, or there
    expect(Echange(telephone, fil).page.get_by_label("Votre message")).to_have_value("")
