"""Families at the size of a phone: three schools, two homes, eight languages, the keyboard alone, the ear alone, two adults at once."""

import re

import pytest
from django.conf import settings

from tests.navigateur.mots import COUPES
from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords
from tests.typographie import relacher

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.besoin_de("cahier_de_textes", "messagerie", "ent.services.periscolaire", "ent.services.renseignements"),
]

COLLEGIENNE = """
import datetime as dt
from ent.annuaire import calendrier
from cahier_de_textes.actions.travaux import publier_travail
from django.utils import timezone
sixieme = Classe.objects.create(etablissement=d.college, annee=d.cm2.annee, nom="6e B", identifiant_onde="991099")
prof = Personne.objects.create(prenom="Yasmina", nom="Kadri", civilite="Mme")
Affectation.objects.create(enseignant=prof, classe=sixieme, nature="titulaire", debut=sixieme.annee.debut)
Role.objects.create(personne=prof, etablissement=d.college, nature="enseignant", debut=sixieme.annee.debut)
amel = Personne.objects.create(prenom="Amel", nom="Belhadj")
Inscription.objects.create(eleve=amel, classe=sixieme, niveau="6E", debut=sixieme.annee.debut)
Responsabilite.objects.create(adulte=d.mere, enfant=amel, lien="mere", autorite="confirmee", debut=sixieme.annee.debut, etablissement=d.college)
jour = calendrier.prochain_jour_de_classe(d.college, timezone.localdate())
for auteur, classe, texte in ((prof, sixieme, "Carte des fleuves"), (d.enseignante, d.cp_ce1, "Relire la page 12"), (d.directrice_maternelle, d.ms, "Une feuille rouge")):
    publier_travail(auteur=auteur, classe=classe, nature="lire", texte=texte, date_pour=jour)
"""


def mots(page) -> str:
    return relacher(page.locator("main").inner_text())


def test_a_mother_of_three_schools_has_one_page_and_each_child_their_own(appareil, serveur):
    serveur.faire(COLLEGIENNE)
    telephone = appareil("telephone")
    telephone.entrer("nadia.belhadj@exemple.fr")
    page = telephone.page
    telephone.aller("/cahier/jour/")
    tout = mots(page)
    assert all(texte in tout for texte in ("Carte des fleuves", "Relire la page 12", "Une feuille rouge"))
    telephone.aller("/")
    puces = relacher(" ".join(page.locator("nav .puce").all_inner_texts()))
    assert all(prenom in puces for prenom in ("Inès", "Sofiane", "Lina-Maëlys", "Amel"))
    page.locator("nav .puce", has_text="Amel").click()
    page.wait_for_url(re.compile("enfant="))
    assert "Carte des fleuves" in mots(page)
    assert "Relire la page 12" not in mots(page) and "Une feuille rouge" not in mots(page)
    telephone.photographier("fil-collegienne")
    assert not debords(page)
    # A collège serves no meal here, and asks for none.
    telephone.aller("/periscolaire/")
    assert "Amel" not in mots(page)


# --- Two homes --------------------------------------------------------------------------------------------------------
CHEZ_ELLE = """
from messagerie.actions.fils import fil_de_foyer
from messagerie.actions.messages import envoyer
import uuid
Personne.objects.filter(pk=d.mere.pk).update(telephone="06 99 00 11 22", adresse="9 rue des Tilleuls")
fil = fil_de_foyer(eleve=d.eleve_cp, adultes=[d.mere.pk], auteur=d.mere, classe=d.cp_ce1)
envoyer(fil=fil, auteur=d.mere, uuid=uuid.uuid4(), texte="Nous dormons chez ma soeur Ghislaine")
"""
# What is the mother's alone: how to reach her, and what she told the school.
SIENS = ("06 99 00 11 22", "0699001122", "rue des Tilleuls", "Ghislaine", "nadia.belhadj@exemple.fr")
CHEZ_LUI = (
    "/",
    "/notifications/",
    "/semaine/",
    "/messages/",
    "/carnet/",
    "/plus/",
    "/mes-enfants/",
    "/periscolaire/",
    "/rendez-vous/",
    "/absences/",
    "/autorisations/",
    "/acces/",
    "/compte/",
    "/journal/",
)


