"""A week of menus: pasted, its allergens said, published, read, taken up again."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override

from ent.services.periscolaire.actions import jours_fermes
from ent.services.periscolaire.actions import menus as actions
from ent.services.periscolaire.lectures import menus as lectures
from ent.services.periscolaire.menu_colle import lire_la_semaine
from ent.services.periscolaire.models import Menu, Plat
from ent.socle.dates import date_format
from tests.gestes import version_de

from .conftest import LUNDI, PROCHAIN, SEMAINE

JEUDI_PROCHAIN = PROCHAIN + dt.timedelta(days=3)


def ecrire_ici(ecole, lundi=PROCHAIN) -> str:
    return reverse("periscolaire_menus_ecrire", args=[ecole.pk, lundi])


def texte(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.replace("\u00a0", " ")))


@pytest.fixture
def primaire(d):
    """Another school of Trappes, which the same kitchen serves."""
    from ent.annuaire.codes import lettre_uai
    from ent.annuaire.models import Etablissement

    return Etablissement.objects.create(
        uai="0789921" + lettre_uai("0789921"), nom="École des Sources", nature="primaire", commune=d.elementaire.commune
    )


def test_the_commune_writes_a_week_for_several_schools_in_one_paste(d, mardi, primaire, entrer):
    client, adresse = entrer(d.referente), ecrire_ici(d.elementaire)
    envoi = {"texte": SEMAINE, "ecoles": [primaire.pk], "version": version_de(client, adresse)}
    assert client.post(adresse, envoi).status_code == 302
    assert {(m.etablissement, m.jour) for m in Menu.objects.all()} == {
        (ecole, PROCHAIN + dt.timedelta(days=n)) for ecole in (d.elementaire, primaire) for n in (0, 1, 3, 4)
    }
    ailleurs = envoi | {"ecoles": [d.maternelle.pk], "version": version_de(client, adresse)}
    assert client.post(adresse, ailleurs).status_code == 422  # of another commune
    assert not Menu.objects.filter(etablissement=d.maternelle).exists()


def test_a_school_that_wrote_a_week_of_its_own_is_written_over_once_it_was_read(d, mardi, primaire, entrer):
    """One reads what would go, and the second sending replaces it; what is written there meanwhile is read first."""

    def siens() -> list[str]:
        return [p.nom for p in Plat.objects.filter(menu__etablissement=primaire)]

    lue = lire_la_semaine("Mardi : tomates farcies", PROCHAIN)
    actions.ecrire_semaine(ecoles=[primaire], lundi=PROCHAIN, jours=lue.jours, auteur=d.referente)
    client, adresse = entrer(d.referente), ecrire_ici(d.elementaire)
    envoi = {"texte": "Lundi : riz", "ecoles": [primaire.pk], "version": version_de(client, adresse)}
    refus = client.post(adresse, envoi)
    assert refus.status_code == 422
    assert "École des Sources a déjà écrit sa semaine (mardi 1er, Tomates farcies)" in texte(refus.text)
    assert siens() == ["Tomates farcies"]
    vu = re.findall(r'name="remplacer" value="([^"]+)"', refus.text)
    lue = lire_la_semaine("Mardi : tomates rôties", PROCHAIN)
    actions.ecrire_semaine(ecoles=[primaire], lundi=PROCHAIN, jours=lue.jours, auteur=d.referente)
    refus = client.post(adresse, envoi | {"remplacer": vu})
    assert "Tomates rôties" in texte(refus.text) and siens() == ["Tomates rôties"]
    vu = re.findall(r'name="remplacer" value="([^"]+)"', refus.text)
    assert client.post(adresse, envoi | {"remplacer": vu}).status_code == 302
    assert siens() == ["Riz"]
    # What both eat is corrected for both, without a word.
    client.post(adresse, envoi | {"texte": "Lundi : blé", "version": version_de(client, adresse)})
    assert siens() == ["Blé"]


def test_what_is_not_understood_is_quoted_and_kept(d, mardi, entrer):
    client, adresse = entrer(d.directrice), ecrire_ici(d.elementaire)
    refus = client.post(adresse, {"texte": "Bon appétit\nLundi : riz", "version": version_de(client, adresse)})
    assert refus.status_code == 422
    assert "Ces mots ne disent pas leur jour : « Bon appétit »." in texte(refus.text)
    assert "Lundi : riz</textarea>" in refus.text
    assert not Menu.objects.exists()


@pytest.mark.parametrize(
    ("ligne", "dit"),
    [
        ("Mardy : poulet, riz", "Ces mots ne disent pas leur jour : « Mardy : poulet, riz »."),
        ("Mardy 1er décembre : poulet", "Ces mots ne disent pas leur jour"),
        ("Mar. 1 : poulet", "Ces mots ne disent pas leur jour"),
        ("Samedi : frites", "Ces mots ne disent pas leur jour : « Samedi : frites »."),
        ("dimanche 6 frites", "Ces mots ne disent pas leur jour"),
        ("Mercredi : frites", "Aucun repas n’est servi le mercredi 2 décembre"),
    ],
)
def test_a_line_that_begins_as_a_day_of_no_meal_joins_no_other_day(ligne, dit, d, mardi, entrer):
    client, adresse = entrer(d.directrice), ecrire_ici(d.elementaire)
    refus = client.post(adresse, {"texte": f"Lundi : pizza\n{ligne}", "version": version_de(client, adresse)})
    assert refus.status_code == 422 and dit in texte(refus.text)
    assert f"Lundi : pizza\n{ligne}</textarea>" in refus.text and not Menu.objects.exists()


def test_a_part_of_the_meal_before_a_colon_goes_on_with_its_day():
    lue = lire_la_semaine("Lundi\nEntrée : salade\nDessert : pomme", PROCHAIN)
    assert [p.nom for p in lue.jours[PROCHAIN]] == ["Entrée : salade", "Dessert : pomme"] and not lue.incompris


def test_a_menu_of_a_day_that_is_served_no_more_is_corrected_still(d, mardi, publier, entrer, cantine):
    """It was written before its day was taken out of the rules."""
    publier()
    cantine.jours = "034"
    cantine.save()
    client, adresse = entrer(d.directrice), ecrire_ici(d.elementaire)
    envoi = {"texte": SEMAINE.replace("Concombre", "Tomate"), "version": version_de(client, adresse)}
    assert client.post(adresse, envoi).status_code == 302


def test_the_menu_of_a_day_that_the_school_closed_is_no_meal_to_read(d, publier, cantine, entrer):
    publier()
    jours_fermes.fermer_jour(service=cantine, jour=JEUDI_PROCHAIN, raison="grève", auteur=d.directrice)
    ici = reverse("periscolaire_menus_semaine", args=[d.elementaire.pk, PROCHAIN])
    page = entrer(d.mere).get(ici).text
    assert "jeudi 3 Fermé ce jour-là." in texte(page) and "Soupe" not in page
    assert "Soupe" in entrer(d.directrice).get(ecrire_ici(d.elementaire)).text  # kept, if it opens after all
    jours_fermes.rouvrir_jour(service=cantine, jour=JEUDI_PROCHAIN, auteur=d.directrice)
    assert "Soupe" in entrer(d.mere).get(ici).text


def test_families_read_nothing_before_it_is_published_then_its_allergens_or_that_nobody_said(d, mardi, entrer):
    actions.ecrire_semaine(
        ecoles=[d.elementaire], lundi=PROCHAIN, jours=lire_la_semaine(SEMAINE, PROCHAIN).jours, auteur=d.directrice
    )
    client, adresse = (
        entrer(d.mere_arabophone),
        reverse("periscolaire_menus_semaine", args=[d.elementaire.pk, PROCHAIN]),
    )
    assert "Taboulé" not in client.get(adresse).text
    poster = reverse("periscolaire_menus_publier", args=[d.elementaire.pk, PROCHAIN])
    assert client.post(poster).status_code == 403
    assert entrer(d.directrice).post(poster).status_code == 302
    page = entrer(d.mere).get(adresse).text
    assert "Taboulé gluten" in texte(page)
    assert "Riz aucun des quatorze allergènes" in texte(page)
    assert "Concombre allergènes pas encore dits" in texte(page)
    assert "ou Boulettes de pois chiches sans viande" in texte(page)
    assert re.search(
        r'data-lire="lundi 30 : Taboulé, sauté de dinde ou boulettes de pois chiches, yaourt\. mardi 1er : ', page
    )


def test_an_arab_reader_listens_to_french_dishes_in_french(d, publier, entrer):
    publier()
    page = entrer(d.mere_arabophone).get(reverse("periscolaire_menus_semaine", args=[d.elementaire.pk, PROCHAIN])).text
    assert 'data-lire="lundi 30 : Taboulé' in page


def test_on_an_arab_page_dishes_are_said_french_and_allergens_arabic(d, publier, entrer):
    publier()
    page = entrer(d.mere_arabophone).get(reverse("periscolaire_menus_semaine", args=[d.elementaire.pk, PROCHAIN])).text
    assert '<ul class="plats" dir="auto">' in page  # what is around the name of a dish is the reader's
    assert '<span lang="fr">Taboulé</span>' in page
    assert f'lang="fr">{d.elementaire.nom}</h2>' in page


def test_the_week_is_printed(d, publier, entrer, encre):
    publier()
    papier = entrer(d.mere).get(reverse("periscolaire_menus_papier", args=[d.elementaire.pk, PROCHAIN]))
    assert (papier["Content-Type"], papier.content[:5]) == ("application/pdf", b"%PDF-")
    assert entrer(d.mere).get(reverse("periscolaire_menus_papier", args=[d.elementaire.pk, LUNDI])).status_code == 404
    papier = entrer(d.mere_arabophone).get(reverse("periscolaire_menus_papier", args=[d.elementaire.pk, PROCHAIN]))
    assert b"/Lang (ar)" in papier.content and encre.perdues == []
    with override("ar"):
        titre = gettext("Menus de la semaine du %(jour)s") % {"jour": date_format(PROCHAIN, "j F Y")}
    assert encre.a_dit(titre) and titre != "Menus de la semaine du"


def test_allergens_are_said_dish_by_dish_and_silence_is_no_none(d, publier, entrer):
    publier(texte="Lundi : riz, pain, pomme")
    client, adresse = entrer(d.directrice), reverse("periscolaire_allergenes", args=[d.elementaire.pk, PROCHAIN])
    riz, pain, pomme = (f"p{p.pk}" for p in Plat.objects.order_by("rang"))
    envoi = {riz: ["aucun"], pain: ["gluten", "lait"], "version": version_de(client, adresse)}
    assert client.post(adresse, envoi).status_code == 302
    assert [(p.nom, p.dits, p.allergenes_bruts) for p in Plat.objects.order_by("rang")] == [
        ("Riz", True, ""),
        ("Pain", True, "gluten,lait"),
        ("Pomme", False, ""),
    ]
    deux = {pomme: ["aucun", "lait"], "version": version_de(client, adresse)}
    assert client.post(adresse, deux).status_code == 422


def test_a_dish_known_by_its_name_is_proposed_and_said_by_somebody(d, publier, entrer):
    """Recipes change: what it held last time is ticked, and is not said until it is kept."""
    publier(lundi=LUNDI, texte="Lundi : gratin (lait)")
    publier(texte="Lundi : Gratin")
    plat = Plat.objects.get(menu__jour=PROCHAIN)
    assert not plat.dits
    page = entrer(d.directrice).get(reverse("periscolaire_allergenes", args=[d.elementaire.pk, PROCHAIN])).text
    assert "Coché comme le 23 novembre : vérifiez avec la cuisine." in page
    assert re.search(rf'name="p{plat.pk}" value="lait"[^>]*checked', page)


def test_correcting_a_week_keeps_what_was_said_of_dishes_that_stay(d, publier, entrer):
    publier(texte="Lundi : gratin (lait), riz (aucun)")
    client, adresse = entrer(d.directrice), ecrire_ici(d.elementaire)
    client.post(adresse, {"texte": "Lundi : gratin, poire", "version": version_de(client, adresse)})
    assert [(p.nom, p.dits, p.allergenes_bruts) for p in Plat.objects.order_by("rang")] == [
        ("Gratin", True, "lait"),
        ("Poire", False, ""),
    ]
    assert Menu.objects.get().publie_le is not None


def test_a_former_week_is_taken_up_without_its_allergens(d, publier, entrer):
    publier(lundi=LUNDI, texte="Lundi : gratin (lait)\nMardi : riz / pois (aucun)")
    client = entrer(d.directrice)
    assert f'value="{LUNDI}"' in client.get(ecrire_ici(d.elementaire)).text
    reprendre = reverse("periscolaire_menus_reprendre", args=[d.elementaire.pk, PROCHAIN])
    client.post(reprendre, {"de": str(LUNDI)})
    repris = Plat.objects.filter(menu__jour__gte=PROCHAIN).order_by("menu__jour", "rang")
    assert [(p.menu.jour, p.nom, p.sans_viande, p.dits) for p in repris] == [
        (PROCHAIN, "Gratin", False, False),
        (PROCHAIN + dt.timedelta(days=1), "Riz", False, False),
        (PROCHAIN + dt.timedelta(days=1), "Pois", True, False),
    ]
    assert "déjà des menus" in client.post(reprendre, {"de": str(LUNDI)}, follow=True).text
    assert repris.count() == 3


def test_what_is_said_of_one_is_said_of_the_schools_that_eat_the_same(d, mardi, primaire, entrer):
    lue = lire_la_semaine("Lundi : riz", PROCHAIN)
    actions.ecrire_semaine(ecoles=[d.elementaire, primaire], lundi=PROCHAIN, jours=lue.jours, auteur=d.referente)
    client, adresse = entrer(d.referente), reverse("periscolaire_allergenes", args=[d.elementaire.pk, PROCHAIN])
    page = client.get(adresse)
    assert "Aussi pour École des Sources, qui ont le même menu" in texte(page.text)
    plat = Plat.objects.get(menu__etablissement=d.elementaire)
    client.post(adresse, {f"p{plat.pk}": ["soja"], "ensemble": "on", "version": version_de(client, adresse)})
    assert {p.allergenes_bruts for p in Plat.objects.all()} == {"soja"}
    client.post(reverse("periscolaire_menus_publier", args=[d.elementaire.pk, PROCHAIN]), {"ensemble": "1"})
    assert not Menu.objects.filter(publie_le=None).exists()
    assert lectures.meme_semaine(d.directrice, lectures.semaine_ecrite(d.directrice, d.elementaire, PROCHAIN)) == []


def test_withdrawn_it_is_read_no_more(d, publier, entrer):
    publier()
    entrer(d.directrice).post(reverse("periscolaire_menus_retirer", args=[d.elementaire.pk, PROCHAIN]))
    adresse = reverse("periscolaire_menus") + f"?semaine={PROCHAIN}"
    assert "Taboulé" not in entrer(d.mere).get(adresse).text


@pytest.mark.parametrize("combien", [1, 3])
def test_a_week_costs_the_same_whatever_it_holds(d, publier, entrer, django_assert_num_queries, combien):
    publier(texte="\n".join(SEMAINE.splitlines()[:combien]))
    client = entrer(d.mere_arabophone)
    with django_assert_num_queries(9):
        client.get(reverse("periscolaire_menus") + f"?semaine={PROCHAIN}")


@pytest.mark.parametrize("semaine", ["0001-01-01", "9999-12-31", "hier"])
def test_a_week_before_all_weeks_is_this_one(d, mardi, entrer, semaine):
    page = entrer(d.mere).get(reverse("periscolaire_menus"), {"semaine": semaine})
    assert (page.status_code, page.context["lundi"]) == (200, dt.date(2026, 11, 23))


@pytest.mark.parametrize(("servis", "attendus"), [("0134", [0, 1, 3, 4]), ("034", [0, 3, 4])])
def test_lines_without_their_day_follow_the_days_on_which_the_school_eats(d, mardi, entrer, cantine, servis, attendus):
    """Thursday's dishes are never read on a Wednesday without school, with Thursday's allergens."""
    cantine.jours = servis
    cantine.save()
    client, adresse = entrer(d.directrice), ecrire_ici(d.elementaire)
    lignes = "\n".join(["Riz", "Blé", "Soupe", "Lieu"][: len(servis)])
    assert client.post(adresse, {"texte": lignes, "version": version_de(client, adresse)}).status_code == 302
    ecrits = Menu.objects.filter(etablissement=d.elementaire, jour__gte=PROCHAIN).order_by("jour")
    assert [(m.jour - PROCHAIN).days for m in ecrits] == attendus


def test_one_line_too_many_without_its_day_is_refused_and_five_are_the_whole_week(d, mardi, entrer, cantine):
    cantine.jours = "034"
    cantine.save()
    client, adresse = entrer(d.directrice), ecrire_ici(d.elementaire)
    refus = client.post(adresse, {"texte": "Riz\nBlé\nSoupe\nLieu", "version": version_de(client, adresse)})
    assert refus.status_code == 422 and "Ces mots ne disent pas leur jour : « Lieu »" in texte(refus.text)
    client.post(adresse, {"texte": "Riz\nBlé\nPâtes\nSoupe\nLieu", "version": version_de(client, adresse)})
    ecrits = Menu.objects.filter(etablissement=d.elementaire, jour__gte=PROCHAIN).order_by("jour")
    assert [(m.jour - PROCHAIN).days for m in ecrits] == [0, 1, 2, 3, 4]


def test_an_empty_week_asks_for_the_allergens_of_no_dish(d, mardi, entrer):
    client, adresse = entrer(d.directrice), ecrire_ici(d.elementaire)
    page = client.post(adresse, {"texte": "", "version": version_de(client, adresse)}, follow=True)
    assert "C’est gardé : cette semaine n’a aucun plat." in texte(page.text)
    assert "Dites maintenant les allergènes" not in texte(page.text)
