"""From which day an event was moved: of one time of a series the row says it, of another the journal."""

import datetime as dt
from collections.abc import Collection

from ent.annuaire.models import EntreeJournal

from ..models import Evenement

VERBE = "agenda_ecole.corriger"


def deplaces(evenements: Collection[Evenement]) -> dict[int, dt.date]:
    """By event (id), the day on which its readers had it last, where it is another. One query, none for times of series."""
    siens = {e.pk: e.occurrence for e in evenements if e.serie_id and e.occurrence}
    autres = [e for e in evenements if e.pk not in siens]
    if autres:
        lignes = EntreeJournal.objects.filter(
            etablissement__in={e.etablissement_id for e in autres},
            verbe=VERBE,
            objet__in=[f"evenement {e.pk}" for e in autres],
            details__has_key="du",
        )
        for objet, details in lignes.order_by("pk").values_list("objet", "details"):
            siens[int(objet.rpartition(" ")[2])] = dt.date.fromisoformat(details["du"])
    return {e.pk: siens[e.pk] for e in evenements if e.pk in siens and siens[e.pk] != e.jour}
