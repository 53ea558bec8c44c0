"""Who may write to whom: chosen by a direction, followed from the territory, read by everyone in plain words."""

import html
import re

import pytest
from django.urls import reverse

from ent.annuaire.actions.reglages import Voulu, regler_ensemble
from ent.annuaire.models import EntreeJournal, Etablissement, Personne, Place, Reglage
from messagerie.droits.regles import ADMIS, CHOIX, CODES, code
from messagerie.lectures.fils import place
from messagerie.lectures.regles import table
from messagerie.lectures.regles_phrases import _PHRASES, chapitres, droit_de


def texte(reponse) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", reponse.text))).strip()


@pytest.fixture
def page(d) -> str:
    return reverse("messagerie_regler", args=[d.elementaire.uai])


def regler(place: Place, auteur, cellules: dict[tuple[str, str], str | None], mode: str = "libre") -> None:
    regler_ensemble(place=place, voulus=[Voulu(code(*c), dit, mode) for c, dit in cellules.items()], auteur=auteur)


# --- The direction's table --------------------------------------------------------------------------------------------
def test_a_direction_sets_a_cell_and_sending_follows_at_once(d, fils_de, entrer, page):
    fil = fils_de.foyer()
    assert place(d.mere, fil).peut_ecrire
    assert entrer(d.directrice).post(page, {"responsable-enseignant": "reponse"}).status_code == 302
    assert not place(d.mere, fil).peut_ecrire
    assert place(d.enseignante, fil).peut_ecrire
    ligne = EntreeJournal.objects.get(verbe="annuaire.regler")
    assert (ligne.etablissement, ligne.auteur_uuid) == (d.elementaire, d.directrice.uuid)
    assert ligne.details["code"] == "messagerie.ecrire.responsable-enseignant"


def test_the_other_school_keeps_its_own_rules(d, entrer, mardi, page):
    entrer(d.directrice).post(page, {"responsable-enseignant": "non"})
    assert table(d.elementaire.pk).droit("responsable", "enseignant") == "non"
    assert table(d.maternelle.pk).droit("responsable", "enseignant") == "oui"


def test_what_a_school_does_not_choose_follows_its_commune_then_the_territory(d, entrer, mardi, page):
    vers_la_direction = ("responsable", "direction")
    regler(Place(), d.operateur, {vers_la_direction: "reponse"})
    assert table(d.elementaire.pk).droit(*vers_la_direction) == "reponse"
    assert table(None).droit(*vers_la_direction) == "reponse"
    regler(Place(commune=d.elementaire.commune), d.referente, {vers_la_direction: "non"})
    entrer(d.directrice).post(page, {"responsable-direction": "oui"})
    assert table(d.elementaire.pk).droit(*vers_la_direction) == "oui"
    assert table(d.maternelle.pk).droit(*vers_la_direction) == "reponse"
    entrer(d.directrice).post(page, {"responsable-direction": ""})
    assert table(d.elementaire.pk).droit(*vers_la_direction) == "non"


def test_what_a_level_above_fixed_or_bounded_is_said_and_held(d, entrer, mardi, page):
    regler(Place(), d.operateur, {("responsable", "enseignant"): "reponse"}, mode="fixe")
    regler(Place(), d.operateur, {("responsable", "direction"): "reponse"}, mode="borne")
    directrice = entrer(d.directrice)
    lue = directrice.get(page)
    assert 'name="responsable-enseignant"' not in lue.text and "fixé par le territoire" in texte(lue)
    choix = lue.text.split('name="responsable-direction"')[1].split("</select>")[0]
    assert re.findall(r'value="(\w*)"', choix) == ["non", ""]
    directrice.post(page, {"responsable-enseignant": "oui"})
    refus = directrice.post(page, {"responsable-direction": "oui"})
    assert refus.status_code == 422 and "Dans ce que laisse le territoire" in texte(refus)
    assert not Reglage.objects.filter(etablissement=d.elementaire).exists()
    assert table(d.elementaire.pk).droit("responsable", "enseignant") == "reponse"


