"""Files after a merger: those of the school that ended are refused, with where to drop them; that of the school that stays confirms."""

import io
import zipfile

import pytest

from ent.annuaire import actions
from ent.annuaire.models import Classe, Inscription, Passage, Responsabilite
from ent.services.onde.lignes import Illisible
from ent.services.onde.planifier import planifier
from ent.services.onde.territoire import traiter

from .exports import TITRES_ELEVES, appliquer, eleve, fichier_eleves, fichier_responsables, responsable, texte
from .test_annees import ADELE, CETTE_ANNEE, YANIS, annee, jour, places

ANA = {"nom": "MEULE", "prenom": "Ana", "ine": "270000021AA", "ne": "11/05/2019"}
DU_MOULIN = [eleve(**ANA, niveau="CE1", classe="CE1", identifiant="701")]
MERES = [responsable("Mme", "MEULE", "Lise", ("MEULE", "Ana"), courriel="lise@exemple.fr")]


@pytest.fixture
def reunies(ecole, autre_ecole, directeur, horloge):
    """Two schools of ONDE become one on the thirtieth of August."""
    appliquer(ecole, fichier_eleves(*CETTE_ANNEE))
    appliquer(autre_ecole, fichier_eleves(*DU_MOULIN), fichier_responsables(*MERES))
    horloge(jour(6, 12))
    actions.declarer_une_fusion(etablissement=autre_ecole, rejoint=ecole, auteur=directeur)
    horloge(jour(8, 30))
    actions.faire_le_passage(passage=Passage.objects.get(etablissement=ecole), auteur=directeur)
    autre_ecole.refresh_from_db()
    return autre_ecole


def test_a_file_that_agrees_moves_nobody_makes_no_class_and_ties_nobody_again(ecole, reunies, horloge):
    ou = places(ecole)
    assert set(ou) == {"Adèle", "Yanis", "Ana"} and ou["Ana"] == ("CE2", "2027-2028")
    avant = list(Inscription.objects.order_by("pk").values("pk", "eleve", "classe", "niveau", "debut", "fin"))
    classes = set(Classe.objects.values_list("pk", "nom", "fermee_le"))
    liens = set(Responsabilite.objects.values_list("pk", "etablissement", "fin"))
    horloge(jour(9, 3))
    numeros = {nom: str(800 + rang) for rang, nom in enumerate(sorted({nom for nom, _annee in ou.values()}))}
    lignes = [
        eleve(**enfant, niveau=niveau, classe=ou[enfant["prenom"]][0], identifiant=numeros[ou[enfant["prenom"]][0]])
        for enfant, niveau in ((ADELE, "CE1"), (YANIS, "CE2"), (ANA, "CE2"))
    ]
    comptes = appliquer(ecole, fichier_eleves(*lignes), fichier_responsables(*MERES), annee=annee(2027))
    assert list(Inscription.objects.order_by("pk").values("pk", "eleve", "classe", "niveau", "debut", "fin")) == avant
    assert set(Classe.objects.values_list("pk", "nom", "fermee_le")) == classes
    assert set(Responsabilite.objects.values_list("pk", "etablissement", "fin")) == liens
    assert comptes.get("eleves_crees", 0) == comptes.get("classes_creees", 0) == comptes.get("liens_crees", 0) == 0


def test_a_file_of_the_school_that_ended_is_refused_with_where_it_went(ecole, reunies):
    lecture = fichier_eleves(*DU_MOULIN)
    with pytest.raises(Illisible) as refus:
        planifier(reunies, [lecture])
    assert "Fermée depuis le 30 août 2027 : elle a rejoint « École des Marronniers » (0789911" in refus.value.raison
    contenu = io.BytesIO()
    with zipfile.ZipFile(contenu, "w") as archive:
        archive.writestr(f"{reunies.uai}/eleves.csv", texte(TITRES_ELEVES, DU_MOULIN))
    (dite,) = traiter(nom="territoire.zip", contenu=contenu.getvalue(), appliquer=True)["ecoles"]
    assert dite["uai"] == reunies.uai
    assert "elle a rejoint « École des Marronniers »" in dite["erreur"]
    assert not Inscription.objects.filter(classe__etablissement=reunies, fin=None).exists()


def test_undone_its_files_are_read_again(ecole, reunies, directeur):
    actions.defaire_le_passage(passage=Passage.objects.get(etablissement=ecole), auteur=directeur)
    reunies.refresh_from_db()
    assert planifier(reunies, [fichier_eleves(*DU_MOULIN)], annee=annee(2026)).comptes()["eleves_crees"] == 0
