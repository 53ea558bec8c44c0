"""A hurried teacher: séances by the line and by the timetable, clicks counted; what is sent without network; pupils' access."""

import datetime as dt
import re
import time

import pytest
from playwright.sync_api import expect

from tests.fichiers.fabriques import photo
from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner

pytestmark = pytest.mark.navigateur

MARDI = dt.date(2026, 11, 24)
SEANCES = "list(__import__('cahier_de_textes.models', fromlist=['x']).Seance.objects.filter(titre__in={!r}, retire_le=None).order_by('pk').values_list('titre', flat=True))"
PHOTOS = "sorted(set(__import__('cahier_de_textes.models', fromlist=['x']).Seance.objects.filter(titre__in={!r}).values_list('titre', 'fichiers__nature')))"


@pytest.fixture
def classe(serveur) -> int:
    return serveur.lire("d.cp_ce1.pk")


@pytest.fixture
def image(tmp_path) -> str:
    fichier = tmp_path / "cahier.jpg"
    fichier.write_bytes(photo())
    return str(fichier)


class Main:
    """Fingers on a page, counted: a choice of a file is one, typing is none, Enter among the keys."""

    def __init__(self, page) -> None:
        self.page, self.clics, self.depart = page, 0, time.monotonic()

    def toucher(self, lieu) -> None:
        self.clics += 1
        lieu.click()

    def choisir(self, fichier: str, bouton=None) -> None:
        """The button opens the files of the device; then the one tap of image rights: nobody is on it."""
        self.clics += 1
        with self.page.expect_file_chooser() as choix:
            (bouton or self.page.locator(".editeur__bloc input[type=file]").last).click()
        choix.value.set_files(fichier)
        self.toucher(self.page.get_by_role("button", name="Personne n’est sur cette photo"))
        self.page.get_by_text("On n’y reconnaît personne").first.wait_for()

    def dire(self, quoi: str) -> None:
        print(f"{quoi}: {self.clics} clicks, {time.monotonic() - self.depart:.1f} s")


def test_three_seances_with_one_photo_by_the_line_in_five_clicks(appareil, serveur, classe, image):
    telephone = appareil("telephone")
    telephone.entrer("claire.lefort@exemple.fr")
    telephone.aller(f"/cahier/classe/{classe}/?semaine=2026-11-23&jour=2026-11-24")
    page, main = telephone.page, Main(telephone.page)
    lignes = [
        "ce matin CP lecture : la ferme d’Anatole",
        "mardi matin CE1 maths : le litre de lait",
        "cet après-midi arts : le collage de feuilles",
    ]
    champ = page.get_by_label("Ajouter un travail ou une séance en une phrase")
    main.toucher(champ)
    for n, ligne in enumerate(lignes):
        champ.press_sequentially(ligne, delay=10)
        page.locator(f'#compris [name=lue][value="{ligne}"]').wait_for(state="attached")
        if n == 1:
            telephone.photographier("ligne-seance-390")
        if n < 2:
            champ.press("Enter")
        else:
            main.toucher(page.get_by_role("button", name="Ajouter, avec une photo"))
        page.get_by_text("C’est écrit au mardi 24 novembre").first.wait_for()
    main.choisir(image)
    telephone.photographier("ligne-photo-390")
    main.toucher(page.get_by_role("button", name="Corriger la séance"))
    page.get_by_text("C’est corrigé.").first.wait_for()
    main.dire("three séances with one photo, by the line")
    assert main.clics <= 5
    titres = ["La ferme d’Anatole", "Le litre de lait", "Le collage de feuilles"]
    assert serveur.lire(SEANCES.format(titres)) == titres
    assert serveur.lire(PHOTOS.format(titres[2:])) == [["Le collage de feuilles", "image"]]


