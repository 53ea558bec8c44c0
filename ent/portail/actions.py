"""Writes of the shell: how a person likes to read, and what they are typing."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Personne

from .models import Brouillon, Confort

GARDE = dt.timedelta(days=60)  # of a draft that nobody took up again


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


# Drafts are not journalled, and told to nobody.
@transaction.atomic
def garder_brouillon(
    *, auteur: Personne, etablissement: Etablissement, cle: str, champs: list[tuple[str, list[str]]]
) -> Brouillon:
    """Keep a form as it stands: (name, values) in order, as it will be sent. What was forgotten for two months goes."""
    maintenant = timezone.now()
    # PostgreSQL keeps no NUL character, and nobody types one.
    champs = [(nom.replace("\0", ""), [valeur.replace("\0", "") for valeur in valeurs]) for nom, valeurs in champs]
    Brouillon.objects.filter(auteur=auteur, modifie_le__lt=maintenant - GARDE).delete()
    brouillon, _cree = Brouillon.objects.update_or_create(
        auteur=auteur,
        cle=cle,
        defaults={"etablissement": etablissement, "champs": champs, "modifie_le": maintenant},
    )
    return brouillon


@transaction.atomic
def oublier_brouillon(*, auteur: Personne, cle: str) -> None:
    """The form was sent, or its author started over."""
    Brouillon.objects.filter(auteur=auteur, cle=cle).delete()
