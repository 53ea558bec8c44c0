"""The editor of a content, its drafts and what readers see, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.fichiers.fabriques import pdf, photo
from tests.navigateur.conftest import CAPTURES
from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner
from tests.navigateur.test_direct import entrer_par_les_images
from tests.typographie import relacher

pytestmark = pytest.mark.navigateur
COURRIEL = "claire.lefort@exemple.fr"


@pytest.fixture
def page_de_seance(serveur) -> str:
    return f"/cahier/classe/{serveur.lire('d.cp_ce1.pk')}/seance/"


@pytest.fixture(autouse=True)
def sans_brouillon(serveur):
    serveur.faire("from ent.portail.models import Brouillon\nBrouillon.objects.all().delete()")


def ajouter(page, forme: str) -> None:
    page.locator(".editeur__formes").get_by_role("button", name=f"Ajouter : {forme}", exact=True).press("Enter")


def test_a_content_is_written_on_a_phone_by_the_keyboard_alone(appareil, page_de_seance, serveur):
    a = appareil("telephone")
    a.entrer(COURRIEL)
    a.aller(page_de_seance)
    page, clavier = a.page, a.page.keyboard
    page.get_by_label("Titre", exact=True).first.fill("Les dizaines au clavier")
    ajouter(page, "Texte")
    assert page.evaluate("document.activeElement.isContentEditable")
    clavier.type("Lire la ")
    clavier.press("Control+b")
    clavier.type("page 14")
    clavier.press("Control+b")
    clavier.press("Enter")
    clavier.type("puis a < b & c")
    ajouter(page, "Mots à apprendre")
    clavier.type("novembre\nbrouillard")
    ajouter(page, "Étapes")
    clavier.type("Plier\nCouper")
    ajouter(page, "Lien")
    clavier.type("www.lumni.fr/poesie")
    ajouter(page, "Opération à poser")
    clavier.type("348")
    clavier.press("Tab")
    clavier.press("Tab")
    clavier.type("27,5")
    ajouter(page, "Texte")
    clavier.type("à retirer")
    annonce = page.locator("[data-editeur-annonce]")
    assert relacher(annonce.inner_text()) == "On a ajouté : Texte, en dernier."

    # Enter in a case of the editor sends the form; it does not press a button of a block.
    assert page.evaluate("document.querySelector('form.pile button[type=submit]').name") == ""
    a.photographier("editeur-telephone")
    fautes = examiner(page, "editor") + page.evaluate(PETITES_CIBLES, 44)
    assert fautes == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert not debords(page)
    page.set_viewport_size({"width": 390, "height": 844})

    page.get_by_role("button", name="Retirer : Texte").last.press("Enter")
    assert page.evaluate("document.activeElement.textContent.trim()").startswith("Remettre")
    clavier.press("Enter")
    assert relacher(annonce.inner_text()) == "On a remis : Texte."
    page.get_by_role("button", name="Retirer : Texte").last.press("Enter")
    monter = page.get_by_role("button", name="Monter : Mots à apprendre")
    monter.press("Enter")
    assert relacher(annonce.inner_text()) == "Mots à apprendre : place 1 sur 5."
    assert monter.evaluate("e => e === document.activeElement")
    monter.press("Enter")
    assert relacher(annonce.inner_text()) == "Mots à apprendre ne peut pas aller plus loin."
    page.get_by_role("button", name="Écrire au cahier").click()
    page.wait_for_url("**/classe/*/?*")

    bruts = serveur.lire(
        "list(__import__('cahier_de_textes.models', fromlist=['x']).Seance.objects.filter(titre='Les dizaines au clavier').last().contenu.raw_data)"
    )
    valeurs = {b["type"]: b["value"] for b in bruts}
    assert [b["type"] for b in bruts] == ["mots", "texte", "etapes", "lien", "operation"]
    assert valeurs["texte"] == "<p>Lire la <b>page 14</b></p><p>puis a &lt; b &amp; c</p>"
    assert valeurs["mots"] == ["novembre", "brouillard"]
    assert valeurs["lien"]["adresse"] == "https://www.lumni.fr/poesie"


def test_what_is_pasted_keeps_words_and_loses_the_rest(appareil, page_de_seance):
    a = appareil("bureau")
    a.entrer(COURRIEL)
    a.aller(page_de_seance)
    ajouter(a.page, "Texte")
    html = (
        "<style>p{color:red}</style><h2 onclick='x()'>Titre</h2><div style='color:red'>Un <span style='font-weight:700'>gras</span>"
        "<script>alert(1)</script><img src=x onerror='document.title=1'></div><ul><li>un<li>deux</ul><a href='javascript:x'>mauvais</a> <a href='https://a.fr/' target=_blank>bon</a>"
    )
    a.page.evaluate(
        """html => { const d = new DataTransfer(); d.setData("text/html", html);
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: d, bubbles: true, cancelable: true })); }""",
        html,
    )
    garde = a.page.locator("textarea[name=contenu-0-texte]").input_value()
    assert garde.replace(' rel="noopener"', "") == (
        '<p>Titre</p><p>Un <b>gras</b></p><ul><li>un</li><li>deux</li></ul><p>mauvais <a href="https://a.fr/">bon</a></p>'
    )


def commencer(a, page_de_seance: str, texte: str) -> None:
    a.aller(page_de_seance)
    a.page.get_by_label("Titre", exact=True).first.fill("Les fractions")
    ajouter(a.page, "Texte")
    a.page.keyboard.type(texte)


def reprendre(a, texte: str) -> None:
    """The banner offers the draft; taken up, the form holds all of it."""
    banniere = a.page.locator("[data-brouillon-reprise]")
    banniere.wait_for()
    assert "Vous aviez commencé à écrire à " in banniere.inner_text()
    a.page.get_by_role("button", name="Reprendre", exact=True).click()
    expect(a.page.locator("[name=titre]")).to_have_value(re.compile("^Les fractions"))
    assert a.page.locator(".riche__page").inner_text().strip() == texte
    expect(banniere).to_be_hidden()


def garde_par_le_serveur(a) -> None:
    a.page.locator("[data-brouillon-etat]").get_by_text("Brouillon gardé à").first.wait_for()


def test_a_closed_tab_loses_nothing_here_nor_on_another_device(appareil, page_de_seance):
    a = appareil("telephone")
    a.entrer(COURRIEL)
    commencer(a, page_de_seance, "gardé par l’onglet")
    a.page.close()  # before the two seconds
    a.page = a.contexte.new_page()
    a.aller(page_de_seance)
    a.photographier("brouillon-reprendre")
    assert examiner(a.page, "banner") == []
    reprendre(a, "gardé par l’onglet")
    a.page.locator("[name=titre]").press("End")
    a.page.keyboard.type(" !")
    garde_par_le_serveur(a)
    autre = appareil("bureau")
    autre.entrer(COURRIEL)
    autre.aller(page_de_seance)
    reprendre(autre, "gardé par l’onglet")


def test_a_lost_network_loses_nothing(appareil, page_de_seance):
    a = appareil("telephone")
    a.entrer(COURRIEL)
    a.aller(page_de_seance)
    a.contexte.set_offline(True)
    a.page.get_by_label("Titre", exact=True).first.fill("Les fractions")
    ajouter(a.page, "Texte")
    a.page.keyboard.type("écrit dans le train")
    a.page.locator("[data-brouillon-etat]").get_by_text("gardé sur cet appareil").first.wait_for()
    a.contexte.set_offline(False)
    garde_par_le_serveur(a)  # by itself
    a.contexte.set_offline(True)
    a.page.keyboard.type(", puis dans le tunnel")
    with a.page.expect_event("requestfailed"):
        a.page.get_by_role("button", name="Écrire au cahier").click()
    a.contexte.set_offline(False)
    a.page.close()  # in a new tab: the browser's own page, still on its way in this one, would stop the next
    a.page = a.contexte.new_page()
    a.aller(page_de_seance)
    reprendre(a, "écrit dans le train, puis dans le tunnel")


def test_an_expired_session_loses_nothing(appareil, page_de_seance, serveur):
    a = appareil("telephone")
    a.entrer(COURRIEL)
    a.aller(page_de_seance)
    serveur.faire("from django.contrib.sessions.models import Session\nSession.objects.all().delete()")
    a.page.get_by_label("Titre", exact=True).first.fill("Les fractions")
    ajouter(a.page, "Texte")
    a.page.keyboard.type("écrit sans être là")
    a.page.locator("[data-brouillon-etat]").get_by_text("gardé sur cet appareil").first.wait_for()
    a.page.get_by_role("button", name="Écrire au cahier").click()
    a.page.wait_for_url("**/entrer/**")
    a.page.locator("input[name=login]").fill(COURRIEL)
    a.page.locator("input[name=password]").fill("Cerf-volant-2026")
    a.page.get_by_role("button", name="Entrer", exact=True).click()
    a.page.wait_for_url(f"**{page_de_seance}")
    reprendre(a, "écrit sans être là")
    # Sent at last: nothing is offered any more, here or by the server.
    a.page.get_by_role("button", name="Écrire au cahier").click()
    a.page.wait_for_url("**/classe/*/?*")
    assert a.page.evaluate("Object.keys(localStorage).filter(c => c.startsWith('brouillon:'))") == []
    assert serveur.lire("__import__('ent.portail.models', fromlist=['x']).Brouillon.objects.count()") == 0
    a.aller(page_de_seance)
    assert a.page.locator("[data-brouillon-reprise]").is_hidden()


def test_on_a_shared_computer_a_draft_is_its_authors_alone(appareil, page_de_seance, serveur):
    a = appareil("bureau")
    a.entrer(COURRIEL)
    commencer(a, page_de_seance, "ce que pense Claire")
    cles = "Object.keys(localStorage).filter(c => c.startsWith('brouillon:'))"
    # Her session ends without her signing out; a colleague of the same class comes in.
    a.contexte.clear_cookies()
    serveur.faire(
        "from ent.annuaire.models import Affectation\nimport datetime as dt\n"
        "Affectation.objects.get_or_create(enseignant=d.enseignant, classe=d.cp_ce1, nature='co_enseignant', defaults={'debut': dt.date(2026, 9, 1)})"
    )
    a.entrer("yann.caradec@exemple.fr")
    a.aller(page_de_seance)
    assert a.page.locator("[data-brouillon-reprise]").is_hidden()
    assert "ce que pense Claire" not in a.page.content()
    a.contexte.clear_cookies()
    # She finds it again, and it leaves the computer when she signs out; the server keeps it for her.
    a.entrer(COURRIEL)
    a.aller(page_de_seance)
    reprendre(a, "ce que pense Claire")
    a.page.locator("[name=titre]").press("End")
    a.page.keyboard.type("!")
    assert len(a.page.evaluate(cles)) == 1
    a.aller("/plus/")
    a.page.get_by_role("button", name="Sortir sur cet appareil").click()
    a.page.wait_for_url("**/entrer/**")
    assert a.page.evaluate(cles) == []
    assert (
        serveur.lire("__import__('ent.portail.models', fromlist=['x']).Brouillon.objects.get().champs[0]") is not None
    )


def test_without_script_the_editor_works_too(chromium, serveur, page_de_seance):
    contexte = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}, locale="fr-FR")
    try:
        page = contexte.new_page()
        page.goto(serveur.adresse + "/entrer/")
        page.locator("input[name=login]").fill(COURRIEL)
        page.locator("input[name=password]").fill("Cerf-volant-2026")
        page.get_by_role("button", name="Entrer", exact=True).click()
        page.goto(serveur.adresse + page_de_seance)
        page.locator("[name=titre]").fill("Sans script")
        page.get_by_role("button", name="Ajouter : Texte").click()
        page.locator("[name=contenu-0-texte]").fill("Une ligne\nune autre")
        page.get_by_role("button", name="Ajouter : Mots à apprendre").click()
        page.locator("[name=contenu-1-lignes]").fill("chat\nchien")
        page.get_by_role("button", name="Monter : Mots à apprendre").click()
        assert page.locator("[name=contenu-0-texte]").input_value() == "Une ligne\nune autre"
        page.get_by_role("button", name="Écrire au cahier").click()
        page.wait_for_url("**/classe/*/?*")
    finally:
        contexte.close()
    bruts = serveur.lire(
        "list(__import__('cahier_de_textes.models', fromlist=['x']).Seance.objects.filter(titre='Sans script').last().contenu.raw_data)"
    )
    assert [b["type"] for b in bruts] == ["mots", "texte"]
    assert bruts[1]["value"] == "<p>Une ligne<br>une autre</p>"


def image(tmp_path, nom: str = "carte.png"):
    """A drawn picture of 1200 × 800."""
    from PIL import Image, ImageDraw

    dessin = Image.new("RGB", (1200, 800), "#f5bd1f")
    ImageDraw.Draw(dessin).ellipse((300, 150, 900, 650), fill="#2a5fd0")
    dessin.save(tmp_path / nom)
    return tmp_path / nom


BLOCS = [
    ("texte", "<p>Lis le texte <b>deux fois</b>, puis <i>raconte</i>-le.</p><ul><li>Qui ?</li><li>Où ?</li></ul>"),
    ("mots", ["novembre", "brouillard", "feuille"]),
    ("etapes", ["Plie la feuille en deux.", "Découpe le long du trait."]),
    ("operation", {"nombres": ["348", "27.5"], "signe": "+"}),
    ("operation", {"nombres": ["126", "4"], "signe": ":"}),
    ("lien", {"adresse": "https://www.lumni.fr/poesie", "titre": "La poésie en images"}),
]


def test_a_picture_goes_with_the_work_and_each_reader_sees_the_content(appareil, serveur, tmp_path):
    """Deposited from the editor; then read by the family, the pupil and the whole room."""
    a = appareil("telephone")
    a.entrer(COURRIEL)
    classe = serveur.lire("d.cp_ce1.pk")
    a.aller(f"/cahier/classe/{classe}/seance/")
    a.page.get_by_label("Titre", exact=True).first.fill("Une image en classe")
    ajouter(a.page, "Image")
    a.page.locator("input[type=file]").set_input_files(image(tmp_path))
    a.page.locator("input[name='contenu-0-fichier-deposes']:not([disabled])").wait_for(state="attached")
    a.page.get_by_label("Ce qu’on voit").fill("Un rond bleu")
    a.photographier("editeur-image")
    assert examiner(a.page, "picture") == []
    # A draft names the picture too.
    garde_par_le_serveur(a)
    a.aller(f"/cahier/classe/{classe}/seance/")
    a.page.get_by_role("button", name="Reprendre", exact=True).click()
    expect(a.page.locator("[name=titre]")).to_have_value("Une image en classe")
    expect(a.page.locator(".depot__fichier")).to_contain_text("carte.png")
    a.page.get_by_role("button", name="Personne n’est sur cette photo").click()
    a.page.get_by_text("On n’y reconnaît personne").first.wait_for()
    a.page.get_by_role("button", name="Écrire au cahier").click()
    a.page.wait_for_url("**/classe/*/?*")
    seances = "__import__('cahier_de_textes.models', fromlist=['x']).Seance.objects.filter(titre='Une image en classe')"
    assert serveur.lire(f"{seances}.get().fichiers.count()") == 1

    serveur.faire(
        f"import uuid\nfrom cahier_de_textes.models import Seance\ns = Seance.objects.get(titre='Une image en classe')\n"
        f"s.contenu = [*s.contenu.raw_data, *({{'type': t, 'value': v, 'id': str(uuid.uuid4())}} for t, v in {BLOCS!r})]\ns.save()"
    )
    seance = serveur.lire(f"{seances}.get().pk")
    parent = appareil("telephone")
    parent.entrer("nadia.belhadj@exemple.fr")
    eleve = serveur.lire("d.eleve_cp.uuid")
    for appareil_, chemin, nom in [
        (a, f"/cahier/seance/{seance}/", "contenu-enseignante"),
        (parent, f"/cahier/enfant/{eleve}/seance/{seance}/", "contenu-famille"),
    ]:
        appareil_.aller(chemin)
        appareil_.page.locator(".contenu img").scroll_into_view_if_needed()
        expect(appareil_.page.locator(".contenu img")).to_have_js_property("complete", True)
        assert appareil_.page.locator(".contenu img").evaluate("i => i.naturalWidth") > 0
        assert examiner(appareil_.page, chemin) == []
        appareil_.page.set_viewport_size({"width": 320, "height": 700})
        assert not debords(appareil_.page)
        appareil_.page.set_viewport_size({"width": 390, "height": 844})
        appareil_.photographier(nom)


def test_a_pupil_and_the_whole_room_read_the_content(appareil, serveur):
    serveur.faire(
        "import uuid, datetime as dt\nfrom django.utils import timezone\nfrom ent.annuaire import calendrier\n"
        "from cahier_de_textes.actions.travaux import publier_travail\n"
        "publier_travail(auteur=d.enseignante, classe=d.cp_ce1, nature='lire', texte='Lire le brouillard',\n"
        "  date_pour=calendrier.prochain_jour_de_classe(d.elementaire, timezone.localdate()),\n"
        f"  contenu=[{{'type': t, 'value': v, 'id': str(uuid.uuid4())}} for t, v in {BLOCS!r}])"
    )
    pk = serveur.lire(
        "__import__('cahier_de_textes.models', fromlist=['x']).Travail.objects.get(texte='Lire le brouillard').pk"
    )
    tablette = appareil("tablette")
    entrer_par_les_images(tablette, serveur, serveur.lire("d.cp_ce1.jeton_tablette"))
    tablette.aller(f"/cahier/eleve/travail/{pk}/")
    assert tablette.page.locator(".contenu [data-lire]").count() == 8  # each text, and each word
    assert examiner(tablette.page, "pupil") == []
    assert tablette.page.evaluate(PETITES_CIBLES, 72) == []
    tablette.page.locator(".contenu").scroll_into_view_if_needed()
    tablette.page.screenshot(path=CAPTURES / "contenu-eleve.png", full_page=True) if CAPTURES else None
    tablette.page.set_viewport_size({"width": 390, "height": 844})
    assert not debords(tablette.page)

    bureau = appareil("bureau")
    bureau.entrer(COURRIEL)
    bureau.aller(f"/cahier/travail/{pk}/projeter/")
    bureau.page.set_viewport_size({"width": 1920, "height": 1080})
    assert examiner(bureau.page, "board") == []
    assert bureau.page.locator(".contenu").evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 40
    bureau.photographier("contenu-projection")


def test_a_file_that_is_let_go_gives_its_place_to_another(appareil, serveur, tmp_path):
    """One file has its place in a block: « Garder » unticked, the one that is chosen instead is taken, and goes."""
    image, feuille = tmp_path / "loup.jpg", tmp_path / "loup.pdf"
    image.write_bytes(photo(320, 240))
    feuille.write_bytes(pdf())
    a = appareil("telephone")
    a.entrer(COURRIEL)
    a.aller(f"/cahier/classe/{serveur.lire('d.cp_ce1.pk')}/travail/")
    page = a.page
    page.get_by_label("Ce qu’il y a à faire").fill("Préparer l’exposé sur le loup")
    ajouter(page, "Document")
    page.locator("#contenu-0-fichier").set_input_files(str(image))
    page.get_by_text("Tout est prêt : 1 fichier sur 1.").first.wait_for()
    page.get_by_role("button", name="Donner aux familles").click()
    page.get_by_text("« loup.jpg » n’a pas sa place ici").wait_for()
    page.locator("#contenu-0-fichier").set_input_files(str(feuille))
    un_seul = page.get_by_text(
        "« loup.pdf » n’est pas joint : un seul fichier a sa place ici. Il faut d’abord retirer l’autre."
    )
    expect(un_seul.first).to_be_visible()
    page.locator(".depot__fichier--refuse button").click()
    page.locator(".depot__garder").click()
    page.locator("#contenu-0-fichier").set_input_files(str(feuille))
    page.get_by_text("Tout est prêt : 1 fichier sur 1.").first.wait_for()
    page.get_by_role("button", name="Donner aux familles").click()
    page.get_by_text("Préparer l’exposé sur le loup").first.click()
    expect(page.get_by_text("loup.pdf").first).to_be_visible()
