"""The cantine in Chromium: a mother says the week of her three children with her thumb; who serves and who cooks read it."""

import re

import pytest

from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner
from tests.typographie import relacher

pytestmark = pytest.mark.navigateur

DITS = (
    "list(__import__('ent.services.periscolaire.models', fromlist=['x']).JourDeclare.objects.en_vigueur()"
    ".filter(eleve=d.{}, jour='2026-{}', service__nature='cantine').values_list('etat', flat=True))"
)


def jour(page, nom: str):
    return page.locator("section.menu-jour", has=page.get_by_role("heading", name=re.compile(f"^{nom}")))


def test_a_mother_says_a_week_and_the_school_reads_it(appareil, serveur):
    telephone = appareil("telephone")
    page = telephone.page
    telephone.entrer("nadia.belhadj@exemple.fr")
    telephone.aller("/plus/")
    page.get_by_role("link", name="Cantine et garderie").click()
    page.get_by_role("heading", name="Cantine", level=1).wait_for()
    page.get_by_role("link", name="Semaine d’après").click()
    page.get_by_text("semaine du 30 novembre").first.wait_for()
    bouton = page.locator("[data-dit-le-compte]")
    # Three are kept, by the rhythm of Inès (Monday, Tuesday, Thursday); days of her brother and sister are not said.
    assert bouton.inner_text() == "Enregistrer la semaine"
    jour(page, "lundi").get_by_text("Lina-Maëlys").click()
    jour(page, "mardi").get_by_text("Sofiane").click()
    assert bouton.inner_text() == "Réserver 2 repas"
    jour(page, "jeudi").get_by_text("Inès").click()
    assert bouton.inner_text() == "Enregistrer 3 changements"
    # Another service, then back: what was ticked is there, and said not to be sent.
    page.get_by_role("link", name="Garderie du soir").click()
    page.get_by_role("heading", name="Garderie du soir", level=1).wait_for()
    page.get_by_role("link", name="Cantine", exact=True).click()
    page.get_by_text("Vos changements ne sont pas encore envoyés").first.wait_for()
    assert bouton.inner_text() == "Enregistrer 3 changements"
    page.go_back()
    page.get_by_role("heading", name="Garderie du soir", level=1).wait_for()
    page.go_forward()
    page.get_by_role("heading", name="Cantine", level=1).wait_for()
    assert bouton.inner_text() == "Enregistrer 3 changements"
    telephone.photographier("cantine-semaine")
    assert examiner(page, "week") == []
    assert not debords(page)
    assert page.evaluate(PETITES_CIBLES, 44) == []
    bouton.click()
    page.get_by_text("C’est noté. 2 jours sont inscrits.").first.wait_for()
    assert serveur.lire(DITS.format("eleve_ms", "11-30")) == ["oui"]
    assert serveur.lire(DITS.format("eleve_cm2", "12-01")) == ["oui"]
    assert serveur.lire(DITS.format("eleve_cp", "12-03")) == ["non"]
    assert bouton.inner_text() == "Rien à changer"
    assert not page.get_by_text("Vos changements ne sont pas encore envoyés").is_visible()
    # By the keyboard too: a box is a box.
    jour(page, "vendredi").get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    assert bouton.inner_text() == "Réserver 1 repas"

    # What one of them eats, then the week to listen to.
    page.get_by_role("link", name="Inès son repas").click()
    page.get_by_text("La cuisine et la commune : un nombre, jamais un nom.").first.wait_for()
    assert examiner(page, "meal") == []
    telephone.aller("/periscolaire/menus/")
    page.get_by_role("button", name="Écouter École du Cerf-Volant").wait_for()
    assert examiner(page, "menus") == []
    assert not debords(page)

    # The direction points the list of the day, on a phone too.
    autre = appareil("telephone")
    autre.entrer("anne.quemeneur@exemple.fr")
    autre.aller("/periscolaire/equipe/")
    pages = autre.page.get_by_role("main").get_by_role(
        "link", name=re.compile("^(Liste du jour|Cuisine|Règles et mois)$")
    )
    largeur = autre.page.viewport_size["width"]
    assert [b for b in (lien.bounding_box() for lien in pages.all()) if b["x"] + b["width"] > largeur] == []
    assert pages.count() >= 3
    autre.photographier("cantine-services")
    assert examiner(autre.page, "services") == []
    assert autre.page.evaluate(PETITES_CIBLES, 44) == []
    autre.page.get_by_role("link", name="Liste du jour").first.click()
    ligne = autre.page.locator(".attendus > li", has_text="Inès Belhadj")
    ligne.get_by_text("là", exact=False).first.click()
    autre.photographier("cantine-liste")
    assert examiner(autre.page, "list") == []
    assert not debords(autre.page)
    autre.page.get_by_role("button", name="Garder le pointage").click()
    autre.page.get_by_text("1 enfant est pointé.").first.wait_for()
    autre.page.get_by_role("main").get_by_role("link", name="Cuisine").click()
    autre.page.get_by_role("heading", name="repas à servir").wait_for()
    assert "Inès" not in relacher(autre.page.locator("main").inner_text())
    assert examiner(autre.page, "kitchen") == []
    assert not debords(autre.page)


