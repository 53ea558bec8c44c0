"""What the whole product shows on homes and in the navigation stands in this order, whatever the order of the services."""

import pytest

from ent.diffusion.sortes import sortes
from ent.portail import registres


@pytest.mark.parametrize(
    ("univers", "attendues"),
    [
        (
            "famille",
            [
                "sans_enfant",
                "absences",
                "rendez-vous",
                "periscolaire",
                "mots",
                "autorisations",
                "cahier",
                "periscolaire-service",
                "messages",
                "journal",
                "mots-a-lire",
            ],
        ),
        ("eleve", ["cahier", "journal", "messages"]),
        ("enseignant", ["appel", "cahier", "rendez-vous", "journal", "messages", "periscolaire-jour", "acces"]),
        ("direction", ["ecoles", "messages", "site"]),
        ("commune", ["commune", "messages"]),
        ("territoire", ["territoire"]),
    ],
)
def test_tiles_of_a_home(univers, attendues):
    assert [t.nom for t in registres.tuiles(univers)] == attendues


@pytest.mark.parametrize(
    ("univers", "attendues"),
    [
        ("famille", "cahier_famille rdv_famille messages_famille carnet_famille journal_famille photos absences_famille ajouter_enfant "
         "periscolaire_famille sites_famille consentements_famille regles absences"),
        ("enseignant", "cahier appel_enseignant chercher_enseignant rdv_enseignant messages_enseignant carnet_enseignant journal_enseignant "
         "periscolaire_enseignant consentements_enseignant regles absences"),
        ("direction", "appel_direction annuaire chercher_direction rdv_direction messages_direction carnet_direction journal_direction "
         "periscolaire_direction ecole_messages consentements_direction regles absences"),
        ("commune", "ecoles_commune chercher_commune messages_commune periscolaire_commune regles absences"),
        ("territoire", "ecoles_territoire chercher_territoire imports_territoire territoire_messages sites_territoire regles absences"),
    ],
)  # fmt: skip
def test_places_of_the_navigation(univers, attendues):
    assert [e.nom for e in registres.entrees([univers])] == attendues.split()


def test_kinds_of_news():
    assert [s.nom for s in sortes()] == [
        "travail",
        "absences",
        "rendez_vous",
        "periscolaire",
        "retour",
        "mot",
        "messages",
        "autorisations",
        "journal",
        "absences_ecole",
        "autre",
    ]