def test_the_timetable_is_entered_once_and_its_slots_are_written_in_six_clicks(appareil, serveur, classe, image):
    bureau = appareil("bureau")
    bureau.entrer("claire.lefort@exemple.fr")
    bureau.aller(f"/cahier/classe/{classe}/")
    page = bureau.page
    page.get_by_text("Outils de la semaine").click()
    page.get_by_role("link", name="Emploi du temps").click()
    page.get_by_label("Lundi, matin").fill(
        "8h30 accueil\n8h45 CP lecture\n8h45 CE1 étude de la langue\n10h récréation\n10h30 calcul"
    )
    page.get_by_label("Lundi, après-midi").fill("13h30 qlm\n15h sport")
    for jour in ("lundi", "mardi", "jeudi"):
        page.get_by_role("button", name=f"Comme {jour}").click()
    bureau.photographier("emploi-1280")
    fautes = examiner(page, "emploi 1280")
    page.get_by_role("button", name="Garder l’emploi du temps").click()
    page.get_by_text("L’emploi du temps est gardé").first.wait_for()
    page.goto(f"{serveur.adresse}/cahier/classe/{classe}/?semaine=2026-12-07")
    lundi = page.locator("#j-2026-12-07 .semaine__seances")
    expect(lundi.locator(".seance--prevue")).to_have_count(5)
    bureau.photographier("semaine-prevue-1280")
    fautes += examiner(page, "semaine 1280")
    main = Main(page)
    main.toucher(lundi.get_by_role("link", name="Lecture"))
    assert page.evaluate("getSelection().toString()") == "Lecture"  # typed over
    for titre in ("Le loup de la forêt", "Le verbe être", "Compter la monnaie"):
        page.get_by_label("Titre").press_sequentially(titre, delay=5)
        if titre == "Compter la monnaie":
            main.choisir(image, page.get_by_role("button", name="Image"))
            main.toucher(page.get_by_role("button", name="Écrire au cahier"))
        else:
            main.toucher(page.get_by_role("button", name="Écrire, puis une autre"))
        page.get_by_text("C’est prévu pour lundi 7 décembre").first.wait_for()
    main.dire("three séances with one photo, by the timetable")
    assert main.clics <= 6
    expect(lundi.locator(".seance--prevue")).to_have_count(2)  # the afternoon
    telephone = appareil("telephone")
    telephone.entrer("claire.lefort@exemple.fr")
    telephone.aller(f"/cahier/classe/{classe}/emploi-du-temps/")
    telephone.page.get_by_text("Mardi", exact=True).first.click()
    expect(telephone.page.get_by_label("Mardi, matin")).to_be_visible()
    expect(telephone.page.get_by_label("Lundi, matin")).to_be_hidden()
    telephone.photographier("emploi-390")
    fautes += examiner(telephone.page, "emploi 390")
    assert not debords(telephone.page)
    telephone.aller(f"/cahier/classe/{classe}/projeter/")
    telephone.page.get_by_role("link", name="Voir jeudi 26").click()
    telephone.page.get_by_text("10 h 30").first.wait_for()
    telephone.photographier("tableau-390")
    bureau.aller(f"/cahier/classe/{classe}/projeter/?jour=2026-11-26")
    bureau.photographier("tableau-1280")
    fautes += examiner(page, "tableau")
    assert fautes == []


TITRE_HORS_LIGNE = "Les métiers du marché"


