"""What a parent's own device keeps to read without network."""

from collections import defaultdict

from django.http import HttpRequest, JsonResponse
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.views.decorators.http import require_POST

from ent.coquille.agent import ENTETE, gardees

from ..lectures.garde import droits_gardes

TROP = 200  # a device keeps sixty pages and sixty images (agent.js)


@require_POST
def copies(request: HttpRequest) -> JsonResponse:
    """Asked by the worker of somebody who came home: the pages it asks for in advance, and, of those it has (`a`), the ones that are read no
    more. A POST for the length of what it says: nothing is written. A device that keeps nothing is told none.
    """
    droits = droits_gardes(request)
    permises = [g for g in gardees().values() if droits and (g.pour is None or g.pour(request))]
    contenu = {
        "garder": [reverse(g.url_name) for g in permises if g.d_avance],
        "oublier": _perdues(request, request.POST.getlist("a")[:TROP]) if droits else [],
    }
    return JsonResponse(contenu, headers={"Cache-Control": "no-store", ENTETE: f"{request.user.uuid} {droits}".strip()})


def _perdues(request: HttpRequest, adresses: list[str]) -> list[str]:
    """One query a kind of page, whatever their number."""
    par_nom: dict[str, list[tuple[str, object]]] = defaultdict(list)
    for adresse in adresses:
        trouve = _resolue(adresse)
        if trouve and (gardee := gardees().get(trouve.view_name)) and gardee.parmi:
            par_nom[trouve.view_name].append((adresse, trouve.kwargs[gardee.cle]))
    perdues = []
    for nom, lues in par_nom.items():
        cle, siens = gardees()[nom].cle, gardees()[nom].parmi(request.user)
        restent = set(siens.filter(**{f"{cle}__in": {valeur for _adresse, valeur in lues}}).values_list(cle, flat=True))
        perdues += [adresse for adresse, valeur in lues if valeur not in restent]
    return perdues


def _resolue(adresse: str) -> ResolverMatch | None:
    try:
        return resolve(adresse.partition("?")[0])
    except Resolver404:
        return None
