"""The pupil's tablet: hand in by photo, with the network then without; the teacher's stamp arrives on the open page."""

import json
import re

import pytest

from tests.fichiers import fabriques
from tests.navigateur.chromium import SONORE, lancer
from tests.navigateur.conftest import CAPTURES
from tests.navigateur.ecole import attendre_les_remises, ouvrir, tablette_de
from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner
from tests.navigateur.test_direct import entrer_par_les_images

pytestmark = pytest.mark.navigateur

PHOTO = {"name": "IMG_0042.jpg", "mimeType": "image/jpeg", "buffer": fabriques.photo(1600, 1200)}


def test_a_photo_leaves_at_once_with_the_network_and_by_itself_after_a_cut(appareil, serveur, ecole):
    texte = "Une feuille d’arbre"
    pk = ecole.donner(texte)
    tablette = tablette_de(appareil, ecole)
    tablette.photographier("eleve-accueil")
    tablette.page.get_by_role("link", name=f"Je rends : {texte}").click()
    tablette.photographier("eleve-travail")

    # With the network.
    tablette.page.get_by_label("Ma photo").set_input_files([PHOTO])
    tablette.page.get_by_text("IMG_0042").first.wait_for()
    tablette.photographier("eleve-photo-choisie")
    tablette.page.get_by_role("button", name="J’envoie", exact=True).click()
    tablette.page.get_by_text("C’est parti ! Bravo.").first.wait_for()
    tablette.page.locator("#remises img").wait_for()
    tablette.photographier("eleve-photo-partie")
    assert ecole.remises(texte) == [["Inès", "", ["image"]]]

    # Without: it waits, the page is closed, the network comes back, another page is opened.
    tablette.contexte.set_offline(True)
    tablette.page.get_by_label("Ma photo").set_input_files([PHOTO])
    tablette.page.get_by_role("button", name="J’écris").click()
    tablette.page.get_by_label("J’écris").last.fill("Sans réseau")
    tablette.page.get_by_role("button", name="J’envoie", exact=True).click()
    tablette.page.get_by_text("1 travail attend le réseau. Il partira tout seul.").first.wait_for()
    tablette.photographier("eleve-attend-le-reseau")
    tablette.page.close()
    assert len(ecole.remises(texte)) == 1
    tablette.contexte.set_offline(False)
    tablette.page = tablette.contexte.new_page()
    tablette.aller("/")
    attendues = [["Inès", "", ["image"]], ["Inès", "Sans réseau", ["image"]]]
    attendre_les_remises(ecole, tablette.page, texte, attendues)
    tablette.page.locator("#boite").wait_for(state="hidden")

    # None arrives twice: pages opened again, two at a time, find nothing left to send.
    seconde = tablette.contexte.new_page()
    for page in (tablette.page, seconde, tablette.page):
        page.goto(f"{serveur.adresse}/cahier/eleve/travail/{pk}/")
        page.locator("#remises img").first.wait_for()
    assert ecole.remises(texte) == attendues


def test_an_answer_that_was_lost_on_the_way_back_makes_no_second_try(appareil, serveur, ecole):
    """The school has it, the tablet does not know: sent again, it is the same."""
    texte = "Compter jusqu’à cent"
    pk = ecole.donner(texte)
    tablette = tablette_de(appareil, ecole)
    ouvrir(tablette, pk)
    tablette.perdre_les_reponses("**/rendre/**")
    tablette.page.get_by_role("button", name="J’écris").click()
    tablette.page.get_by_label("J’écris").last.fill("Cent !")
    tablette.page.get_by_role("button", name="J’envoie", exact=True).click()
    tablette.page.get_by_text("1 travail attend le réseau.").first.wait_for()
    assert len(ecole.remises(texte)) == 1
    tablette.page.unroute("**/rendre/**")
    tablette.page.reload()
    tablette.page.locator("#boite").wait_for(state="hidden")
    tablette.parcourir_la_boite()
    assert ecole.remises(texte) == [["Inès", "Cent !", []]]


