"""Levels that a person says, where the school's file says none."""

from django.db import transaction

from ..journal import consigner
from ..models import Etablissement, Inscription, Personne
from ..registres import prevenir_des_liens


@transaction.atomic
def preciser_niveaux(
    *, etablissement: Etablissement, decisions: list[tuple[Inscription, str]], auteur: Personne
) -> None:
    """What is given to a level reaches these pupils from now on. What ONDE wrote is kept: a file that still writes it changes nothing."""
    if not decisions:
        return
    for inscription, niveau in decisions:
        inscription.niveau = niveau
        inscription.save(update_fields=["niveau"])
        consigner(
            "annuaire.preciser_niveau",
            auteur=auteur,
            etablissement=etablissement,
            objet=f"personne {inscription.eleve_id}",
            niveau=niveau,
        )
    prevenir_des_liens([inscription.eleve_id for inscription, _niveau in decisions])
