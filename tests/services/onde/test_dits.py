"""What a plan says beside what it writes: classes forgotten, numbered again, without a teacher."""

import datetime as dt

import pytest

from ent.annuaire.models import AnneeScolaire, Classe, Inscription
from ent.services.onde.planifier import planifier

from .exports import appliquer, comptes, eleve, fichier_eleves, fichier_personnels

SANS = "Sans enseignant : "
OUBLI = "Aucun élève de ces classes n’est dans le fichier : "
ADELE = {"nom": "MARTIN", "prenom": "Adèle", "ine": "270000001AA"}
YANIS = {"nom": "BENALI", "prenom": "Yanis", "ine": "270000002AA", "ne": "19/10/2019"}
NOUR = {"nom": "BENALI", "prenom": "Nour", "ine": "270000003AA", "ne": "02/03/2016"}
ECOLE = [
    eleve(**ADELE, niveau="CP", classe="CP A", identifiant="501"),
    eleve(**YANIS, niveau="CE1", classe="CE1", identifiant="502"),
    eleve(**NOUR, niveau="CM2", classe="CM2", identifiant="503"),
]


def dits(plan, debut: str) -> list[str]:
    return [phrase.removeprefix(debut) for phrase in plan.avertissements if phrase.startswith(debut)]


@pytest.fixture
def pleine(ecole):
    appliquer(ecole, fichier_eleves(*ECOLE))
    return ecole


# --- classes that the file forgets --------------------------------------------------------------------------------------
def test_a_class_that_the_file_forgets_is_said_with_its_pupils(pleine):
    plan = planifier(pleine, [fichier_eleves(ECOLE[0], ECOLE[2])])
    assert dits(plan, OUBLI) == ["CE1 (1 élève). Vérifiez que l’export les contient."]
    assert dits(planifier(pleine, [fichier_eleves(*ECOLE)]), OUBLI) == []
    Classe.objects.create(etablissement=pleine, annee=Classe.objects.filter(etablissement=pleine)[0].annee, nom="Vide")
    assert dits(planifier(pleine, [fichier_eleves(*ECOLE)]), OUBLI) == [
        "Vide (0 élève). Vérifiez que l’export les contient."
    ]


def test_with_the_year_the_last_class_leaves_and_another_one_does_not(pleine, horloge):
    horloge(dt.datetime(2027, 9, 6, 10, tzinfo=dt.UTC))
    monte = eleve(**ADELE, niveau="CE1", classe="CE1", identifiant="602")
    plan = planifier(pleine, [fichier_eleves(monte)], annee=AnneeScolaire.objects.pour(dt.date(2027, 9, 6)))
    assert dits(plan, OUBLI) == ["CE1 (1 élève). Vérifiez que l’export les contient."]


# --- a class whose number changed ---------------------------------------------------------------------------------------
def test_a_class_that_onde_numbered_again_keeps_its_pupils_and_says_so(pleine):
    avant = Classe.objects.get(etablissement=pleine, nom="CP A")
    fichier = fichier_eleves(ECOLE[0].replace(";501;", ";701;"), *ECOLE[1:])
    plan = planifier(pleine, [fichier])
    assert [(c.nom, c.ancien_identifiant, c.identifiant) for c in plan.classes_modifiees] == [("CP A", "501", "701")]
    assert comptes(pleine, fichier) == {"classes_modifiees": 1}
    appliquer(pleine, fichier)
    assert Inscription.objects.get(eleve__ine=ADELE["ine"], fin=None).classe == avant
    assert comptes(pleine, fichier) == {}


@pytest.mark.parametrize("autre", ["501", "702"])
def test_a_second_class_of_the_same_label_is_another_class(pleine, autre):
    """Its former number is still written, or two new ones bear that label: nothing tells which one it was."""
    neuve = eleve("SOW", "Awa", ine="270000004AA", ne="01/02/2020", classe="CP A", identifiant="701")
    plan = planifier(pleine, [fichier_eleves(neuve, ECOLE[0].replace(";501;", f";{autre};"), *ECOLE[1:])])
    assert plan.classes_modifiees == []
    assert {c.identifiant for c in plan.classes_creees} == {"701", autre} - {"501"}


# --- teachers -----------------------------------------------------------------------------------------------------------
def test_classes_without_a_teacher_are_said(ecole):
    suite = ". Le fichier de l’équipe dit qui les tient."
    equipe = fichier_personnels("Mme;;LAMY;Zoé;;;;;;;;Non;CP A")
    eleves = fichier_eleves(*ECOLE)
    assert dits(planifier(ecole, [eleves]), SANS) == [f"CP A, CE1, CM2{suite}"]
    assert dits(planifier(ecole, [eleves, equipe]), SANS) == [f"CE1, CM2{suite}"]
    appliquer(ecole, eleves, equipe)
    assert dits(planifier(ecole, [eleves]), SANS) == [f"CE1, CM2{suite}"]
