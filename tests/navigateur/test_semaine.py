"""A teacher plans a whole week with real keys and clicks: five travaux by a line each, five séances."""

import datetime as dt
import re
import time

import pytest
from playwright.sync_api import expect

from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner

pytestmark = pytest.mark.navigateur

LUNDI = (
    "(lambda c, j: j - __import__('datetime').timedelta(days=j.weekday()))(0, "
    "__import__('ent.annuaire.calendrier', fromlist=['x']).prochain_jour_de_classe(d.elementaire, "
    "__import__('django.utils.timezone', fromlist=['x']).localdate() + __import__('datetime').timedelta(days=7)))"
    ".isoformat()"
)


@pytest.fixture
def lundi(serveur):
    """The Monday of a week to come that has class days."""
    return dt.date.fromisoformat(serveur.lire(LUNDI))


@pytest.fixture
def classe(serveur) -> int:
    return serveur.lire("d.cp_ce1.pk")


def ouverts(serveur, lundi) -> list:
    """The class days of that week, as the school has them."""
    jours = [lundi + dt.timedelta(days=n) for n in range(5)]
    code = "[__import__('ent.annuaire.calendrier', fromlist=['x']).est_jour_de_classe(d.elementaire, j) for j in [{}]]"
    dates = ", ".join(f"__import__('datetime').date({j.year}, {j.month}, {j.day})" for j in jours)
    return [j for j, ouvert in zip(jours, serveur.lire(code.format(dates)), strict=True) if ouvert]


def ecrire_au_clavier(page, phrase: str) -> None:
    """Typed, understood, then Enter: nothing is clicked."""
    champ = page.get_by_label("Ajouter un travail ou une séance en une phrase")
    champ.fill("")
    champ.press_sequentially(phrase, delay=15)
    page.locator(f'#compris [name=lue][value="{phrase}"]').wait_for(state="attached")
    champ.press("Enter")
    page.get_by_text("C’est donné pour").first.wait_for()


def test_a_week_is_planned_in_under_two_minutes(appareil, serveur, classe, lundi):
    bureau = appareil("bureau")
    bureau.entrer("claire.lefort@exemple.fr")
    jours = ouverts(serveur, lundi)
    bureau.aller(f"/cahier/classe/{classe}/?semaine={lundi.isoformat()}")
    page = bureau.page
    depart = time.monotonic()
    gestes = [
        "CP relire p. 14 à voix haute",
        "CE1 apprendre la poésie Novembre, 2 strophes",
        "apporter une boîte à chaussures",
        "CE1 préparer une question sur la ferme, 5 min",
        "CP lire la comptine, 10 min",
    ]
    for n, geste in enumerate(gestes):
        jour = jours[n % len(jours)]
        ecrire_au_clavier(page, f"pour le {jour.day}/{jour.month} {geste}")
    seances = [
        ("Son « oi »", "Lecture"),
        ("Les dizaines", "Nombres et calcul"),
        ("Le verbe", "Étude de la langue"),
        ("Gymnase", "Éducation physique et sportive"),
        ("Feuilles d’automne", "Vivant, matière, objets"),
    ]
    jour = jours[0].isoformat()
    page.goto(f"{serveur.adresse}/cahier/classe/{classe}/?semaine={lundi.isoformat()}")
    page.locator(f"#j-{jour} .semaine__seances a.ajout-jour").first.click()
    for n, (titre, domaine) in enumerate(seances):
        page.get_by_label("Titre").press_sequentially(titre, delay=15)
        page.get_by_label(re.compile("^Domaine")).select_option(label=domaine)
        if n < len(seances) - 1:
            page.get_by_role("button", name="Écrire, puis une autre").click()
            page.get_by_text("C’est prévu pour").first.wait_for()
        else:
            page.get_by_role("button", name="Écrire au cahier").click()
    page.locator(f"#j-{jour}").get_by_text("Feuilles d’automne", exact=True).first.wait_for()
    duree = time.monotonic() - depart
    # What says so is in sight, with its « Annuler ».
    expect(page.get_by_role("button", name="Annuler", exact=True)).to_be_in_viewport()
    print(f"a week planned in {duree:.1f} s: 5 travaux, 5 séances")
    assert duree < 120
    semaine = page.locator("#semaine").inner_text()
    for attendu in ("La poésie Novembre, 2 strophes", "Relire p. 14 à voix haute", "Une boîte à chaussures", "Gymnase"):
        assert attendu in semaine
    bureau.photographier("semaine-planifiee")


