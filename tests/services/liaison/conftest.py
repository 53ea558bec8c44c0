"""M. Caradec's CM2, on their way to the collège: Sofiane's parents live apart and both have authority."""

import datetime as dt

import pytest

from ent.services.liaison.actions import montrer, preparation
from ent.services.liaison.models import Campagne, Dossier

REPONSE, ENVOI = dt.date(2027, 5, 12), dt.date(2027, 5, 22)


@pytest.fixture
def campagne(d, mardi) -> Campagne:
    """Twelve dossiers, empty."""
    return preparation.ouvrir_campagne(
        classe=d.cm2, auteur=d.enseignant, vers=Campagne.Vers.SIXIEME, date_reponse=REPONSE, date_envoi=ENVOI
    )


@pytest.fixture
def ecrire(d):
    """``ecrire(dossier, sait="…")``: by the teacher of the CM2."""

    def ecrit(dossier: Dossier, **champs) -> int | None:
        return preparation.corriger_dossier(dossier=dossier, auteur=d.enseignant, **champs)

    return ecrit


@pytest.fixture
def dossier(d, campagne, ecrire) -> Dossier:
    """Sofiane's, written, not shown: two parts."""
    sien = campagne.dossiers.get(eleve=d.eleve_cm2)
    ecrire(sien, sait="Il lit seul un roman.", aide="Une consigne à la fois.", positions={"CPD_FRA": 3}, est_pret=True)
    return relire(sien)


@pytest.fixture
def montre(d, dossier) -> Dossier:
    """The same, that its family may read."""
    montrer.montrer(dossier=dossier, auteur=d.enseignant)
    return relire(dossier)


def relire(dossier: Dossier) -> Dossier:
    """As it is kept now."""
    return Dossier.objects.select_related("campagne", "etablissement", "eleve").get(pk=dossier.pk)