def test_what_differs_is_marked_given_back_in_one_gesture_and_undone(d, entrer, mardi, page):
    directrice = entrer(d.directrice)
    assert "Suivre de nouveau en tout" not in texte(directrice.get(page))
    faite = directrice.post(page, {"responsable-enseignant": "non", "responsable-responsable": "oui"}, follow=True)
    lue = texte(faite)
    assert lue.count("au départ : oui") == 1 and lue.count("au départ : non") == 1
    directrice.post(page, {"geste": "revenir"})
    assert not [c for c in Etablissement.objects.get(pk=d.elementaire.pk).reglages_en_vigueur if c.startswith(CODES)]
    annuler = re.search(r'action="([^"]+/annuler/[^"]*)"', html.unescape(directrice.get(page).text))
    directrice.post(annuler[1])
    assert table(d.elementaire.pk).droit("responsable", "enseignant") == "non"


def test_a_cell_that_somebody_set_meanwhile_is_told_in_words(d, entrer, mardi, page):
    """What follows is said so: no cell is « None »."""
    entrer(d.directrice).post(page, {"responsable-enseignant": "reponse"})
    refus = entrer(d.directrice).post(page, {"responsable-direction": "reponse", "version": "ce qu’elle avait lu"})
    assert "Les familles à la direction comme au-dessus" in texte(refus)
    assert ">None<" not in refus.text


def test_choosing_what_is_already_there_writes_nothing(d, entrer, mardi, page):
    directrice = entrer(d.directrice)
    directrice.post(page, {"responsable-enseignant": "non"})
    directrice.post(page, {"responsable-enseignant": ""})
    assert EntreeJournal.objects.filter(verbe="annuaire.regler").count() == 2
    directrice.post(page, {"responsable-enseignant": ""})
    assert EntreeJournal.objects.filter(verbe="annuaire.regler").count() == 2


def test_a_cell_that_is_not_a_choice_says_why_and_cannot_be_forced(d, entrer, mardi, page):
    directrice = entrer(d.directrice)
    lue = directrice.get(page)
    assert 'name="responsable-eleve"' not in lue.text and 'name="direction-eleve"' not in lue.text
    assert "Un adulte n’est jamais seul avec un élève." in texte(lue)
    directrice.post(page, {"responsable-eleve": "oui"})
    assert not Reglage.objects.exists()
    assert {cellule for cellule in ADMIS if len(ADMIS[cellule]) > 1} == set(CHOIX)
    d.elementaire.reglages_en_vigueur = {code("responsable", "eleve"): "oui", code("eleve", "enseignant"): "oui"}
    d.elementaire.save()
    assert table(d.elementaire.pk).droit("responsable", "eleve") == "non"
    assert table(d.elementaire.pk).droit("eleve", "enseignant") == "non"


@pytest.mark.parametrize("valeur", ["peut-être", "oui; drop"])
def test_a_choice_that_does_not_exist_is_said_so(d, entrer, mardi, page, valeur):
    reponse = entrer(d.directrice).post(page, {"responsable-enseignant": valeur})
    assert reponse.status_code == 422
    assert "Un des choix n’existe pas. Rien n’a changé : choisissez à nouveau." in texte(reponse)
    assert not Reglage.objects.exists()


def test_parents_of_a_class_see_each_other_only_when_the_school_says_so(d, fils_de, entrer, page):
    fil = fils_de.parents
    assert not place(d.mere, fil).peut_ecrire
    directrice = entrer(d.directrice)
    assert "Les parents d’une classe se voient" in texte(directrice.get(page))
    directrice.post(page, {"responsable-responsable": "oui"})
    assert place(d.mere, fil).peut_ecrire


# --- The rules in plain words -----------------------------------------------------------------------------------------
LECTEURS = ["mere", "pere_separe", "mere_arabophone", "enseignante", "remplacant", "directrice"]


@pytest.mark.parametrize("qui", LECTEURS)
def test_everyone_of_the_school_reads_its_rules(d, entrer, mardi, qui):
    reponse = entrer(d.gens[qui]).get(reverse("messagerie_regles", args=[d.elementaire.uai]))
    assert reponse.status_code == 200 and "École du Cerf-Volant" in reponse.text


