"""A paste of five lines is understood; the fourteen allergens are recognised by their names and by their numbers."""

import datetime as dt

import pytest

from ent.services.periscolaire import allergenes
from ent.services.periscolaire.allergenes import Allergene
from ent.services.periscolaire.menu_colle import PlatLu, en_texte, lire_la_semaine

from .conftest import PROCHAIN, SEMAINE

JOUR = dt.timedelta(days=1)


def test_they_are_fourteen_in_the_order_of_the_annex():
    assert [a.value for a in Allergene] == [
        "gluten", "crustaces", "oeufs", "poissons", "arachides", "soja", "lait", "coque", "celeri", "moutarde", "sesame", "sulfites",
        "lupin", "mollusques",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("mot", "lequel"),
    [
        ("lait", "lait"),
        ("Œuf", "oeufs"),
        ("noisettes", "coque"),
        ("7", "lait"),
        ("14", "mollusques"),
        ("blé", "gluten"),
        ("bio", None),
        ("15", None),
    ],
)
def test_each_is_known_by_what_kitchens_write(mot, lequel):
    assert allergenes.reconnaitre(mot) == lequel


def test_a_column_keeps_them_once_and_in_order():
    assert allergenes.ecrire(["lait", "gluten", "lait"]) == "gluten,lait"
    assert allergenes.lire("gluten,lait") == [Allergene.GLUTEN, Allergene.LAIT]
    assert allergenes.en_mots(["oeufs", "lait"]) == "œufs, lait"


def test_a_week_is_read_line_by_line():
    lue = lire_la_semaine(SEMAINE, PROCHAIN)
    assert (list(lue.jours), lue.incompris) == (
        [PROCHAIN, PROCHAIN + JOUR, PROCHAIN + 3 * JOUR, PROCHAIN + 4 * JOUR],
        [],
    )
    assert lue.jours[PROCHAIN] == [
        PlatLu("Taboulé", False, (Allergene.GLUTEN,), True),
        PlatLu("Sauté de dinde", False, (), True),
        PlatLu("Boulettes de pois chiches", True, (Allergene.SESAME,), True),
        PlatLu("Yaourt", False, (Allergene.LAIT,), True),
    ]
    assert lue.jours[PROCHAIN + JOUR][0] == PlatLu("Concombre")  # nobody said its allergens


@pytest.mark.parametrize(
    "ligne",
    [
        "LUNDI 30 novembre : salade, riz",
        "Lundi - salade ; riz.",
        "• lundi salade, riz",
        "Lundi\nsalade\nriz",
        "lundi 30: salade • riz",
    ],
)
def test_a_day_is_named_as_people_name_it(ligne):
    assert [p.nom for p in lire_la_semaine(ligne, PROCHAIN).jours[PROCHAIN]] == ["Salade", "Riz"]


def test_five_lines_without_names_are_monday_to_friday():
    lue = lire_la_semaine("a\nb\nc\nd\ne\nf", PROCHAIN)
    assert [[p.nom for p in plats] for plats in lue.jours.values()] == [["A"], ["B"], ["C"], ["D"], ["E"]]
    assert lue.incompris == ["f"]


def test_what_stands_before_any_day_is_said_and_not_dropped():
    assert lire_la_semaine("Bon appétit\nLundi : riz", PROCHAIN).incompris == ["Bon appétit"]


def test_a_bracket_that_holds_another_word_is_of_the_dish():
    (plat,) = lire_la_semaine("Lundi : Pomme (bio, locale)", PROCHAIN).jours[PROCHAIN]
    assert plat == PlatLu("Pomme (bio, locale)")


def test_what_is_written_back_is_read_the_same():
    lue = lire_la_semaine(SEMAINE, PROCHAIN)
    assert lire_la_semaine(en_texte(lue.jours), PROCHAIN).jours == lue.jours
