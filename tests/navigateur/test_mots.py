"""The carnet in Chromium: a mot sent from the desk, signed in one tap on the phone, seen live, coupons for those missing."""

import io
import re

import pypdf
import pytest
from playwright.sync_api import expect

from tests.navigateur.test_accessibilite import debords, examiner

pytestmark = pytest.mark.navigateur


def test_sent_from_the_desk_signed_in_one_tap_seen_live_and_paper_for_the_others(appareil, serveur, tmp_path):
    telephone, bureau = appareil("telephone"), appareil("bureau")
    telephone.entrer("nadia.belhadj@exemple.fr")
    bureau.entrer("claire.lefort@exemple.fr")
    bureau.page.get_by_role("link", name="Plus", exact=True).first.click()
    bureau.page.get_by_role("link", name="Carnet de liaison").click()
    bureau.page.locator("aside").get_by_role("link", name="CP-CE1").click()
    bureau.page.locator(".puce").get_by_text("disent oui ou non", exact=True).click()
    bureau.page.get_by_label("Titre").fill("Piscine, le lundi matin")
    bureau.page.get_by_label("Le mot").fill("Dix séances avec le bus de la ville.")
    bureau.page.get_by_label("Pour dire oui").fill("Je suis d’accord")
    bureau.photographier("mot-ecrire")
    bureau.page.get_by_role("button", name="Envoyer aux familles").click()
    bureau.page.get_by_text("C’est parti : les familles le voient maintenant.").first.wait_for()
    charge = bureau.page.evaluate("performance.timeOrigin")
    assert "0 sur 24" in bureau.page.locator(".suivi-bilan__n").inner_text().replace("\n", " ")

    # The mother's phone shows it without a reload; one tap on the item itself signs.
    bulletin = telephone.page.locator(".mot-a-signer", has_text="Piscine, le lundi matin")
    bulletin.wait_for(timeout=5000)
    telephone.photographier("mot-a-signer")
    bulletin.get_by_role("button", name="Je suis d’accord").click()
    bulletin.get_by_text("C’est signé, l’école le sait.").wait_for(timeout=5000)
    telephone.photographier("mot-signe")

    # The teacher's page says so, still without a reload.
    ligne = bureau.page.locator(".suivi__ligne", has_text="Inès Belhadj")
    ligne.get_by_text("Signé", exact=True).wait_for(timeout=5000)
    assert bureau.page.evaluate("performance.timeOrigin") == charge
    assert "1 sur 24" in bureau.page.locator(".suivi-bilan__n").inner_text().replace("\n", " ")
    bureau.photographier("mot-suivi")

    # Paper for exactly those missing: every pupil of the class but Inès.
    with bureau.page.expect_download() as papier:
        bureau.page.get_by_role("button", name="Un coupon pour les 23 sans réponse").click()
    papier.value.save_as(tmp_path / "coupons.pdf")
    pages = pypdf.PdfReader(io.BytesIO((tmp_path / "coupons.pdf").read_bytes())).pages
    texte = " ".join(" ".join(page.extract_text().split()) for page in pages)
    manquants = serveur.lire(
        "[f'{i.eleve.prenom} {i.eleve.nom}' for i in Inscription.objects.filter(classe=d.cp_ce1, fin=None)"
        ".exclude(eleve=d.eleve_cp).select_related('eleve')]"
    )
    assert [nom for nom in manquants if nom not in texte] == []
    assert len(re.findall("Piscine, le lundi matin", texte)) == len(manquants) == 23
    assert "Inès" not in texte


