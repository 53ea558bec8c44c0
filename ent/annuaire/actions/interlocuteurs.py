"""Whom help leads to."""

from typing import Any

from django.db import transaction

from ..journal import consigner
from ..models import Etablissement, Interlocuteur, Personne


@transaction.atomic
def dire_qui_repond(*, etablissement: Etablissement | None, auteur: Personne, champs: dict[str, Any]) -> Interlocuteur:
    """Who answers in this school, or in the territory (None), and when."""
    connu = Interlocuteur.objects.filter(etablissement=etablissement).first()
    interlocuteur = connu or Interlocuteur(etablissement=etablissement)
    for nom, valeur in champs.items():
        setattr(interlocuteur, nom, valeur)
    interlocuteur.full_clean()
    interlocuteur.save()
    consigner("annuaire.dire_qui_repond", auteur=auteur, etablissement=etablissement, champs=sorted(champs))
    return interlocuteur
