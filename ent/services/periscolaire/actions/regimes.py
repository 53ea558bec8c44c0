"""A school takes over from another: what its pupils eat and must avoid is read there, without a meal when nobody knows."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from ent.annuaire.destinataires import presents

from ..models import Regime


@transaction.atomic
def suivre(de: int, vers: int, eleves: Collection[int]) -> None:
    """What is in force, unless something was said in the other school since; the journal of the turn says it for all."""
    partent = set(eleves) - set(presents(de).order_by().values_list("eleve", flat=True))
    regimes = Regime.objects.en_vigueur().filter(eleve__in=partent)
    la = {regime.eleve_id: regime for regime in regimes.filter(etablissement=vers)}
    suivent = [
        regime
        for regime in regimes.filter(etablissement=de)
        if regime.eleve_id not in la or la[regime.eleve_id].dit_le <= regime.dit_le
    ]
    remplaces = [la[regime.eleve_id].pk for regime in suivent if regime.eleve_id in la]
    Regime.objects.filter(pk__in=remplaces).update(remplace_le=timezone.now())
    Regime.objects.filter(pk__in=[regime.pk for regime in suivent]).update(etablissement=vers)