def test_a_signature_drawn_with_the_finger(appareil, serveur):
    """Drawn, sent, drawn again for the teacher; a name typed instead where there is no script."""
    serveur.faire(
        "from messagerie.actions.mots import *\n"
        "import datetime as dt\n"
        "from django.utils import timezone\n"
        "envoyer_mot(auteur=d.enseignante, public=Public(d.elementaire, classe=d.cp_ce1), nature='accuse', avec_dessin=True, "
        "titre='Règlement de la cantine', date_limite=timezone.localdate() + dt.timedelta(days=3))"
    )
    pk = serveur.lire(
        "__import__('messagerie.models', fromlist=['Mot']).Mot.objects.get(titre='Règlement de la cantine').pk"
    )
    telephone = appareil("telephone")
    telephone.entrer("nadia.belhadj@exemple.fr")
    telephone.aller(f"/carnet/{serveur.lire('str(d.eleve_cp.uuid)')}/{pk}/")
    feuille = telephone.page.locator("canvas")
    feuille.scroll_into_view_if_needed()
    cadre = feuille.bounding_box()
    souris = telephone.page.mouse
    souris.move(cadre["x"] + 20, cadre["y"] + 40)
    souris.down()
    for pas in range(1, 9):
        souris.move(cadre["x"] + 20 + 25 * pas, cadre["y"] + 40 + 30 * (pas % 2), steps=3)
    souris.up()
    telephone.photographier("mot-signature")
    telephone.page.get_by_role("button", name="Signer", exact=True).click()
    telephone.page.get_by_text("C’est signé, l’école le sait.").first.wait_for()
    bureau = appareil("bureau")
    bureau.entrer("claire.lefort@exemple.fr")
    bureau.aller(f"/carnet/mot/{pk}/")
    bureau.page.locator(".signature__voir summary").first.click()
    assert bureau.page.locator(".signature__trace").first.is_visible()
    bureau.photographier("mot-signature-vue")

    sans_script = appareil("telephone", java_script_enabled=False)
    sans_script.entrer("samira.haddad@exemple.fr")
    sans_script.aller(f"/carnet/{serveur.lire('str(d.eleve_ce1.uuid)')}/{pk}/")
    assert not sans_script.page.locator("canvas").is_visible()
    sans_script.page.locator("input[name=nom]").fill("Samira Haddad")
    sans_script.page.locator("#coupon button.bouton--large").click()
    assert sans_script.page.locator(".mot-a-signer__fait").count() == 1


# --- Without network --------------------------------------------------------------------------------------------------
def donner_un_mot(serveur, titre: str, nature: str = "oui_non") -> int:
    serveur.faire(
        "from messagerie.actions.mots import *\n"
        "import datetime as dt\n"
        "from django.utils import timezone\n"
        "from messagerie.models import Option\n"
        f"options = [Option('oui', 'Oui'), Option('non', 'Non')] if {nature!r} == 'oui_non' else None\n"
        f"envoyer_mot(auteur=d.enseignante, public=Public(d.elementaire, classe=d.cp_ce1), nature={nature!r}, "
        f"titre={titre!r}, options=options, date_limite=timezone.localdate() + dt.timedelta(days=3))"
    )
    return serveur.lire(f"__import__('messagerie.models', fromlist=['Mot']).Mot.objects.get(titre={titre!r}).pk")


def reponses(serveur, titre: str) -> list:
    return serveur.lire(
        "[[r.par.prenom, r.choix, r.remplacee_le is None] for r in __import__('messagerie.models', fromlist=['Mot'])"
        f".ReponseMot.objects.filter(mot__titre={titre!r}).order_by('pk')]"
    )


def attendre_les_reponses(serveur, page, titre: str, attendues: list) -> None:
    for _essai in range(40):
        if (lues := reponses(serveur, titre)) == attendues:
            return
        page.wait_for_timeout(250)
    assert lues == attendues


GARDEE = "Votre signature est gardée : elle partira toute seule."


def test_tapped_without_network_it_is_kept_then_signed_once(appareil, serveur):
    titre = "Photo de classe, jeudi"
    donner_un_mot(serveur, titre)
    telephone = appareil("telephone")
    telephone.entrer("nadia.belhadj@exemple.fr")
    bulletin = telephone.page.locator(".mot-a-signer", has_text=titre)
    telephone.contexte.set_offline(True)
    bulletin.get_by_role("button", name="Non").click()
    bulletin.get_by_text(GARDEE).first.wait_for()
    assert bulletin.get_by_text("Pas encore parti").is_visible()
    assert not bulletin.get_by_role("button", name="Oui").is_visible()
    assert "mot-a-signer--attend" in bulletin.get_attribute("class")
    telephone.page.get_by_text("1 envoi attend le réseau. Il partira tout seul.").first.wait_for()
    bulletin.scroll_into_view_if_needed()
    telephone.photographier("mot-garde")
    assert examiner(telephone.page, "accueil, mot gardé") == []
    assert not debords(telephone.page)
    assert reponses(serveur, titre) == []

    # One may think again before it leaves.
    bulletin.get_by_role("button", name="Annuler").click()
    bulletin.get_by_role("button", name="Oui").click()
    bulletin.get_by_text(GARDEE).first.wait_for()

    telephone.contexte.set_offline(False)
    bulletin.get_by_text("C’est signé, l’école le sait.").wait_for(timeout=15_000)
    assert not bulletin.get_by_text(GARDEE).is_visible()
    telephone.page.locator("#boite").wait_for(state="hidden")
    seconde = telephone.contexte.new_page()
    for page in (telephone.page, seconde, telephone.page):
        page.goto(serveur.adresse + "/")
        page.locator("[data-direct=ouvert]").wait_for()
    assert reponses(serveur, titre) == [["Nadia", "oui", True]]


