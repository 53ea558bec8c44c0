"""Somebody without any tie, of whom no database is asked whether a second key is due: for tests of sockets that have none."""

from ent.annuaire.models import Personne
from ent.annuaire.models.portee import ECOLE_DU_LIEN


def sans_lien(personne: Personne) -> Personne:
    personne.portee._liens = [[] for _lecture in (*ECOLE_DU_LIEN, "what schools closed")]
    return personne
