"""A school takes over from another: what third schools had sent for its pupils is read where they are, by who teaches them now."""

from collections.abc import Collection

from django.db import transaction

from ent.annuaire.destinataires import presents
from ent.annuaire.models import Etablissement

from ..models import Reception


@transaction.atomic
def suivre(de: int, vers: int, eleves: Collection[int]) -> None:
    """What was confirmed goes with its pupil, and what nobody confirmed goes with the school that is closed: the direction of the other says
    whom it is about. Schools that part again leave the latter where it is, to be confirmed there or refused, which its sender reads.
    """
    recues = Reception.objects.filter(etablissement=de)
    partis = set(eleves) - set(presents(de).order_by().values_list("eleve", flat=True))
    recues.filter(eleve__in=partis).update(etablissement=vers)
    if Etablissement.objects.filter(pk=de, fermee_le__isnull=False).exists():
        etats = Reception.Etat
        recues.filter(etat__in=(etats.EN_COURS, etats.A_VERIFIER, etats.A_CONFIRMER)).update(etablissement=vers)