def test_on_a_shared_tablet_what_waits_never_leaves_under_another_child(appareil, serveur, ecole):
    texte = "Mon prénom en lettres"
    pk = ecole.donner(texte)
    tablette = tablette_de(appareil, ecole)
    ouvrir(tablette, pk)
    tablette.page.route("**/rendre/**", lambda route: route.abort())
    tablette.page.get_by_role("button", name="J’écris").click()
    tablette.page.get_by_label("J’écris").last.fill("INÈS")
    tablette.page.get_by_role("button", name="J’envoie", exact=True).click()
    tablette.page.get_by_text("1 travail attend le réseau.").first.wait_for()
    tablette.page.unroute("**/rendre/**")

    # Inès's session ends while her page is open: what waits stays.
    tablette.contexte.clear_cookies(name="sessionid")
    tablette.parcourir_la_boite()
    assert ecole.remises(texte) == []

    # Adèle takes the tablet: nothing of Inès is seen nor sent.
    entrer_par_les_images(tablette, serveur, ecole.jeton, "Adèle")
    ouvrir(tablette, pk)
    tablette.parcourir_la_boite()
    assert tablette.page.locator("#boite").is_hidden()
    assert ecole.remises(texte) == []

    # Inès comes back: it leaves, under her name, once.
    entrer_par_les_images(tablette, serveur, ecole.jeton)
    attendre_les_remises(ecole, tablette.page, texte, [["Inès", "INÈS", []]])


def test_a_refused_file_is_said_and_does_not_wait_for_ever(appareil, serveur, ecole):
    pk = ecole.donner("Un petit film")
    tablette = tablette_de(appareil, ecole)
    ouvrir(tablette, pk)
    tablette.page.get_by_label("Un fichier", exact=True).set_input_files(
        [{"name": "jeu.exe", "mimeType": "application/octet-stream", "buffer": b"MZ" + bytes(99)}]
    )
    tablette.page.get_by_role("button", name="J’envoie", exact=True).click()
    tablette.page.get_by_text("Je ne peux pas envoyer ce fichier. Demande à un adulte.").first.wait_for()
    tablette.page.get_by_text("Pas celui-là").first.wait_for()
    tablette.photographier("eleve-refus")
    assert tablette.page.get_by_text("partira tout seul").is_hidden()
    tablette.page.get_by_role("button", name="J’ai compris").click()
    tablette.page.locator("#boite").wait_for(state="hidden")
    assert ecole.remises("Un petit film") == []


def test_what_is_being_read_says_so_in_a_picture_and_what_is_good_stays_when_another_is_refused(
    appareil, serveur, ecole
):
    texte = "Ma collection"
    tablette = tablette_de(appareil, ecole)
    ouvrir(tablette, ecole.donner(texte))
    page, laisser = tablette.page, []
    page.route("**/rendre/**", lambda route: laisser.append(route))
    page.get_by_label("Ma photo").set_input_files([PHOTO])
    page.get_by_label("Un fichier", exact=True).set_input_files(
        [{"name": "jeu.exe", "mimeType": "application/octet-stream", "buffer": b"MZ" + bytes(99)}]
    )
    with page.expect_request("**/rendre/**"):
        page.get_by_role("button", name="J’envoie", exact=True).click()
    page.get_by_text("On regarde").nth(1).wait_for()
    assert page.get_by_role("button", name="Enlever").count() == 0, "it is on its way"
    tablette.photographier("eleve-on-regarde")
    assert examiner(page, "on regarde") == []
    laisser[0].continue_()
    page.unroute("**/rendre/**")
    page.get_by_text("Je ne peux pas envoyer ce fichier. Demande à un adulte.").first.wait_for()
    page.get_by_role("button", name="J’ai compris").click()
    assert [p.inner_text() for p in page.locator(".paquet__nom").all()] == ["IMG_0042.jpg", "jeu.exe"]
    page.get_by_role("button", name="Enlever").nth(1).click()
    page.get_by_role("button", name="J’envoie", exact=True).click()
    page.get_by_text("C’est parti ! Bravo.").first.wait_for()
    assert ecole.remises(texte) == [["Inès", "", ["image"]]]


