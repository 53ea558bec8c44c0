"""The carnet in Chromium: a mot sent from the desk, signed in one tap on the phone, seen live, coupons for those missing."""

import io
import re

import pypdf
import pytest

pytestmark = pytest.mark.navigateur


def test_sent_from_the_desk_signed_in_one_tap_seen_live_and_paper_for_the_others(appareil, serveur, tmp_path):
    telephone, bureau = appareil("telephone"), appareil("bureau")
    telephone.entrer("nadia.belhadj@exemple.fr")
    bureau.entrer("claire.lefort@exemple.fr")
    bureau.page.get_by_role("link", name="Carnet").first.click()
    bureau.page.locator("aside").get_by_role("link", name="CP-CE1").click()
    bureau.page.locator(".puce").get_by_text("disent oui ou non", exact=True).click()
    bureau.page.get_by_label("Titre").fill("Piscine, le lundi matin")
    bureau.page.get_by_label("Le mot").fill("Dix séances avec le bus de la ville.")
    bureau.page.get_by_label("Pour dire oui").fill("Je suis d’accord")
    bureau.photographier("mot-ecrire")
    bureau.page.get_by_role("button", name="Envoyer aux familles").click()
    bureau.page.get_by_text("C’est parti : les familles le voient maintenant.").wait_for()
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