@pytest.mark.parametrize("largeur", [320, 390])
def test_what_was_not_kept_of_a_child_covers_no_answer(appareil, serveur, largeur):
    """A departure before the garderie begins: the label stood over « là »."""
    telephone = appareil("telephone")
    telephone.entrer("anne.quemeneur@exemple.fr")
    telephone.page.set_viewport_size({"width": largeur, "height": 844})
    services = "__import__('ent.services.periscolaire.models', fromlist=['x']).ServicePeriscolaire.objects"
    garderie = serveur.lire(f"{services}.get(nature='garderie-soir', etablissement=d.elementaire).pk")
    telephone.aller(f"/periscolaire/service/{garderie}/2026-11-24/")
    page = telephone.page
    page.get_by_label("Heure de départ, Baptiste").fill("03:10")
    page.get_by_role("button", name="Garder le pointage").click()
    page.get_by_text("Pour Baptiste, l’heure de départ vient avant le début, 16 h 15.").first.wait_for()
    dit = page.get_by_text("pas gardé : à relire").bounding_box()
    la, absent = (
        case.bounding_box() for case in page.locator(".attendu__ligne", has_text="Baptiste").locator("label").all()
    )
    assert dit["x"] + dit["width"] <= la["x"] or dit["y"] + dit["height"] <= la["y"]
    assert la["y"] == absent["y"], "both answers on one line"
    assert page.get_by_label("Heure de départ, Baptiste").input_value() == "03:10"
    assert not debords(page)


def test_it_is_said_without_scripts(appareil, serveur):
    telephone = appareil("telephone", java_script_enabled=False)
    telephone.entrer("samira.haddad@exemple.fr")
    telephone.aller("/periscolaire/semaine/cantine/2026-11-30/")
    jour(telephone.page, "الاثنين").get_by_text("Kenza").click()
    telephone.page.locator("[data-dit-le-compte]").click()
    assert serveur.lire(DITS.format("eleve_ce1", "11-30")) == ["oui"]


@pytest.mark.besoin_de("ent.services.acces_confies")
def test_a_week_that_may_only_be_read_says_so_and_breaks_no_script(appareil, serveur):
    """A page whose script fails fails the test: weeks without a button are visited, of each service."""
    nounou = appareil("telephone")
    nounou.entrer("paulette.girard@exemple.fr")
    nounou.aller("/periscolaire/")
    nounou.page.get_by_text("vous ont été confiées pour les lire").first.wait_for()
    assert examiner(nounou.page, "read") == []
    assert not debords(nounou.page)
    mere = appareil("telephone")
    mere.entrer("nadia.belhadj@exemple.fr")
    for nature in ("cantine", "garderie-soir"):
        mere.aller(f"/periscolaire/semaine/{nature}/2026-11-02/")
        mere.page.get_by_text("Cette semaine ne se change plus ici.").first.wait_for()


def test_a_printed_list_hides_no_child(appareil, serveur):
    """What sticks to the foot of a screen was printed over the names, in the middle of the sheet."""
    bureau = appareil("bureau")
    bureau.entrer("anne.quemeneur@exemple.fr")
    bureau.aller("/periscolaire/equipe/")
    bureau.page.get_by_role("link", name="Liste du jour").first.click()
    pied, appels = bureau.page.locator(".pied-colle"), bureau.page.get_by_role("heading", name="Une famille a appelé")
    pied.wait_for()
    assert appels.is_visible()
    bureau.page.emulate_media(media="print")
    assert not pied.is_visible()
    assert not appels.is_visible(), "what a sheet of paper cannot do is not on it"
