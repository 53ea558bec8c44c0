"""One search over everything that one may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from ent.annuaire import droits
from ent.connexion.views.commun import adultes

from ..lectures.fouille import fouiller
from ..registres import fouilles


@adultes
@require_http_methods(["GET", "POST"])
def chercher(request: HttpRequest) -> HttpResponse:
    """What is looked for is sent, so that no address, history or log holds it (docs/decisions/0121-chercher-quelqu-un.md)."""
    contexte = {
        "recolte": fouiller(request, request.POST.get("lettres", "")),
        "fouilles": fouilles(),
        "cherche_des_gens": droits.peut_chercher_des_gens(request.user),
    }
    return render(request, "portail/chercher.html", contexte)
