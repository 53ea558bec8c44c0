"""Writes of the shell: how a person likes to read."""

from django.db import transaction

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne

from .models import Confort


@transaction.atomic
def choisir_langue(*, personne: Personne, langue: str) -> None:
    personne.langue = langue
    personne.save(update_fields=["langue"])
    consigner("portail.choisir_langue", auteur=personne, objet=f"personne {personne.pk}", langue=langue)


@transaction.atomic
def choisir_confort(*, personne: Personne, **choix: bool) -> None:
    """`est_grand` or `est_lisible`, for this person on every device."""
    Confort.objects.update_or_create(personne=personne, defaults=choix)
    consigner("portail.choisir_confort", auteur=personne, objet=f"personne {personne.pk}", **choix)
