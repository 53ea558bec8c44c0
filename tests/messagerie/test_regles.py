"""Who may write to whom: chosen by a direction, followed from the territory, read by everyone in plain words."""

import html
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ent.annuaire.models import EntreeJournal, Personne
from messagerie.actions import regles as actions
from messagerie.lectures.fils import place
from messagerie.lectures.regles import cellules, table
from messagerie.lectures.regles_phrases import _PHRASES, chapitres, droit_de, grille
from messagerie.models import Regle


def texte(reponse) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", reponse.text))).strip()


@pytest.fixture
def page(d) -> str:
    return reverse("messagerie_regler", args=[d.elementaire.uai])


# --- The direction's table --------------------------------------------------------------------------------------------
def test_a_direction_sets_a_cell_and_sending_follows_at_once(d, fils_de, entrer, page):
    fil = fils_de.foyer()
    assert place(d.mere, fil).peut_ecrire
    assert entrer(d.directrice).post(page, {"responsable-enseignant": "reponse"}).status_code == 302
    assert not place(d.mere, fil).peut_ecrire
    assert place(d.enseignante, fil).peut_ecrire
    ligne = EntreeJournal.objects.get(verbe="messagerie.regler")
    assert (ligne.etablissement, ligne.auteur_uuid) == (d.elementaire, d.directrice.uuid)
    assert ligne.details == {"regles": ["responsable → enseignant : reponse"]}


def test_the_other_school_keeps_its_own_rules(d, entrer, mardi, page):
    entrer(d.directrice).post(page, {"responsable-enseignant": "non"})
    assert table(d.elementaire.pk).droit("responsable", "enseignant") == "non"
    assert table(d.maternelle.pk).droit("responsable", "enseignant") == "oui"


def test_what_a_school_does_not_choose_follows_the_territory(d, entrer, mardi, page):
    operateur = entrer(d.operateur)
    territoire = reverse("messagerie_regler_territoire")
    operateur.post(territoire, {"responsable-direction": "reponse"})
    assert table(d.elementaire.pk).droit("responsable", "direction") == "reponse"
    entrer(d.directrice).post(page, {"responsable-direction": "oui"})
    assert table(d.elementaire.pk).droit("responsable", "direction") == "oui"
    assert table(d.maternelle.pk).droit("responsable", "direction") == "reponse"
    operateur.post(territoire, {"geste": "revenir"})
    assert table(d.maternelle.pk).droit("responsable", "direction") == "oui"


def test_what_differs_is_marked_and_given_back_in_one_gesture(d, entrer, mardi, page):
    directrice = entrer(d.directrice)
    assert "Revenir au réglage du territoire" not in texte(directrice.get(page))
    directrice.post(page, {"responsable-enseignant": "non", "responsable-responsable": "oui"})
    lue = texte(directrice.get(page))
    assert lue.count("territoire : oui") == 1 and lue.count("territoire : non") == 1
    assert "Revenir au réglage du territoire" in lue
    directrice.post(page, {"geste": "revenir"})
    assert not Regle.objects.exists()
    assert "territoire : " not in texte(directrice.get(page))


def test_a_cell_that_somebody_set_meanwhile_is_told_in_words(d, entrer, mardi, page):
    """What follows the territory is said so: no cell is « None »."""
    entrer(d.directrice).post(page, {"responsable-enseignant": "reponse"})
    refus = entrer(d.directrice).post(page, {"responsable-direction": "reponse", "version": "ce qu’elle avait lu"})
    assert "Les familles à la direction comme le territoire" in texte(refus)
    assert ">None<" not in refus.text


def test_choosing_what_the_territory_says_keeps_nothing(d, entrer, mardi, page):
    directrice = entrer(d.directrice)
    directrice.post(page, {"responsable-enseignant": "non"})
    directrice.post(page, {"responsable-enseignant": ""})
    assert not Regle.objects.exists()
    assert EntreeJournal.objects.filter(verbe="messagerie.regler").count() == 2
    directrice.post(page, {"responsable-enseignant": ""})
    assert EntreeJournal.objects.filter(verbe="messagerie.regler").count() == 2


def test_a_cell_that_is_not_a_choice_says_why_and_cannot_be_forced(d, entrer, mardi, page):
    directrice = entrer(d.directrice)
    lue = directrice.get(page)
    assert 'name="responsable-eleve"' not in lue.text and 'name="direction-eleve"' not in lue.text
    assert "Un adulte n’est jamais seul avec un élève." in texte(lue)
    directrice.post(page, {"responsable-eleve": "oui"})
    assert not Regle.objects.exists()
    with pytest.raises(ValidationError):
        actions.regler(etablissement=d.elementaire, auteur=d.directrice, cellules={("responsable", "eleve"): "oui"})
    Regle.objects.create(etablissement=d.elementaire, auteur="responsable", cible="eleve", droit="oui")
    assert table(d.elementaire.pk).droit("responsable", "eleve") == "non"


@pytest.mark.parametrize("valeur", ["peut-être", "oui; drop"])
def test_a_choice_that_does_not_exist_is_said_so(d, entrer, mardi, page, valeur):
    reponse = entrer(d.directrice).post(page, {"responsable-enseignant": valeur})
    assert reponse.status_code == 422
    assert "Un des choix n’existe pas. Rien n’a changé : choisissez à nouveau." in texte(reponse)
    assert not Regle.objects.exists()


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
        Regle.objects.all().delete()
        for case in grille(d.elementaire.pk, cellules(d.elementaire.pk)).cases:
            if droit in dict.fromkeys(valeur or case.droit for valeur, _mot, _choisi in case.choix):
                Regle.objects.update_or_create(
                    etablissement=d.elementaire, auteur=case.auteur, cible=case.cible, defaults={"droit": droit}
                )
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
    for cible in ["direction", "enseignant", "responsable"][:regles]:
        Regle.objects.create(etablissement=d.elementaire, auteur="responsable", cible=cible, droit="non")
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
    assert reverse("messagerie_regler_territoire") in operateur.get(territoire).text
