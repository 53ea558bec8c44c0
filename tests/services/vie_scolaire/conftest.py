"""The school asks about the photos of its pupils."""

import datetime as dt

import pytest

from ent.annuaire.models import Personne
from ent.fichiers.supports import Support
from ent.services.vie_scolaire.actions import consentements as actions
from ent.services.vie_scolaire.models import DemandeConsentement


@pytest.fixture
def demander(d, mardi):
    """``demander()``: by the direction of the elementary school, for the year, both media, all classes."""

    def demandee(etablissement=None, auteur=None, **champs) -> DemandeConsentement:
        return actions.demander_consentement(
            etablissement=etablissement or d.elementaire,
            auteur=auteur or d.directrice,
            **{
                "finalite": "vie_de_classe",
                "supports": [Support.JOURNAL, Support.SITE],
                "texte": "Des photos de la vie de la classe.",
                "debut": dt.date(2026, 9, 1),
                "fin": dt.date(2027, 8, 31),
            }
            | champs,
        )

    return demandee


@pytest.fixture
def dire(d):
    """``dire(demande, d.mere, d.eleve_cp, journal=True)``: answer on a screen."""

    def dite(demande, par: Personne, eleve: Personne, **reponses: bool) -> bool:
        return actions.repondre(demande=demande, eleve=eleve, par=par, reponses=reponses)

    return dite
