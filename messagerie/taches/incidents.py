"""Deferred tasks of incidents: ids in, one action called. Of a territory, two hundred schools are told: who acts does not wait for it."""

import datetime as dt

from django.tasks import task

from ent.annuaire.models import Etablissement, Personne

from ..actions import incidents_dits as actions
from ..models import Incident


@task
def dire_les_secrets(incident_id: int) -> None:
    if incident := Incident.objects.filter(pk=incident_id).select_related("etablissement", "par").first():
        actions.dire_les_secrets(incident)


@task
def dire_les_preuves(incident_id: int, auteur_id: int, ecoles: list[int], debut: str, fin: str) -> None:
    """`debut`, `fin`: days, as ISO 8601 writes them."""
    if incident := Incident.objects.filter(pk=incident_id).first():
        actions.dire_les_preuves(
            incident=incident,
            ecoles=Etablissement.objects.filter(pk__in=ecoles),
            auteur=Personne.objects.get(pk=auteur_id),
            debut=dt.date.fromisoformat(debut),
            fin=dt.date.fromisoformat(fin),
        )
