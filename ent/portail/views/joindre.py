"""Whom a school does not reach."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ent.annuaire.views.commun import ecole_dirigee, page_de
from ent.diffusion.lectures import non_atteints

PAR_PAGE = 50


@require_GET
def joindre(request: HttpRequest, uai: str) -> HttpResponse:
    """The responsables whom nothing reaches, with the reason: paper is for them. Its direction alone reads it."""
    ecole = ecole_dirigee(request, uai)
    manques, total = non_atteints(ecole)
    contexte = {
        "ecole": ecole,
        "page": page_de(request, manques, PAR_PAGE),
        "nombre": len(manques),
        "total": total,
        "atteints": total - len(manques),
    }
    return render(request, "portail/joindre.html", contexte)