def test_the_line_shows_its_ghost_and_waits_for_what_is_understood(appareil, serveur, classe, lundi):
    bureau = appareil("bureau")
    bureau.entrer("claire.lefort@exemple.fr")
    jour = ouverts(serveur, lundi)[0]
    bureau.aller(f"/cahier/classe/{classe}/?semaine={lundi.isoformat()}")
    page = bureau.page
    avant = serveur.lire("__import__('cahier_de_textes.models', fromlist=['x']).Travail.objects.count()")
    champ = page.get_by_label("Ajouter un travail ou une séance en une phrase")
    phrase = f"pour le {jour.day}/{jour.month} CE1 la table de 4"
    champ.fill(phrase)
    champ.press("Enter")  # faster than it is understood, and it does not say all: chips first, nothing added
    page.locator("#compris .compris").first.wait_for()
    fantome = page.locator(f"#j-{jour.isoformat()} .seance--ajout")
    fantome.wait_for()
    assert "La table de 4" in fantome.inner_text()
    assert serveur.lire("__import__('cahier_de_textes.models', fromlist=['x']).Travail.objects.count()") == avant
    # A chip is corrected with the keyboard: the ghost follows.
    page.get_by_label("Jour", exact=True).press("ArrowDown")
    page.wait_for_function(f"() => !document.querySelector('#j-{jour.isoformat()} .seance--ajout')")
    bureau.photographier("semaine-ajout")
    fautes = examiner(page, "ajout")
    champ.press("Enter")
    page.get_by_text("C’est donné pour").first.wait_for()
    assert page.evaluate("document.activeElement.id") == "ajout-phrase"
    bureau.photographier("semaine-donne")
    fautes += examiner(page, "donné")
    page.get_by_role("button", name="Annuler", exact=True).click()
    page.get_by_text("C’est retiré : les familles ne le voient plus.").first.wait_for()
    assert page.locator(f"#j-{jour.isoformat()}").get_by_text("La table de 4").count() == 0
    assert fautes == []


def test_a_quick_enter_gives_what_the_line_says_whole_and_it_is_undone(appareil, serveur, classe, lundi):
    bureau = appareil("bureau")
    bureau.entrer("claire.lefort@exemple.fr")
    jour = ouverts(serveur, lundi)[0]
    bureau.aller(f"/cahier/classe/{classe}/?semaine={lundi.isoformat()}")
    champ = bureau.page.get_by_label("Ajouter un travail ou une séance en une phrase")
    champ.fill(f"pour le {jour.day}/{jour.month} CE1 apprendre la table de 7")
    champ.press("Enter")
    bureau.page.get_by_text("C’est donné pour").first.wait_for()
    assert bureau.page.get_by_text("La table de 7").count() > 0
    bureau.page.get_by_role("button", name="Annuler", exact=True).click()
    bureau.page.get_by_text("C’est retiré : les familles ne le voient plus.").first.wait_for()


def test_everything_works_without_scripts(appareil, serveur, classe):
    bureau = appareil("bureau", java_script_enabled=False)
    bureau.entrer("claire.lefort@exemple.fr")
    bureau.aller(f"/cahier/classe/{classe}/")
    bureau.page.get_by_label("Ajouter un travail ou une séance en une phrase").fill("CP lire la recette de la soupe")
    bureau.page.get_by_role("button", name="Ajouter", exact=True).click()
    bureau.page.get_by_text("Compris :").first.wait_for()
    bureau.page.get_by_role("button", name="Ajouter", exact=True).click()
    bureau.page.get_by_text("C’est donné pour").first.wait_for()
    assert bureau.page.get_by_text("La recette de la soupe").count() == 1


