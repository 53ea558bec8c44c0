"""The number by which GAR knows a person: drawn once, kept for life."""

import uuid
from collections.abc import Collection

from ..models import NumeroGar


def donner_les_numeros(personnes: Collection[int]) -> dict[int, uuid.UUID]:
    """Of each of these people (ids), theirs, drawn for who has none. Two that draw at once end with the same."""
    connus = _lus(personnes)
    manquent = sorted(set(personnes) - set(connus))
    if not manquent:
        return connus
    NumeroGar.objects.bulk_create(
        [NumeroGar(personne_id=personne) for personne in manquent], ignore_conflicts=True, batch_size=1_000
    )
    return connus | _lus(manquent)


def _lus(personnes: Collection[int]) -> dict[int, uuid.UUID]:
    lots = sorted(personnes)
    lus: dict[int, uuid.UUID] = {}
    for debut in range(0, len(lots), 5_000):  # SQLite bounds what a query may name
        siens = NumeroGar.objects.filter(personne__in=lots[debut : debut + 5_000])
        lus |= dict(siens.values_list("personne_id", "numero"))
    return lus