def test_the_phone_closed_meanwhile_it_leaves_from_the_next_page(appareil, serveur):
    titre = "Cross des écoles"
    pk = donner_un_mot(serveur, titre, "accuse")
    telephone = appareil("telephone")
    telephone.entrer("nadia.belhadj@exemple.fr")
    telephone.aller(f"/carnet/{serveur.lire('str(d.eleve_cp.uuid)')}/{pk}/")
    telephone.contexte.set_offline(True)
    telephone.page.get_by_role("button", name="Signer", exact=True).click()
    telephone.page.get_by_text(GARDEE).first.wait_for()
    telephone.photographier("mot-garde-page")
    telephone.page.close()
    telephone.contexte.set_offline(False)
    telephone.page = telephone.contexte.new_page()
    telephone.aller("/cahier/jour/")
    attendre_les_reponses(serveur, telephone.page, titre, [["Nadia", "", True]])


def test_what_one_signed_never_leaves_under_another_account(appareil, serveur):
    titre = "Sortie au musée"
    donner_un_mot(serveur, titre)
    telephone = appareil("telephone")
    telephone.entrer("nadia.belhadj@exemple.fr")
    bulletin = telephone.page.locator(".mot-a-signer", has_text=titre)
    telephone.contexte.set_offline(True)
    bulletin.get_by_role("button", name="Oui").click()
    bulletin.get_by_text(GARDEE).first.wait_for()
    # The session of this page becomes that of the other parent of the same child, who opens pages on the same phone.
    telephone.page.goto("about:blank")
    telephone.contexte.clear_cookies()
    telephone.contexte.set_offline(False)
    telephone.entrer("mehdi.belhadj@exemple.fr")
    for chemin in ("/", "/cahier/jour/"):
        telephone.aller(chemin)
        telephone.page.locator("[data-direct=ouvert]").wait_for()
        telephone.parcourir_la_boite()
        assert not telephone.page.get_by_text("attend le réseau").is_visible()
    assert reponses(serveur, titre) == []
    telephone.contexte.clear_cookies()
    telephone.entrer("nadia.belhadj@exemple.fr")
    attendre_les_reponses(serveur, telephone.page, titre, [["Nadia", "oui", True]])


def test_an_answer_lost_on_the_way_back_is_not_signed_twice(appareil, serveur):
    titre = "Réunion de rentrée"
    donner_un_mot(serveur, titre)
    telephone = appareil("telephone")
    telephone.entrer("nadia.belhadj@exemple.fr")
    bulletin = telephone.page.locator(".mot-a-signer", has_text=titre)
    telephone.perdre_les_reponses("**/signer/")
    bulletin.get_by_role("button", name="Oui").click()
    bulletin.get_by_text(GARDEE).or_(bulletin.get_by_text("C’est signé")).first.wait_for()
    telephone.page.unroute("**/signer/")
    telephone.aller("/")
    telephone.page.locator("#boite").wait_for(state="hidden")
    bulletin.get_by_text("C’est signé, l’école le sait.").first.wait_for()
    assert reponses(serveur, titre) == [["Nadia", "oui", True]]


def test_what_the_school_refuses_meanwhile_is_said(appareil, serveur):
    titre = "Vente de gâteaux"
    pk = donner_un_mot(serveur, titre)
    telephone = appareil("telephone")
    telephone.entrer("nadia.belhadj@exemple.fr")
    bulletin = telephone.page.locator(".mot-a-signer", has_text=titre)
    telephone.contexte.set_offline(True)
    bulletin.get_by_role("button", name="Oui").click()
    bulletin.get_by_text(GARDEE).first.wait_for()
    serveur.faire(
        "from messagerie.actions.mots import corriger_mot\nfrom messagerie.models import Mot\n"
        f"corriger_mot(mot=Mot.objects.get(pk={pk}), auteur=d.enseignante, redemander=True, texte='Ce sera vendredi.')"
    )
    telephone.contexte.set_offline(False)
    refus = telephone.page.locator("[data-refuse]")
    refus.get_by_text("L’école a corrigé ce mot depuis : relisez-le, puis répondez.").wait_for(timeout=15_000)
    telephone.photographier("mot-refuse")
    assert reponses(serveur, titre) == []
    bulletin.get_by_text("Ce sera vendredi.").first.wait_for()
    refus.get_by_role("button", name="J’ai compris").click()
    bulletin.get_by_role("button", name="Oui").click()
    bulletin.get_by_text("C’est signé, l’école le sait.").first.wait_for()
    assert reponses(serveur, titre) == [["Nadia", "oui", True]]


