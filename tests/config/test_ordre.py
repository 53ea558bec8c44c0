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
                "acces",
                "rentree",
                "sans_enfant",
                "a-faire",
                "periscolaire-service",
                "sortie",
                "jours",
                "college-partis",
                "nouvelles",
                "evacuation",
            ],
        ),
        ("eleve", ["cahier", "journal", "messages", "services", "ressources", "dossiers", "espaces"]),
        (
            "enseignant",
            [
                "classes_d_avant",
                "sans_classe",
                "raccourcis",
                "appel",
                "a-faire",
                "cahier",
                "cahier-demain",
                "rendez-vous",
                "periscolaire-jour",
                "services",
                "ressources",
            ],
        ),
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
        ("famille", "semaine messages_famille photos"),
        ("enseignant", "cahier messages_enseignant eleves"),
        ("direction", "annuaire messages_direction carnet_direction"),
        ("commune", "ecoles_commune messages_commune chercher_commune"),
        ("territoire", "ecoles_territoire chercher_territoire imports_territoire"),
    ],
)
def test_three_places_between_the_home_and_plus(univers, attendues):
    assert [e.nom for e in registres.places(univers)] == attendues.split()


@pytest.mark.parametrize(
    ("univers", "attendues"),
    [
        ("famille", "absences_famille rdv_famille periscolaire_famille ecrire cahier_famille agenda_famille souvenirs tiers_famille continuite_famille espaces_famille carnet_famille journal_famille sites_famille annees_famille consentements_famille autorisations_famille enfants_famille acces_confies dossiers_famille ajouter_enfant regles absences"),
        ("enseignant", "reserve annees_enseignant consentements_enseignant autorisations_enseignant rdv_enseignant agenda_enseignant espaces_enseignant carnet_enseignant journal_enseignant appel_enseignant evacuation_enseignant periscolaire_enseignant enfants_enseignant liaison_d_avant liaison_enseignant chercher_enseignant tiers_enseignant regles absences"),
        ("direction", "consentements_direction autorisations_direction rdv_direction agenda_direction espaces_direction journal_direction appel_direction evacuation_direction enfants_direction liaison_recus liaison_direction periscolaire_direction tiers_direction ecole_messages annees_direction chercher_direction regles absences"),
        ("commune", "periscolaire_commune reglages_commune regles absences"),
        ("territoire", "tiers_registre gar_envois identites_registre continuite_emetteurs liaison_correspondants territoire_messages sites_territoire reglages_territoire langues regles absences"),
    ],
)  # fmt: skip
def test_rows_of_plus(univers, attendues):
    assert [e.nom for e in registres.entrees([univers]) if e.place is None] == attendues.split()


def test_kinds_of_news():
    assert [s.nom for s in sortes()] == [
        "travail",
        "absences",
        "rendez_vous",
        "periscolaire",
        "liaison",
        "retour",
        "liaison_objections",
        "liaison_voyage",
        "mot",
        "college",
        "messages",
        "autorisations",
        "sorties",
        "agenda",
        "souvenirs",
        "espaces",
        "journal",
        "absences_ecole",
        "fiche",
        "acces_confies",
        "autre",
    ]
