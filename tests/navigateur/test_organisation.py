"""A teacher organises a week in Chromium: copy, repeat, move everything, undo; the direction sets a visa."""

import pytest

from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner

pytestmark = pytest.mark.navigateur
TRAVAUX = "[str(t) for t in __import__('cahier_de_textes.models', fromlist=['x']).Travail.objects.presents().filter(%s).values_list('date_pour', flat=True)]"


def controler(appareil, nom: str) -> None:
    """axe finds nothing, nothing overflows, targets are large; and a picture to look at."""
    appareil.photographier(nom)
    page = appareil.page
    assert examiner(page, nom) == []
    assert not debords(page)
    assert page.evaluate(PETITES_CIBLES, 44) == []


def outil(page, nom: str) -> None:
    page.locator("summary", has_text="Outils de la semaine").click()
    page.get_by_role("link", name=nom).click()


@pytest.fixture
def travail(serveur) -> dict:
    """A travail for the class day after the next."""
    serveur.faire(
        "from cahier_de_textes.actions.travaux import publier_travail\n"
        "from ent.annuaire import calendrier\n"
        "from django.utils import timezone\n"
        "j = calendrier.prochain_jour_de_classe(d.elementaire, timezone.localdate())\n"
        "publier_travail(auteur=d.enseignante, classe=d.cp_ce1, nature='apprendre', texte='Les mots du loup',"
        " date_pour=calendrier.prochain_jour_de_classe(d.elementaire, j))"
    )
    return serveur.lire(
        "(lambda t: {'pk': t.pk, 'jour': t.date_pour, 'classe': t.classe_id})"
        "(__import__('cahier_de_textes.models', fromlist=['x']).Travail.objects.filter(texte='Les mots du loup').latest('pk'))"
    )


@pytest.mark.parametrize("taille", ["telephone", "bureau"])
def test_copy_repeat_move_and_undo(appareil, serveur, travail, taille):
    claire = appareil(taille)
    claire.entrer("claire.lefort@exemple.fr")
    page = claire.page
    miens = TRAVAUX % "texte='Les mots du loup'"
    avant = serveur.lire(miens)

    claire.aller(f"/cahier/travail/{travail['pk']}/")
    controler(claire, f"gestes-{taille}")
    page.get_by_role("link", name="Dupliquer").click()
    controler(claire, f"dupliquer-{taille}")
    page.get_by_role("button", name="Copier et donner").click()
    page.get_by_text("C’est copié : 1 travail.").first.wait_for()
    controler(claire, f"copie-{taille}")
    assert len(serveur.lire(miens)) == len(avant) + 1
    page.get_by_role("button", name="Annuler", exact=True).click()
    page.get_by_text("C’est annulé : tout est comme avant.").first.wait_for()
    assert serveur.lire(miens) == avant

    claire.aller(f"/cahier/travail/{travail['pk']}/")
    page.get_by_role("link", name="Répéter").click()
    controler(claire, f"repeter-{taille}")
    page.get_by_role("button", name="Répéter").click()
    page.get_by_text("C’est répété").first.wait_for()
    claire.aller(f"/cahier/travail/{travail['pk']}/")
    page.get_by_role("link", name="La série").click()
    controler(claire, f"serie-{taille}")
    page.get_by_role("button", name="Retirer celui-ci et").click()
    page.get_by_text("C’est retiré, les familles ne le voient plus").first.wait_for()
    page.get_by_role("button", name="Annuler", exact=True).click()
    page.get_by_text("C’est annulé").first.wait_for()

    claire.aller(f"/cahier/classe/{travail['classe']}/")
    page.locator("summary", has_text="Outils de la semaine").click()
    controler(claire, f"outils-{taille}")
    page.locator("summary", has_text="Outils de la semaine").click()
    places = serveur.lire(miens)
    outil(page, "Tout décaler d’un jour de classe")
    controler(claire, f"decaler-{taille}")
    page.get_by_role("button", name="Décaler ").click()
    page.get_by_text("C’est décalé au jour de classe suivant").first.wait_for()
    assert len(serveur.lire(miens)) == len(places) and serveur.lire(miens) != places
    page.get_by_role("button", name="Annuler", exact=True).click()
    page.get_by_text("C’est annulé").first.wait_for()
    assert serveur.lire(miens) == places

    claire.aller("/cahier/reserve/?mots=mots+du+loup&quoi=travail&niveau=CP")
    controler(claire, f"reserve-{taille}")
    page.get_by_role("button", name="Partager avec l’école").first.click()
    page.get_by_text("C’est partagé").first.wait_for()
    for chemin in ("etiquettes", "annee"):
        claire.aller(f"/cahier/classe/{travail['classe']}/{chemin}/")
        controler(claire, f"{chemin}-{taille}")