def test_a_separated_father_reads_nothing_of_the_other_home(appareil, serveur):
    serveur.faire(CHEZ_ELLE)
    elle, lui = appareil("telephone"), appareil("telephone")
    elle.entrer("nadia.belhadj@exemple.fr")
    elle.aller("/messages/")
    assert "Ghislaine" in mots(elle.page)  # it is there to be leaked
    lui.entrer("mehdi.belhadj@exemple.fr")
    vus, a_voir, fuites = set(), list(CHEZ_LUI), []
    while a_voir:
        chemin = a_voir.pop()
        lui.aller(chemin)
        vus.add(re.sub(r"\d+", "n", chemin))
        html = lui.page.content()
        fuites += [f"{chemin} : {mot}" for mot in SIENS if mot in html]
        for lien in lui.page.locator("main a[href^='/']").evaluate_all(
            "liens => liens.map((a) => a.getAttribute('href'))"
        ):
            sans = lien.split("#")[0]
            if (
                re.search(r"\.\w{2,4}$|\?|/sortir|/album|/papier", sans)
                or re.sub(r"\d+", "n", sans) in vus
                or len(vus) > 60
            ):
                continue
            vus.add(re.sub(r"\d+", "n", sans))
            a_voir.append(sans)
    assert fuites == []
    assert len(vus) >= 30


# --- By the keyboard alone, by the ear alone --------------------------------------------------------------------------
A_SIGNER = """
from messagerie.actions.mots import Public, envoyer_mot
from messagerie.models import Option
import datetime as dt
from django.utils import timezone
envoyer_mot(auteur=d.enseignante, public=Public(d.elementaire, classe=d.cp_ce1), titre={titre!r}, texte="Prévoyez des bottes.", nature="accuse",
    date_limite=timezone.localdate() + dt.timedelta(days=3), options=None)
"""
DIT = "() => { const e = document.activeElement; return (e.getAttribute('aria-label') || e.innerText || e.labels?.[0]?.innerText || '').replace(/\\s+/g, ' ').trim(); }"


def jusqu_a(page, nom: str, bornes: int = 60) -> int:
    """Tab until what has the focus is called so; how many times."""
    for fois in range(1, bornes):
        page.keyboard.press("Tab")
        if re.search(nom, page.evaluate(DIT)):
            return fois
    raise AssertionError(f"« {nom} » is out of reach of {bornes} tabs")


def test_a_mother_signs_by_the_keyboard_alone(appareil, serveur):
    serveur.faire(A_SIGNER.format(titre="La mare"))
    telephone = appareil("telephone")
    telephone.entrer("nadia.belhadj@exemple.fr")
    page = telephone.page
    telephone.avoir_fini()
    assert jusqu_a(page, "contenu") == 1  # the first stop passes over the frame
    page.keyboard.press("Enter")
    jusqu_a(page, "La mare")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="La mare", level=1).wait_for()
    page.wait_for_load_state()
    jusqu_a(page, "J’ai lu|Je signe|Signer")
    page.keyboard.press("Enter")
    page.get_by_text("C’est signé, l’école le sait.").first.wait_for()


def test_a_mother_signs_by_the_ear_alone(appareil, serveur):
    """What a screen reader has: titles in order, names and roles, and what is announced without being looked for. Nothing is found by its look."""
    serveur.faire(A_SIGNER.format(titre="La forêt"))
    telephone = appareil("telephone")
    telephone.entrer("nadia.belhadj@exemple.fr")
    page = telephone.page
    principal = page.get_by_role("main")
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.get_by_role("navigation").count() >= 1
    entendu = principal.aria_snapshot()
    assert entendu.index("À faire") < entendu.index("La forêt")
    principal.get_by_role("link", name=re.compile("La forêt")).first.press("Enter")
    page.get_by_role("heading", name="La forêt", level=1).wait_for()
    page.wait_for_load_state()
    assert "Prévoyez des bottes." in page.get_by_role("main").aria_snapshot()
    bouton = page.get_by_role("main").get_by_role("button", name=re.compile("J’ai lu|Je signe|Signer"))
    assert bouton.count() == 1
    bouton.press("Enter")
    page.wait_for_function("() => document.getElementById('annonce').textContent.includes('l’école le sait')")


# --- Two adults at once -----------------------------------------------------------------------------------------------
def test_two_adults_who_say_the_same_meal_at_once_make_one_word_of_it(appareil, serveur):
    elle, lui = appareil("telephone"), appareil("telephone")
    for a, qui in ((elle, "nadia"), (lui, "mehdi")):
        a.entrer(f"{qui}.belhadj@exemple.fr")
        a.aller("/periscolaire/")
        a.page.get_by_role("link", name="Semaine d’après").click()
        a.page.get_by_text("semaine du 30 novembre").first.wait_for()
    for a in (elle, lui):
        jour = a.page.locator("section.menu-jour", has=a.page.get_by_role("heading", name=re.compile("^mardi")))
        jour.get_by_text("Sofiane").click()
    for a in (elle, lui):  # neither waits for the other's answer
        a.page.locator("[data-dit-le-compte]").click(no_wait_after=True)
    for a in (elle, lui):
        a.page.get_by_text(re.compile("C’est noté|a changé entre-temps|déjà")).first.wait_for()
    dits = (
        "list(__import__('ent.services.periscolaire.models', fromlist=['x']).JourDeclare.objects.en_vigueur()"
        ".filter(eleve=d.eleve_cm2, jour='2026-12-01', service__nature='cantine').values_list('etat', flat=True))"
    )
    assert serveur.lire(dits) == ["oui"]