def test_a_drawing_and_a_voice_leave_together(appareil, serveur, ecole, chromium):
    texte = "Dessiner la pluie"
    pk = ecole.donner(texte)
    sonore = lancer(chromium.browser_type, *SONORE)
    from tests.navigateur.conftest import Appareil

    tablette = Appareil(sonore, serveur, "tablette", permissions=["microphone"])
    tablette.page.set_default_timeout(8000)
    entrer_par_les_images(tablette, serveur, ecole.jeton)
    ouvrir(tablette, pk)
    page = tablette.page

    page.get_by_role("button", name="Mon dessin").click()
    feuille = page.locator("[data-dessin] canvas")
    feuille.scroll_into_view_if_needed()
    cadre = feuille.bounding_box()
    for n, couleur in enumerate(["Bleu", "Rouge"]):
        page.get_by_role("button", name=couleur, exact=True).click()
        page.mouse.move(cadre["x"] + 60, cadre["y"] + 60 + 80 * n)
        page.mouse.down()
        page.mouse.move(cadre["x"] + 400, cadre["y"] + 90 + 80 * n, steps=12)
        page.mouse.up()
    encre = "c => { const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0; for (let i = 0; i < d.length; i += 4) if (d[i] + d[i+1] + d[i+2] < 700) n++; return n; }"
    # The line is under the pointer, not beside it.
    assert feuille.evaluate(
        "(c, [x, y]) => { const r = c.getBoundingClientRect(); return [...c.getContext('2d').getImageData((x - r.left) * c.width / r.width, (y - r.top) * c.height / r.height, 1, 1).data].slice(0, 3); }",
        [cadre["x"] + 62, cadre["y"] + 60],
    ) == [42, 95, 208]
    deux_traits = feuille.evaluate(encre)
    page.get_by_role("button", name="Annuler", exact=True).click()
    un_trait = feuille.evaluate(encre)
    assert 0 < un_trait < deux_traits
    page.get_by_role("button", name="Effacer").click()
    assert feuille.evaluate(encre) == 0
    page.get_by_role("button", name="Annuler", exact=True).click()
    assert feuille.evaluate(encre) == un_trait
    tablette.photographier("eleve-dessin")

    page.get_by_role("button", name="Ma voix").click()
    page.get_by_role("button", name="Je parle").click()
    page.get_by_role("button", name="Stop").wait_for()
    page.locator("[data-temps]", has_text="0:01").first.wait_for()
    tablette.photographier("eleve-enregistre")
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="J’écoute").click()
    page.get_by_role("button", name="J’écoute", pressed=True).wait_for()
    tablette.photographier("eleve-voix")
    page.get_by_role("button", name="J’envoie", exact=True).click()
    page.get_by_text("C’est parti ! Bravo.").first.wait_for()
    assert ecole.remises(texte) == [["Inès", "", ["son", "image"]]]
    # How long it is stands beside it, and it is fetched once it is asked for.
    assert re.fullmatch(r"0:0\d", page.locator("#remises .son--su .doux").inner_text())
    page.locator("#remises audio").evaluate("a => Object.assign(a, { preload: 'metadata' }).load()")
    page.wait_for_function("() => document.querySelector('#remises audio').readyState >= 1", timeout=30_000)
    tablette.photographier("eleve-dessin-parti")
    assert tablette.erreurs == []
    sonore.close()


def test_a_stamp_reaches_the_pupil_s_open_page(appareil, serveur, ecole):
    texte = "Réciter la comptine"
    pk = ecole.donner(texte, nature="apprendre")
    tablette, bureau = appareil("tablette"), appareil("bureau")
    entrer_par_les_images(tablette, serveur, ecole.jeton)
    ouvrir(tablette, pk)
    bureau.entrer("claire.lefort@exemple.fr")
    bureau.aller(f"/cahier/travail/{pk}/remises/")
    bureau.page.get_by_text("Personne n’a encore rendu ce travail.").first.wait_for()
    tablette.page.get_by_role("button", name="J’écris").click()
    tablette.page.get_by_label("J’écris").last.fill("Un, deux, trois, nous irons au bois")
    tablette.page.get_by_role("button", name="J’envoie", exact=True).click()

    # The teacher's list fills by itself; a figure of the keyboard stamps.
    bureau.page.get_by_role("link", name="Inès Belhadj").wait_for(timeout=5000)
    bureau.photographier("enseignante-remises")
    bureau.page.get_by_role("link", name="Inès Belhadj").click()
    bureau.page.get_by_role("heading", name="Répondre").wait_for()
    bureau.page.wait_for_load_state()  # the script that reads the keyboard comes after the words
    bureau.page.keyboard.press("1")
    bureau.page.locator("#tampon-bravo[aria-pressed=true]").wait_for()
    bureau.photographier("enseignante-repond")
    tablette.page.get_by_text("Bravo !", exact=True).wait_for(timeout=5000)
    tablette.photographier("eleve-reponse")
    assert json.loads(json.dumps(ecole.lire(f"[r.tampon for r in Retour.objects.filter(remise__travail={pk})]"))) == [
        "bravo"
    ]
    bureau.page.keyboard.press("ArrowRight")
    bureau.page.wait_for_url("**/remises/")


