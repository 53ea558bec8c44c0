"""Places taken: what a family reads of a day, and what is given under the lock, are one count."""

import datetime as dt
from collections import Counter
from collections.abc import Collection

from django.db.models import Count

from ..models import JourDeclare, ServicePeriscolaire


def places_prises(services: Collection[ServicePeriscolaire], jours: Collection[dt.date]) -> Counter:
    """By service (id) and day, of children who are of the school that day. One query; none where nobody counts places."""
    comptes = [service for service in services if service.capacite is not None]
    if not comptes:
        return Counter()
    oui = JourDeclare.objects.en_vigueur().filter(service__in=comptes, jour__in=jours, etat=JourDeclare.Etat.OUI)
    lignes = (
        oui.filter(JourDeclare.est_present(ecoles={service.etablissement_id for service in comptes}))
        .order_by()
        .values_list("service_id", "jour")
        .annotate(Count("pk"))
    )
    return Counter({(service, jour): n for service, jour, n in lignes})
