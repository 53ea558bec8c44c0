"""The agenda of the cast's schools."""

import datetime as dt

import pytest

from ent.services.agenda_ecole import actions
from ent.services.agenda_ecole.models import Evenement

JEUDI_3 = dt.date(2026, 12, 3)


@pytest.fixture
def ecrire(d, mardi):
    """``ecrire("Piscine", classe=d.cm2)``: on Thursday 3 December from 14:00 to 15:00; without a class, for the school."""

    def ecrit(titre="Sortie", etablissement=None, auteur=None, **champs) -> Evenement:
        jour = champs.pop("jour", JEUDI_3)
        return actions.publier_evenement(
            etablissement=etablissement or d.elementaire,
            auteur=auteur or (d.enseignante if champs.get("classe") else d.directrice),
            titre=titre,
            **{"jour": jour, "dernier_jour": jour, "de": dt.time(14), "a": dt.time(15)} | champs,
        )

    return ecrit


@pytest.fixture
def serie(d, ecrire):
    """The library, each Thursday from 3 December to 28 January, but for holidays."""
    return ecrire("Bibliothèque", classe=d.cp_ce1, rythme="hebdo", jusqu_au=dt.date(2027, 1, 28))