@pytest.mark.parametrize("croit_etre_en_ligne", [False, True])
def test_a_seance_sent_without_network_waits_and_leaves_once(appareil, serveur, classe, croit_etre_en_ligne):
    """The page keeps what the browser knows cannot leave; the worker, what it believed could."""
    titre = f"{TITRE_HORS_LIGNE} {croit_etre_en_ligne}"
    telephone = appareil("telephone")
    telephone.entrer("claire.lefort@exemple.fr")
    telephone.aller(f"/cahier/classe/{classe}/seance/?jour=2026-11-24")
    page = telephone.page
    page.get_by_label("Titre").fill(titre)
    if not croit_etre_en_ligne:
        telephone.contexte.set_offline(True)
    serveur.couper()
    try:
        page.get_by_role("button", name="Écrire au cahier").click()
        if croit_etre_en_ligne:
            page.get_by_text("Ce que vous venez d’envoyer est gardé sur cet appareil").first.wait_for()
        else:
            page.get_by_text("C’est gardé sur cet appareil : cela partira tout seul").first.wait_for()
            page.get_by_role("button", name="Continuer à écrire").click()
            page.get_by_label("Titre").fill(f"{titre}, le matin")
            titre = f"{titre}, le matin"
            page.get_by_role("button", name="Écrire au cahier").click()
            page.get_by_text("C’est gardé sur cet appareil : cela partira tout seul").first.wait_for()
        telephone.photographier(f"hors-ligne-{'agent' if croit_etre_en_ligne else 'page'}-390")
        assert serveur.lire(SEANCES.format([titre])) == []
    finally:
        serveur.rendre()
        telephone.contexte.set_offline(False)
    if croit_etre_en_ligne:
        telephone.aller("/")
        telephone.parcourir_la_boite()
    else:
        page.wait_for_url(lambda url: "/seance/" not in url)
        page.get_by_text("C’est écrit au mardi 24 novembre").first.wait_for()
    assert serveur.lire(SEANCES.format([titre])) == [titre]
    telephone.aller("/")
    telephone.parcourir_la_boite()
    assert serveur.lire(SEANCES.format([titre])) == [titre]


def test_what_the_school_refuses_once_back_is_shown_again_as_it_was_typed(appareil, serveur, classe):
    telephone = appareil("telephone")
    telephone.entrer("claire.lefort@exemple.fr")
    telephone.aller(f"/cahier/classe/{classe}/seance/?jour=2026-11-24")
    page = telephone.page
    page.get_by_label("Titre").fill("Un dimanche à la campagne")
    page.locator("input[name=date]").fill("2026-11-29")
    telephone.contexte.set_offline(True)
    page.get_by_role("button", name="Écrire au cahier").click()
    page.get_by_text("C’est gardé sur cet appareil").first.wait_for()
    telephone.contexte.set_offline(False)
    voir = page.get_by_role("button", name="Voir ce qui ne va pas")
    voir.wait_for()
    # The page closes just as it sends: what was typed is still on the device.
    page.evaluate("HTMLFormElement.prototype.submit = () => { document.title = 'parti' }")
    voir.click()
    page.wait_for_function("document.title === 'parti'")
    telephone.aller("/")
    voir.click()
    page.get_by_text("Pas de classe le dimanche 29 novembre.").first.wait_for()
    assert page.get_by_label("Titre").input_value() == "Un dimanche à la campagne"
    telephone.parcourir_la_boite()
    assert not voir.is_visible()  # its words are in this page, and wait no more beside it
    page.locator("input[name=date]").fill("2026-11-24")
    page.get_by_role("button", name="Écrire au cahier").click()
    page.get_by_text("C’est écrit au mardi 24 novembre").first.wait_for()
    assert serveur.lire(SEANCES.format(["Un dimanche à la campagne"])) == ["Un dimanche à la campagne"]