@pytest.mark.parametrize(("largeur", "hauteur", "theme"), [(1024, 768, "light"), (390, 844, "dark")])
def test_the_pupil_s_pages_are_large_and_accessible(appareil, serveur, ecole, largeur, hauteur, theme):
    pks = [ecole.donner(f"Ma page {largeur}", rendre=True), ecole.donner(f"Lire {largeur}", "lire", rendre=False)]
    a = appareil("tablette", color_scheme=theme)
    entrer_par_les_images(a, serveur, ecole.jeton)
    a.page.set_viewport_size({"width": largeur, "height": hauteur})
    fautes = []
    for confort in (False, True):
        if confort:
            a.page.get_by_role("button", name="Plus grand").click()
            a.page.get_by_role("button", name="Autre écriture").click()
        for chemin in ["/", *(f"/cahier/eleve/travail/{pk}/" for pk in pks)]:
            a.aller(chemin)
            for outil in ("Mon dessin", "Ma voix", "J’écris"):
                if a.page.get_by_role("button", name=outil).count():
                    a.page.get_by_role("button", name=outil).click()
                    fautes += examiner(a.page, f"{chemin} {outil}")
                    fautes += [f"{chemin} {outil}: small target {c}" for c in a.page.evaluate(PETITES_CIBLES, 72)]
            fautes += examiner(a.page, chemin)
            fautes += [f"{chemin}: small target {c}" for c in a.page.evaluate(PETITES_CIBLES, 72)]
            if debords(a.page):
                fautes.append(f"{chemin}: overflows at {largeur}{' larger' if confort else ''}")
            a.photographier(
                f"eleve-{largeur}-{'grand-' if confort else ''}{chemin.strip('/').replace('/', '-') or 'accueil'}"
            )
    a.page.get_by_role("button", name="Plus grand").click()
    a.page.get_by_role("button", name="Autre écriture").click()
    assert fautes == []


@pytest.mark.parametrize(("largeur", "hauteur"), [(1024, 768), (768, 1024)])
def test_wrong_pictures_push_none_off_the_screen(appareil, serveur, largeur, hauteur):
    tablette = appareil("tablette")
    page = tablette.page
    page.set_viewport_size({"width": largeur, "height": hauteur})
    tablette.aller(f"/tablette/{serveur.lire('d.cp_ce1.jeton_tablette')}/")
    page.get_by_text("Camille" if largeur > hauteur else "Eliott", exact=True).click()
    image = page.locator(".image-secrete").first.get_attribute("value")  # thrice the same: nobody's secret
    hauteurs = "[...document.querySelectorAll('.moi .bouton')].map((e) => Math.round(e.getBoundingClientRect().height))"
    avant = page.evaluate(hauteurs)
    for _essai in range(3):
        page.locator(f".image-secrete[value='{image}']").click()
    page.get_by_role("alert").wait_for()
    tablette.photographier(f"secret-faux-{largeur}")
    bas = "Math.max(...[...document.querySelectorAll('.image-secrete')].map((e) => e.getBoundingClientRect().bottom))"
    assert page.evaluate(bas) <= hauteur
    assert page.evaluate(hauteurs) == avant, "none swells"
    assert page.evaluate(PETITES_CIBLES, 72) == []


