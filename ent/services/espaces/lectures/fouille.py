"""Spaces and their dates that a search finds, as this person reads them."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse

from ent.annuaire.recherche import correspond
from ent.portail.registres import LIMITE, Trouvaille

from ..models import DateDeLEspace, Espace


def trouver(request: HttpRequest, voulus: Sequence[str]) -> list[Trouvaille]:
    """Two queries."""
    espaces = Espace.objects.visibles_par(request.user).select_related("etablissement")
    trouves = [
        Trouvaille(e.titre, reverse("espaces_espace", args=[e.pk]), e.etablissement.nom, e.debut)
        for e in espaces
        if correspond(voulus, [e.titre, e.propos])
    ]
    dates = DateDeLEspace.objects.visibles_par(request.user).select_related("espace").order_by("-jour", "-pk")
    trouves += [
        Trouvaille(d.titre, reverse("espaces_date", args=[d.pk]), d.espace.titre, d.jour)
        for d in dates
        if correspond(voulus, [d.titre, d.lieu, d.texte])
    ]
    return trouves[:LIMITE]