def sans_brouillon(serveur) -> None:
    """Another test may have been slow enough for what it typed to be kept, and offered here."""
    serveur.faire("from ent.portail.models import Brouillon\nBrouillon.objects.all().delete()")


def test_a_mot_that_was_being_typed_when_the_tab_closed_is_taken_up_again(appareil, serveur):
    sans_brouillon(serveur)
    bureau = appareil("bureau")
    bureau.entrer("claire.lefort@exemple.fr")
    page = f"/carnet/classe/{serveur.lire('d.cp_ce1.pk')}/"
    bureau.aller(page)
    bureau.contexte.set_offline(True)
    bureau.page.locator(".puce").get_by_text("choisissent", exact=True).click()
    bureau.page.get_by_label("Titre").fill("Goûter de Noël")
    bureau.page.get_by_label("Les choix").fill("Gâteau\nFruits")
    bureau.page.get_by_text("Brouillon gardé sur cet appareil").wait_for(timeout=10_000)
    bureau.page.close()
    bureau.contexte.set_offline(False)
    bureau.page = bureau.contexte.new_page()
    bureau.aller(page)
    bureau.page.get_by_text("Vous aviez commencé à écrire").first.wait_for()
    bureau.photographier("mot-brouillon")
    bureau.page.get_by_role("button", name="Reprendre").click()
    bureau.page.wait_for_load_state()
    assert bureau.page.get_by_label("Titre").input_value() == "Goûter de Noël"
    assert bureau.page.get_by_label("Les choix").input_value() == "Gâteau\nFruits"
    bureau.page.get_by_role("button", name="Envoyer aux familles").click()
    bureau.page.get_by_text("C’est parti : les familles le voient maintenant.").first.wait_for()
    bureau.aller(page)
    bureau.page.locator("[data-direct=ouvert]").wait_for()
    assert not bureau.page.get_by_text("Vous aviez commencé à écrire").is_visible()


def test_two_tabs_of_a_new_mot_lose_nothing_of_each_other(appareil, serveur):
    """Closed, both are offered; sent, one leaves the other; taken up while its tab goes on, each keeps its own."""
    sans_brouillon(serveur)
    bureau = appareil("bureau")
    bureau.entrer("claire.lefort@exemple.fr")
    adresse = f"{serveur.adresse}/carnet/classe/{serveur.lire('d.cp_ce1.pk')}/"

    def onglet(titre: str):
        page = bureau.contexte.new_page()
        page.goto(adresse)
        page.get_by_label("Titre").fill(titre)
        page.get_by_text("Brouillon gardé à").wait_for(timeout=10_000)
        return page

    def reprendre(page, titre: str) -> None:
        page.get_by_role("button", name="Reprendre").click()
        expect(page.get_by_label("Titre")).to_have_value(titre)

    for titre in ("ONGLETUN", "ONGLETDEUX"):
        bureau.contexte.pages[0].bring_to_front()
        onglet(titre)
    for page in bureau.contexte.pages[1:]:
        page.close()
    bureau.aller(adresse)
    page = bureau.page
    page.get_by_text("(1/2)").wait_for()  # erased, one gives its place to the other
    reprendre(page, "ONGLETDEUX")
    page.get_by_text("Vous aviez commencé à écrire").first.wait_for()  # the other one, still
    reprendre(page, "ONGLETUN")
    page.get_by_label("Le mot").fill("Écrit dans le premier.")
    page.get_by_role("button", name="Envoyer aux familles").click()
    page.get_by_text("C’est parti : les familles le voient maintenant.").first.wait_for()
    bureau.aller(adresse)
    reprendre(page, "ONGLETDEUX")
    # Its tab is closed for good; another one goes on writing what is taken up here.
    page.get_by_role("button", name="Reprendre").wait_for(state="hidden")
    vivant = onglet("VIVANT")
    bureau.aller(adresse)
    reprendre(page, "VIVANT")
    vivant.get_by_label("Titre").fill("VIVANT, la suite")
    vivant.wait_for_timeout(3_000)
    page.get_by_label("Titre").fill("VIVANT, repris")
    page.wait_for_timeout(3_000)
    titres = serveur.lire(
        "sorted(dict(b.champs)['titre'][0] for b in __import__('ent.portail.models', fromlist=['x']).Brouillon.objects.all())"
    )
    assert [t for t in titres if t.startswith("VIVANT")] == ["VIVANT, la suite", "VIVANT, repris"]