def test_done_in_one_tap_on_the_page_of_a_travail(appareil, serveur, ecole):
    pk = ecole.donner("La page treize", "lire", rendre=False)
    tablette = tablette_de(appareil, ecole)
    tablette.aller(f"/cahier/eleve/travail/{pk}/")
    tablette.page.get_by_role("button", name="J’ai fini").click()
    tablette.page.get_by_role("button", name="C’est fait !").wait_for()
    assert ecole.lire(f"Travail.objects.get(pk={pk}).faits.count()") == 1


def test_the_reading_font_is_fetched_by_those_who_asked_for_it_alone(appareil, serveur, ecole):
    tablette = appareil("tablette")
    polices = []
    tablette.page.on(
        "request", lambda r: polices.append(r.url.rpartition("/")[2]) if r.resource_type == "font" else None
    )
    entrer_par_les_images(tablette, serveur, ecole.jeton, "Adèle")
    tablette.page.wait_for_load_state("networkidle")
    assert polices == []
    tablette.page.get_by_role("button", name="Autre écriture").click()
    tablette.page.wait_for_load_state("networkidle")
    assert sorted(set(polices)) == ["atkinson-grasse.woff2", "atkinson-normale.woff2"]
    tablette.page.get_by_role("button", name="Autre écriture").click()


def test_a_teacher_s_pages_of_hand_ins_are_accessible(appareil, serveur, ecole):
    texte = "Une photo pour l’axe"
    pk = ecole.donner(texte)
    tablette = tablette_de(appareil, ecole)
    ouvrir(tablette, pk)
    tablette.page.get_by_label("Ma photo").set_input_files([PHOTO])
    tablette.page.get_by_role("button", name="J’envoie", exact=True).click()
    tablette.page.get_by_text("C’est parti ! Bravo.").first.wait_for()
    remise = ecole.lire(f"Remise.objects.get(travail={pk}).pk")
    a = appareil("telephone")
    a.entrer("claire.lefort@exemple.fr")
    fautes = []
    for chemin in (f"/cahier/travail/{pk}/remises/", f"/cahier/remise/{remise}/"):
        for largeur, theme in [(390, "light"), (1280, "dark")]:
            a.page.set_viewport_size({"width": largeur, "height": 844})
            a.page.emulate_media(color_scheme=theme)
            a.aller(chemin)
            fautes += examiner(a.page, f"{chemin} {largeur} {theme}")
            a.photographier(f"enseignante-{largeur}-{chemin.strip('/').replace('/', '-')}")
            if largeur == 390:
                fautes += [f"{chemin}: small target {c}" for c in a.page.evaluate(PETITES_CIBLES, 44)]
                if debords(a.page):
                    fautes.append(f"{chemin}: overflows at 390")
    assert fautes == []


def test_a_mother_s_page_shows_tries_answers_and_a_form_without_any_script(appareil, serveur, ecole, chromium):
    pk = ecole.donner("La pomme coupée")
    eleve = serveur.lire("str(d.eleve_cp.uuid)")
    nue = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = nue.new_page()
    page.goto(f"{serveur.adresse}/entrer/")
    page.locator("input[name=login]").fill("nadia.belhadj@exemple.fr")
    page.locator("input[name=password]").fill("Cerf-volant-2026")
    page.get_by_role("button", name="Entrer", exact=True).click()
    page.goto(f"{serveur.adresse}/cahier/enfant/{eleve}/travail/{pk}/")
    page.get_by_text("Rendre avec Inès").click()
    page.get_by_label("Ma photo").set_input_files([PHOTO])
    page.get_by_label("J’écris").fill("Dicté à maman")
    page.get_by_role("button", name="J’envoie").click()
    page.get_by_text("Dicté à maman").first.wait_for()
    nue.close()
    assert ecole.remises("La pomme coupée") == [["Inès", "Dicté à maman", ["image"]]]

    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    a.aller(f"/cahier/enfant/{eleve}/travail/{pk}/")
    a.page.get_by_text("Rendre avec Inès").click()
    a.photographier("mere-remises")
    a.page.screenshot(path=CAPTURES / "mere-remises-entier.png", full_page=True) if CAPTURES else None
    assert examiner(a.page, "the mother's page") == []
    assert a.page.evaluate(PETITES_CIBLES, 44) == []
    assert not debords(a.page)
