"""A count as a phone sends it, for the tests of evacuations."""

import uuid

from django.urls import reverse

from tests.graines import MARDI_10H

PAGE = "/appel/evacuation/"


def compter(d) -> str:
    return reverse("evacuation_pointer", args=[d.elementaire.uai])


def envoyer(client, d, eleves, vus, quand=MARDI_10H, **adultes):
    envoi = {
        "numero": str(uuid.uuid4()),
        "eleves": [e.pk for e in eleves],
        "vu": [e.pk for e in vus],
        "fait_le": int(quand.timestamp() * 1000),
    } | adultes
    return client.post(compter(d), envoi)


def presents(d) -> list:
    return [i.eleve for i in d.cp_ce1.inscriptions.exclude(eleve__in=[d.eleve_cp, d.eleve_ce1])]
