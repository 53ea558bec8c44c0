import pytest

from ent.annuaire import actions
from ent.annuaire.codes import lettre_uai
from ent.annuaire.models import Etablissement, Personne

from .exports import eleve, fichier_eleves, fichier_responsables, responsable


def _ecole(chiffres: str, nom: str) -> Etablissement:
    return actions.creer_etablissement(
        uai=chiffres + lettre_uai(chiffres), nom=nom, nature="elementaire", code_insee="78490"
    )


@pytest.fixture
def ecole(db, mardi) -> Etablissement:
    """A school just opened: nobody in it."""
    return _ecole("0789911", "École des Marronniers")


@pytest.fixture
def autre_ecole(db, mardi) -> Etablissement:
    return _ecole("0789912", "École du Moulin")


@pytest.fixture
def directeur(ecole) -> Personne:
    personne = Personne.objects.create(
        prenom="Dina", nom="Meyer", civilite="Mme", identifiant="dina.meyer", password="!"
    )
    actions.donner_role(personne=personne, nature="directeur", etablissement=ecole)
    return personne


@pytest.fixture
def trois_eleves():
    return fichier_eleves(
        eleve("MARTIN", "Adèle", ine="270000001AA", niveau="CP", classe="CP-CE1", identifiant="501"),
        eleve("BENALI", "Yanis", ine="270000002AA", ne="19/10/2019", niveau="CE1", classe="CP-CE1", identifiant="501"),
        eleve("BENALI", "Nour", ine="270000003AA", ne="02/03/2016", niveau="CM2", classe="CM2", identifiant="502"),
    )


@pytest.fixture
def leurs_parents():
    return fichier_responsables(
        responsable("Mme", "MARTIN", "Aline", ("MARTIN", "Adèle", "CP"), courriel="aline@exemple.fr"),
        responsable("M.", "BENALI", "Karim", ("BENALI", "Yanis"), ("BENALI", "Nour"), portable="0612345678"),
    )


@pytest.fixture
def dossier(tmp_path, settings):
    """The folder of the AAF, empty."""
    settings.ENT_AAF_DOSSIER = str(tmp_path)
    return tmp_path