@pytest.mark.parametrize("qui", ["directrice_maternelle", "eleve_cp"])
def test_another_school_and_pupils_do_not(d, entrer, mardi, qui):
    assert entrer(d.gens[qui]).get(reverse("messagerie_regles", args=[d.elementaire.uai])).status_code == 404


def test_the_sentences_follow_the_table(d, entrer, mardi, page):
    lire = reverse("messagerie_regles", args=[d.elementaire.uai])
    mere = entrer(d.mere)
    avant = texte(mere.get(lire))
    assert "Vous écrivez aux enseignants de la classe de votre enfant." in avant
    assert "Les parents d’une classe ne se voient pas : aucune famille ne lit une autre famille." in avant
    entrer(d.directrice).post(page, {"responsable-enseignant": "reponse", "responsable-responsable": "oui"})
    apres = texte(mere.get(lire))
    assert "Vous répondez aux enseignants de la classe de votre enfant ; ils écrivent les premiers." in apres
    assert "Les parents d’une classe se voient et s’écrivent dans un fil que leurs enseignants lisent." in apres


def test_each_sentence_is_what_the_predicate_answers(d, mardi):
    """Whatever the table: the sentence read is the one of the right that sending would find."""
    for droit in ("non", "reponse", "oui"):
        dits = {c: droit if droit in ADMIS[c] else None for c in CHOIX}
        regler(Place(ecole=d.elementaire), d.directrice, dits)
        la_table = table(d.elementaire.pk)
        dites = [phrase for _titre, phrases in chapitres(la_table) for phrase in phrases]
        for (nature, a_une_classe, qui), phrases in _PHRASES.items():
            attendu = {"oui": 0, "reponse": 1, "non": 2}[droit_de(la_table, nature, qui, a_une_classe=a_une_classe)]
            assert str(phrases[attendu]) in dites


def test_someone_of_two_schools_chooses_one(d, entrer, mardi):
    choisir = reverse("messagerie_regles_choisir")
    assert entrer(d.enseignante).get(choisir)["Location"] == reverse("messagerie_regles", args=[d.elementaire.uai])
    page = texte(entrer(d.mere).get(choisir))
    assert "École du Cerf-Volant" in page and "École Les Coquelicots" in page
    seul = Personne.objects.create(prenom="Ali", nom="Seul", courriel="ali@exemple.fr")
    assert "Aucune école n’est encore reliée à votre compte." in texte(entrer(seul).get(choisir))


@pytest.mark.parametrize("regles", [1, 3])
def test_reading_and_setting_cost_the_same_whatever_was_set(d, entrer, mardi, page, django_assert_num_queries, regles):
    for cible in ["direction", "enseignant", "personnel"][:regles]:
        regler(Place(ecole=d.elementaire), d.directrice, {("enseignant", cible): "non"})
    directrice = entrer(d.directrice)
    with django_assert_num_queries(6):
        directrice.get(page)
    mere = entrer(d.mere)
    with django_assert_num_queries(8):
        mere.get(reverse("messagerie_regles", args=[d.elementaire.uai]))


# --- Where the direction and the operator start from ------------------------------------------------------------------
def test_the_direction_finds_everything_from_its_school(d, entrer, mardi):
    directrice = entrer(d.directrice)
    ecole = reverse("messagerie_ecole", args=[d.elementaire.uai])
    assert f'href="{ecole}"' in directrice.get(reverse("annuaire_ecole", args=[d.elementaire.uai])).text
    assert directrice.get(reverse("messagerie_ecoles"))["Location"] == ecole
    assert reverse("messagerie_regler", args=[d.elementaire.uai]) in directrice.get(ecole).text
    assert entrer(d.enseignante).get(reverse("messagerie_ecoles")).status_code == 404


@pytest.mark.besoin_de("ent.services.onde")
def test_the_operator_finds_everything_from_the_territory(d, entrer, mardi):
    operateur = entrer(d.operateur)
    territoire = reverse("messagerie_territoire")
    assert f'href="{territoire}"' in operateur.get(reverse("annuaire_ecoles")).text
    assert f"{reverse('annuaire_reglages_territoire')}?rubrique=messages" in operateur.get(territoire).text
