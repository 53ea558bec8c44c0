"""What a parent's own device keeps to read without network."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.views.decorators.http import require_POST

from ent.coquille.agent import ENTETE, gardees

from ..lectures.garde import droits_gardes

TROP = 200  # a device keeps sixty pages and sixty images (agent.js)


@require_POST
def copies(request: HttpRequest) -> JsonResponse:
    """Asked by the worker of somebody who came home: the pages it asks for in advance, and, of those it has (`a`), the ones that are read no
    more, or are no more what it has (`m`: the mark of each, as it came). A POST for the length of what it says: nothing is written. A device that
    keeps nothing is told none.
    """
    droits = droits_gardes(request)
    permises = [g for g in gardees().values() if droits and (g.pour is None or g.pour(request))]
    lues = _resolues(request.POST.getlist("a")[:TROP], request.POST.getlist("m")) if droits else {}
    perdues = _perdues(request, lues)
    contenu = {
        "garder": [reverse(g.url_name) for g in permises if g.d_avance],
        "oublier": perdues,
        "changees": [adresse for adresse in _changees(lues) if adresse not in perdues],
    }
    return JsonResponse(contenu, headers={"Cache-Control": "no-store", ENTETE: f"{request.user.uuid} {droits}".strip()})


@dataclass(frozen=True)
class Lue:
    """What a device has of one address: its arguments, and the mark that it bore."""

    adresse: str
    arguments: dict[str, Any]
    marque: str


def _resolues(adresses: list[str], marques: list[str]) -> dict[str, list[Lue]]:
    """By kind of page."""
    par_nom: dict[str, list[Lue]] = defaultdict(list)
    for adresse, marque in zip_longest(adresses, marques[: len(adresses)], fillvalue=""):
        trouve = _resolue(adresse)
        if trouve and trouve.view_name in gardees():
            par_nom[trouve.view_name].append(Lue(adresse, trouve.kwargs, marque))
    return par_nom


def _perdues(request: HttpRequest, par_nom: dict[str, list[Lue]]) -> list[str]:
    """Read no more. One query a kind of page, whatever their number."""
    perdues = []
    for nom, lues in par_nom.items():
        gardee = gardees()[nom]
        if not gardee.parmi:
            continue
        cle, siens = gardee.cle, gardee.parmi(request.user)
        restent = set(siens.filter(**{f"{cle}__in": {lue.arguments[cle] for lue in lues}}).values_list(cle, flat=True))
        perdues += [lue.adresse for lue in lues if lue.arguments[cle] not in restent]
    return perdues


def _changees(par_nom: dict[str, list[Lue]]) -> list[str]:
    """Another thing under the same address: an image that was blurred since."""
    changees = []
    for nom, lues in par_nom.items():
        if a_jour := gardees()[nom].a_jour:
            dits = a_jour([(lue.arguments, lue.marque) for lue in lues])
            changees += [lue.adresse for lue, tient in zip(lues, dits, strict=True) if not tient]
    return changees


def _resolue(adresse: str) -> ResolverMatch | None:
    try:
        return resolve(adresse.partition("?")[0])
    except Resolver404:
        return None
