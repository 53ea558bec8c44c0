"""What is told of dossiers, and to whom: those who have authority over the child, by the ties of the moment."""

from django.urls import reverse

from ent.annuaire import destinataires

from .models import Dossier

MONTRE = "liaison.montre"  # to the family: it may be read
RELANCE = "liaison.relance"  # to those who did not answer
CHANGE = "liaison.change"  # pages are read again


def familles_de(dossier: Dossier) -> set[tuple[int, int]]:
    """(adult, child)."""
    return destinataires.familles(dossier.etablissement_id, [dossier.eleve_id])


def adresse_de_la_famille(dossier: Dossier) -> str:
    """Where it reads this dossier."""
    return reverse("accueil")
