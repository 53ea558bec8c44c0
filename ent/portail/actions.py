"""The one write of the shell: the language in which a person reads."""

from django.db import transaction

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne


@transaction.atomic
def choisir_langue(*, personne: Personne, langue: str) -> None:
    personne.langue = langue
    personne.save(update_fields=["langue"])
    consigner("portail.choisir_langue", auteur=personne, objet=f"personne {personne.pk}", langue=langue)
