"""Events of the agenda that a search finds, as this person reads them: those to come first, then the latest."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse

from ent.annuaire.recherche import correspond
from ent.portail.registres import LIMITE, Trouvaille

from ..models import Evenement

LUS = 2000  # the latest: some years of a school


def trouver(request: HttpRequest, voulus: Sequence[str]) -> list[Trouvaille]:
    """One query."""
    lus = Evenement.objects.visibles_par(request.user).filter(serie=None).order_by("-jour", "-pk")
    trouves = [e for e in lus[:LUS] if correspond(voulus, [e.titre, e.lieu, e.texte])][:LIMITE]
    return [Trouvaille(e.titre, reverse("agenda_evenement", args=[e.pk]), e.lieu, e.jour) for e in trouves]