# --- Eight languages --------------------------------------------------------------------------------------------------
LIGNE = "e => { const b = e.getBoundingClientRect(); return b.right > innerWidth + 1 || b.left < -1; }"
EN_LANGUE = ("/", "/semaine/", "/carnet/", "/messages/", "/periscolaire/", "/absences/prevenir/", "/plus/")


@pytest.fixture
def elle_lit(serveur):
    """``elle_lit("ta")``: the mother's language, until the end of the test."""

    def lire(langue: str) -> None:
        serveur.faire(f"Personne.objects.filter(pk=d.mere.pk).update(langue={langue!r})")

    yield lire
    lire("fr")


@pytest.mark.parametrize("langue", [code for code, _nom in settings.LANGUAGES])
def test_a_parent_s_pages_hold_on_a_phone_in_each_language(appareil, elle_lit, langue):
    """What they say is judged without a browser (test_langues.py); here, that it is said in its direction and fits the smallest screen."""
    elle_lit(langue)
    telephone = appareil("telephone")
    telephone.entrer("nadia.belhadj@exemple.fr")
    page, fautes = telephone.page, []
    for chemin in EN_LANGUE:
        page.set_viewport_size({"width": 320, "height": 700})
        telephone.aller(chemin)
        # Of what one may choose there, two days side by side ask for most room.
        page.locator("[name=quand][value=plusieurs]").evaluate_all("choix => choix.forEach((c) => c.click())")
        assert page.locator("html").get_attribute("lang") == langue
        assert page.evaluate("getComputedStyle(document.body).direction") == ("rtl" if langue == "ar" else "ltr")
        fautes += [f"{chemin}: overflows at 320 px"] * debords(page)
        fautes += [
            f"{chemin}: outside: {t}"
            for t in page.locator(".onglets a, .barre-bas a, h1, h2, .bouton")
            .filter(visible=True)
            .evaluate_all(f"tous => tous.filter({LIGNE}).map((e) => e.textContent.trim())")
        ]
        fautes += [f"{chemin}: small target {c}" for c in page.evaluate(PETITES_CIBLES, 44)]
    telephone.photographier(f"langue-{langue}")
    assert fautes == []


# A word that its place cuts in two.
COUPE = "e => { e.style.overflowWrap = 'normal'; return e.scrollWidth > e.clientWidth; }"


def test_larger_letters_and_more_space_push_nothing_off_a_phone(appareil):
    telephone = appareil("telephone")
    telephone.entrer("nadia.belhadj@exemple.fr")
    page = telephone.page
    for choix in ("Plus grand", "Plus d’espace"):
        telephone.aller("/plus/")
        page.get_by_role("button", name=choix, exact=True).click()
        page.wait_for_load_state()
    assert page.locator("body.confort--grand.confort--espace").count() == 1
    debordent, coupes = [], []
    for chemin in (
        *EN_LANGUE,
        "/acces-confies/",
        "/aide/",
        "/mes-enfants/",
        "/autorisations/",
        "/rendez-vous/",
        "/agenda/",
        "/chercher/",
        "/prevenir/",
    ):
        telephone.aller(chemin)
        debordent += [chemin] * debords(page)
        coupes += [f"{chemin}: {mot}" for mot in page.evaluate(COUPES)]
        if chemin == "/":
            telephone.photographier("confort")
            assert page.locator("header").first.bounding_box()["height"] < 260
    assert (debordent, coupes) == ([], [])
    page.set_viewport_size({"width": 1280, "height": 900})
    telephone.aller("/plus/")
    page.get_by_role("button", name="Français facile", exact=True).click()
    page.wait_for_load_state()
    dits = page.locator(".geste > span")
    assert any("conversations" in dit for dit in dits.all_inner_texts()), (
        "a long word, in the narrowest place of a desk"
    )
    assert dits.evaluate_all(f"dits => dits.filter({COUPE}).map((e) => e.textContent)") == []