def test_the_direction_sets_a_visa_that_the_teacher_reads(appareil, travail):
    anne = appareil("bureau")
    anne.entrer("anne.quemeneur@exemple.fr")
    anne.aller(f"/cahier/classe/{travail['classe']}/")
    outil(anne.page, "Viser cette semaine")
    anne.page.get_by_label("Visa de l’inspection").check()
    anne.page.get_by_label("nom de l’inspecteur").fill("Mme Aubry, IEN")
    controler(anne, "visa")
    anne.page.get_by_role("button", name="Apposer le visa").click()
    anne.page.get_by_text("Le visa est apposé").first.wait_for()
    claire = appareil("telephone")
    claire.entrer("claire.lefort@exemple.fr")
    claire.aller(f"/cahier/classe/{travail['classe']}/")
    claire.page.get_by_text("Visa de l’inspection (Mme Aubry, IEN)").wait_for()
    controler(claire, "visa-lu")


@pytest.mark.parametrize("taille", ["telephone", "bureau"])
def test_a_direction_finds_somebody_by_the_keyboard_and_confirms_a_class(appareil, serveur, taille):
    anne = appareil(taille)
    anne.entrer("anne.quemeneur@exemple.fr")
    page = anne.page
    uai = serveur.lire("d.elementaire.uai")
    anne.aller("/annuaire/personnes/")
    controler(anne, f"chercher-{taille}")
    page.keyboard.type("de ker")
    page.locator("#trouvees li").nth(1).wait_for()
    controler(anne, f"trouvees-{taille}")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert "Estelle" in page.evaluate("document.activeElement.closest('li').innerText")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "lettres"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Marie-Apolline de Kersaint", level=1).wait_for()
    assert "kersaint" not in page.url.casefold()  # a name stands in no address
    controler(anne, f"fiche-eleve-{taille}")
    page.get_by_role("link", name="Mme Estelle de Kersaint").click()
    page.get_by_role("heading", name="Son compte").wait_for()
    controler(anne, f"fiche-adulte-{taille}")
    page.go_back()
    page.go_back()
    page.locator("#trouvees li").nth(1).wait_for()  # what was typed, and found, is there again

    page.locator("#lettres").fill("zzzz")
    page.get_by_role("heading", name="Personne de ce nom").wait_for()
    controler(anne, f"personne-{taille}")

    classe = serveur.lire("d.ms.pk" if taille == "telephone" else "d.cm2.pk")
    if taille == "telephone":
        anne.contexte.clear_cookies()
        anne.entrer("odile.tissier@exemple.fr")
        uai = serveur.lire("d.maternelle.uai")
    anne.aller(f"/annuaire/{uai}/responsables/classe/{classe}/")
    controler(anne, f"autorite-{taille}")
    assert page.locator("input[name=l]:checked").count() == 0
    n = page.locator("input[name=l]").count()
    page.get_by_role("button", name="Tout cocher").click()
    page.get_by_role("button", name=f"Confirmer l’autorité parentale des adultes cochés ({n})").click()
    page.get_by_text(f"{n} adultes ont l’autorité parentale.").first.wait_for()
    controler(anne, f"autorite-dite-{taille}")
    page.get_by_role("button", name="Annuler", exact=True).click()
    page.get_by_text(f"C’est annulé : {n} liens sont à confirmer.").first.wait_for()
    anne.aller(f"/annuaire/{uai}/responsables/?tous=1")
    controler(anne, f"responsables-{taille}")
