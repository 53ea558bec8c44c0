import pytest

from ent.annuaire import actions
from ent.annuaire.codes import lettre_uai
from ent.annuaire.models import Etablissement


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