def test_a_phone_shows_one_day_and_the_form_says_the_load(appareil, serveur, classe, lundi):
    telephone = appareil("telephone")
    telephone.entrer("claire.lefort@exemple.fr")
    telephone.aller(f"/cahier/classe/{classe}/?semaine={lundi.isoformat()}")
    page = telephone.page
    assert page.locator(".semaine__jour:visible").count() == 1
    jour = ouverts(serveur, lundi)[-1]
    page.locator(f".jours-tel a[href*='jour={jour.isoformat()}']").click()
    page.locator(f"#j-{jour.isoformat()}:visible").wait_for()
    telephone.photographier("semaine-telephone")
    page.locator(f"#j-{jour.isoformat()} .semaine__seances a.ajout-jour").first.click()
    page.get_by_label("Titre").fill("Chorale avec les CM2")
    page.get_by_role("button", name="Écrire au cahier").click()
    expect(page.get_by_role("button", name="Annuler", exact=True)).to_be_in_viewport()
    expect(page.locator(f"#j-{jour.isoformat()}").get_by_text("Chorale avec les CM2")).to_be_visible()
    page.locator(f"#j-{jour.isoformat()} .semaine__travaux .ajout-jour").click()
    page.get_by_label("Minutes à la maison").fill("45")
    page.get_by_label("Ce qu’il y a à faire").click()
    page.get_by_text("min de travail à la maison. Au-delà de 20, on vous le dit ; vous décidez.").first.wait_for()
    page.locator(".donner").get_by_text("Travail écrit", exact=True).click()
    page.get_by_text("circulaire du 29 décembre 1956").first.wait_for()
    page.locator(".donner").get_by_text("Des élèves…", exact=True).click()
    assert page.locator(".donner__eleves").is_visible()
    telephone.photographier("donner-telephone")


@pytest.mark.parametrize(("taille", "theme"), [("telephone", "light"), ("bureau", "light"), ("bureau", "dark")])
def test_pages_of_the_week_are_accessible(appareil, serveur, classe, taille, theme):
    a = appareil(taille)
    a.entrer("claire.lefort@exemple.fr")
    a.page.emulate_media(color_scheme=theme)
    seance = serveur.lire(
        "__import__('cahier_de_textes.models', fromlist=['x']).Seance.objects.filter(classe=d.cp_ce1).first().pk"
    )
    pages = {
        "semaine": f"/cahier/classe/{classe}/",
        "donner": f"/cahier/classe/{classe}/travail/",
        "seance-ecrire": f"/cahier/classe/{classe}/seance/",
        "seance": f"/cahier/seance/{seance}/",
    }
    fautes = []
    for nom, chemin in pages.items():
        a.aller(chemin)
        fautes += examiner(a.page, f"{nom} {taille} {theme}")
        if debords(a.page):
            fautes.append(f"{nom} {taille}: overflows")
        if taille == "telephone":
            fautes += [f"{nom}: small target {c}" for c in a.page.evaluate(PETITES_CIBLES, 44)]
        a.photographier(f"{nom}-{taille}-{theme}")
    assert fautes == []


def test_all_the_classes_of_a_teacher_at_once(appareil):
    a = appareil("telephone")
    a.entrer("yann.caradec@exemple.fr")
    a.aller("/cahier/semaine/")
    assert {"CM2", "Lecture à voix haute"} <= set(a.page.locator("nav .puce").all_inner_texts())
    fautes = examiner(a.page, "toutes telephone") + [str(c) for c in a.page.evaluate(PETITES_CIBLES, 44)]
    a.photographier("toutes-telephone")
    a.page.set_viewport_size({"width": 1280, "height": 800})
    a.page.emulate_media(color_scheme="dark")
    a.aller("/cahier/semaine/")
    fautes += examiner(a.page, "toutes bureau")
    assert not debords(a.page)
    a.photographier("toutes-bureau")
    assert fautes == []
