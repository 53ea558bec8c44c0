"""« Années passées »: what was read of a class, month by month, by who read it then. Rooms fill the pages (`ent.coquille.places`)."""

import datetime as dt
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from ent.annuaire.droits import suit_des_ecoles
from ent.annuaire.models import Classe
from ent.annuaire.models.portee import Suivi

from ..lectures import annees as lectures


@require_GET
def annees(request: HttpRequest) -> HttpResponse:
    """Each year, with one's children and the classes that one taught. Who only follows schools read nothing there, and has no such page."""
    lues = lectures.annees_de(request.user)
    if request.user.portee.est_eleve or (not lues and suit_des_ecoles(request.user)):
        raise Http404
    return render(request, "portail/annees.html", {"annees": lues})


@require_GET
def enfant(request: HttpRequest, eleve: UUID, classe: int) -> HttpResponse:
    """A child's year, for who answered for them then and still does."""
    suivi = lectures.suivi_d_alors(request.user, eleve, classe)
    if suivi is None:
        raise Http404
    return _page(request, suivi.inscription.classe, suivi)


@require_GET
def classe(request: HttpRequest, pk: int) -> HttpResponse:
    """A class's year, for who taught it to its end and for the direction."""
    relues = Classe.objects.relues_par(request.user).select_related("annee", "etablissement")
    return _page(request, get_object_or_404(relues, pk=pk))


def _page(request: HttpRequest, celle_ci: Classe, suivi: Suivi | None = None) -> HttpResponse:
    mois = lectures.mois_de(celle_ci, suivi)
    demande = lectures.mois_demande(mois, request.GET.get("mois", ""))
    fin = lectures.suivant(demande) - dt.timedelta(days=1)
    contexte = {
        "annee": lectures.AnneeLue(request.user.autrefois, celle_ci, demande, fin, suivi),
        "mois": mois,
        "place": "annee.enfant" if suivi else "annee.classe",
    }
    return render(request, "portail/annee.html", contexte)
