"""What the agenda shows in the days of a family: on the home, and in « Semaine »."""

import datetime as dt

from django.http import HttpRequest
from django.template.loader import render_to_string

from ent.portail.registres import DuJour, Lignes

from .lectures import mois


def programme(request: HttpRequest, debut: dt.date, fin: dt.date, lignes: Lignes | None) -> list[DuJour]:
    """What happens to the children of the page, each day that it lasts; of several children together, once."""
    return [
        DuJour(
            jour,
            suivis,
            render_to_string("agenda_ecole/_du_jour.html", {"o": occurrence, "evenement": occurrence.evenement}),
            occurrence.evenement.de or dt.time(),
        )
        for occurrence, suivis in mois.pour_les_enfants(request.user, request.suivis, debut, fin, lignes)
        for jour in occurrence.jours
        if debut <= jour <= fin
    ]
