"""« Ce qui partira »: what retention takes and when; with names for the direction that knew them, in figures for the operator. Nothing is written."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ..lectures import conservation as lectures
from .commun import ecole_dirigee


@require_GET
def ecole(request: HttpRequest, uai: str) -> HttpResponse:
    celle_ci = ecole_dirigee(request, uai)
    contexte = {
        "ecole": celle_ci,
        "partants": lectures.partants_de(celle_ci),
        "a_venir": lectures.a_prevenir_de(celle_ci),
        "partis": lectures.partis_de(celle_ci),
        "delai": celle_ci.reglage("conservation.delai"),
    }
    return render(request, "annuaire/conservation.html", contexte)


@require_GET
def territoire(request: HttpRequest) -> HttpResponse:
    """The dry run of `manage.py conserver --a-blanc`: counts by school and kind, never a name nor a content."""
    if not request.user.portee.est_operateur:
        raise Http404
    return render(request, "annuaire/ecoles/conservation.html", {"prevision": lectures.a_blanc()})
