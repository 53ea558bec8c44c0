"""What a plan says beside what it writes: classes forgotten, numbered again, without a teacher; first names one letter away."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from ent.annuaire.models import AnneeScolaire, Classe, Inscription, Responsabilite
from ent.services.onde.executer import executer
from ent.services.onde.forms import ReponsesForm
from ent.services.onde.identites import a_une_lettre
from ent.services.onde.models import ImportOnde
from ent.services.onde.planifier import planifier

from .exports import (
    TITRES_RESPONSABLES,
    appliquer,
    comptes,
    eleve,
    fichier_eleves,
    fichier_personnels,
    fichier_responsables,
    responsable,
    texte,
)
from .test_pages_import import deposer, lire_le_formulaire

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


# --- a first name one letter away ---------------------------------------------------------------------------------------
AVANT = responsable("Mme", "MARTIN", "Aline", ("MARTIN", "Adèle"), courriel="aline@exemple.fr")
APRES = responsable("Mme", "MARTIN", "Alyne", ("MARTIN", "Adèle"))


def _adultes() -> list[str]:
    liens = Responsabilite.objects.filter(enfant__ine=ADELE["ine"], fin=None)
    return sorted(liens.values_list("adulte__prenom", flat=True))


@pytest.mark.parametrize(("reponse", "liens"), [(None, ["Aline"]), ("meme", ["Aline"]), ("autre", ["Aline", "Alyne"])])
def test_a_first_name_one_letter_away_is_asked_and_makes_no_second_adult(pleine, reponse, liens):
    appliquer(pleine, fichier_responsables(AVANT))
    plan = planifier(pleine, [fichier_responsables(APRES)])
    (doute,) = plan.doutes
    assert (doute.responsable, str(doute.connu), doute.enfant) == ("Mme Alyne Martin", "Aline Martin", "Adèle Martin")
    assert (plan.comptes()["a_resoudre"], plan.nombre_de_changements(), plan.liens_absents) == (1, 0, [])
    choisies = ReponsesForm({f"q-{doute.empreinte}": reponse or ""}, plan=plan).choisies()
    executer(planifier(pleine, plan.lectures, choisies))
    assert _adultes() == liens
    encore = planifier(pleine, [fichier_responsables(APRES)])
    assert len(encore.doutes) == (reponse is None), "what was answered is not asked again"


@pytest.mark.parametrize(
    "lignes",
    [
        [AVANT, APRES],  # both are written: two people
        [responsable("M.", "MARTIN", "Alyne", ("MARTIN", "Adèle"))],
        [responsable("Mme", "MARTIN", "Elyne", ("MARTIN", "Adèle"))],
        [responsable("Mme", "SOW", "Alyne", ("MARTIN", "Adèle"))],
    ],
)
def test_nothing_is_asked_of_who_is_surely_another(pleine, lignes):
    appliquer(pleine, fichier_responsables(AVANT))
    plan = planifier(pleine, [fichier_responsables(*lignes)])
    assert (plan.doutes, len(plan.responsables_crees)) == ([], 1)


def test_nothing_is_told_of_an_adult_whom_another_school_declared(pleine, autre_ecole):
    appliquer(pleine, fichier_responsables(AVANT))
    Responsabilite.objects.filter(enfant__ine=ADELE["ine"]).update(etablissement=autre_ecole)
    assert planifier(pleine, [fichier_responsables(APRES)]).doutes == []


def test_the_page_asks_and_takes_the_answer(pleine, directeur, entrer):
    appliquer(pleine, fichier_responsables(AVANT))
    client = entrer(directeur)
    page = client.get(deposer(client, pleine, texte(TITRES_RESPONSABLES, [APRES])).url)
    assert "est-ce Aline Martin, déjà responsable d’Adèle Martin ?" in page.text
    marque = re.search(r'name="(q-\w+)" value="meme"', page.text)[1]
    depot = ImportOnde.objects.get(etablissement=pleine)
    adresse = reverse("annuaire_import_appliquer", args=[pleine.uai, depot.pk])
    client.post(adresse, lire_le_formulaire(page) | {marque: "meme"})
    depot.refresh_from_db()
    assert (depot.etat, _adultes()) == ("applique", ["Aline"])
    assert planifier(pleine, [fichier_responsables(APRES)]).doutes == []


def test_one_letter_is_changed_added_or_missing():
    assert [a_une_lettre("Aline", autre) for autre in ("Alyne", "Alin", "Alline", "ALINE", "Elyne", "Ali")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