def test_going_back_over_a_refused_form_says_nothing_of_the_network_and_sends_nothing_again(appareil, serveur, classe):
    """The browser asks its cache alone for the page that answered the sending, and has it no more: nothing is to be done again."""
    titre = "Les saisons, corrigées"
    telephone = appareil("telephone")
    telephone.entrer("claire.lefort@exemple.fr")
    formulaire = f"/cahier/classe/{classe}/seance/?jour=2026-11-24"
    telephone.aller(formulaire)
    page = telephone.page
    page.get_by_label("Titre").fill(titre)
    page.locator("input[name=date]").fill("2026-11-29")
    page.get_by_role("button", name="Écrire au cahier").click()
    page.get_by_text("Pas de classe le dimanche 29 novembre.").first.wait_for()
    page.locator("input[name=date]").fill("2026-11-24")
    page.get_by_role("button", name="Écrire au cahier").click()
    page.get_by_text("C’est écrit au mardi 24 novembre").first.wait_for()
    page.go_back()
    expect(page.get_by_role("button", name="Écrire au cahier")).to_be_visible()
    telephone.photographier("retour-apres-un-refus-390")
    assert page.url == serveur.adresse + formulaire
    telephone.aller("/")
    telephone.parcourir_la_boite()
    assert page.evaluate("globalThis.boiteDEnvoi.miens()") == []
    assert page.locator("#boite").is_hidden()
    assert serveur.lire(SEANCES.format([titre])) == [titre]
    # What says nothing of itself and is refused has a plain name.
    sans_titre = {
        "uuid": "sans-titre",
        "adresse": formulaire,
        "titre": "",
        "estUnFormulaire": True,
        "champs": [["date", "2026-11-29"]],
        "fichiers": [],
    }
    assert page.evaluate("(envoi) => globalThis.boiteDEnvoi.deposer(envoi)", sans_titre) == "refuse"
    expect(page.locator("[data-refuse] span")).to_have_text(re.compile(r"^Votre envoi\s: L’école"))


def test_access_is_a_list_where_one_pupil_is_helped_at_a_time(appareil, classe):
    fautes = []
    for taille, hauteur in [("bureau", 900), ("telephone", 1700)]:
        a = appareil(taille)
        a.entrer("claire.lefort@exemple.fr")
        a.aller(f"/classe/{classe}/acces/")
        assert a.page.evaluate("document.documentElement.scrollHeight") < hauteur
        a.photographier(f"acces-{taille}")
        chercher = a.page.get_by_label("Chercher un prénom")
        chercher.fill("INÈ")
        expect(a.page.locator(".acces__ligne:visible")).to_have_count(1)
        chercher.press("Enter")
        a.page.locator("#choisi").get_by_role("heading", name="Inès").wait_for()
        expect(a.page.locator("summary", has_text="Nouveau secret")).to_have_count(1)
        a.photographier(f"acces-{taille}-choisie")
        fautes += examiner(a.page, f"acces {taille}")
        fautes += [c for c in a.page.evaluate(PETITES_CIBLES, 44) if "acces" in c]
        assert not debords(a.page)
    assert fautes == []


def test_a_group_is_ticked_once_then_chosen_in_one_tap(appareil, classe):
    telephone = appareil("telephone")
    telephone.entrer("claire.lefort@exemple.fr")
    telephone.aller(f"/cahier/classe/{classe}/")
    page = telephone.page
    page.get_by_text("Outils de la semaine").click()
    page.get_by_role("link", name="Mes groupes").click()
    page.get_by_role("link", name="Un groupe de CP-CE1").click()
    page.get_by_label("Nom du groupe").fill("Les fusées")
    for prenom in ("Adèle", "Inès", "Zoé"):
        page.locator("label.puce", has_text=prenom).click()
    telephone.photographier("groupe-390")
    fautes = examiner(page, "groupe 390")
    page.get_by_role("button", name="Garder le groupe").click()
    page.get_by_role("heading", name="Les fusées").wait_for()
    telephone.photographier("groupes-390")
    fautes += examiner(page, "groupes 390")
    assert not debords(page)
    telephone.aller(f"/cahier/classe/{classe}/travail/")
    page.get_by_label("Ce qu’il y a à faire").fill("Relire la fable")
    page.locator("label.puce", has_text="Les fusées").click()
    page.get_by_role("button", name="Donner aux familles").click()
    page.get_by_role("heading", name="Les fusées").wait_for()
    bureau = appareil("bureau")
    bureau.entrer("claire.lefort@exemple.fr")
    bureau.aller("/annuaire/groupes/")
    bureau.photographier("groupes-1280")
    fautes += examiner(bureau.page, "groupes 1280")
    assert fautes == []
