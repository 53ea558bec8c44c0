"""Autosaved drafts: a long form as it stands, kept every two seconds while its author types (`brouillon.js`).

A form takes part with `{% load brouillons %}{% brouillon_de cle %}` inside it, `@brouillon_termine` above the view that receives
it, the address of `brouillon` in its room, and its kind in `registres.garder_les_brouillons`.

Each page has a draft of its own: two tabs of one form erase nothing of each other. A page that takes a draft up has a new one, and
the former goes once the new one is kept, unless it was written in meanwhile.
"""

import functools
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from ..actions import garder_brouillon, oublier_brouillon
from ..registres import brouillon_repris, champs_a_garder, ecole_du_brouillon, formulaire_garde

TAILLE_MAX = 200_000
FINI = "brouillon_fini"
EN_CHEMIN = 30  # seconds that what left before its form was accepted may take to arrive


@require_http_methods(["POST", "DELETE"])
def brouillon(request: HttpRequest, cle: str) -> HttpResponse:
    """Keep, or forget, one's draft of the form named by the key, if one may still send that form; at its own address."""
    formulaire = formulaire_garde(cle)
    if formulaire is None or formulaire.adresse(cle) != request.path:
        raise Http404
    etablissement = ecole_du_brouillon(request.user, cle)
    if etablissement is None:
        raise Http404
    if request.method == "POST" and cache.get(_partie(request, cle)):
        return HttpResponse(status=409)  # what it would bring back was sent
    if request.method == "DELETE":
        oublier_brouillon(auteur=request.user, cle=cle)
        return HttpResponse(status=204)
    recus = list(request.POST.lists())  # its body may have been read: a form is sent in two ways
    if sum(len(nom) + sum(map(len, valeurs)) for nom, valeurs in recus) > TAILLE_MAX:
        return HttpResponse(status=413)
    garder_brouillon(
        auteur=request.user,
        etablissement=etablissement,
        cle=cle,
        champs=champs_a_garder(request.POST),
        repris=brouillon_repris(request.POST),
    )
    return HttpResponse(status=204)


def _partie(request: HttpRequest, cle: str) -> str:
    """Where it is kept that the form of this page was accepted."""
    return f"brouillon_parti:{request.user.pk}:{cle}"


def brouillon_termine(vue: Callable) -> Callable:
    """Above a view that receives a form with a draft: once it redirects, the draft goes, here and in the browser."""

    @functools.wraps(vue)
    def avec_oubli(request: HttpRequest, *args, **options) -> HttpResponse:
        reponse = vue(request, *args, **options)
        cle = request.POST.get("brouillon-cle", "") if request.method == "POST" else ""
        if formulaire_garde(cle) and reponse.status_code in (302, 303):
            if "~" in cle:  # of one page, which is never asked for again
                cache.set(_partie(request, cle), 1, EN_CHEMIN)
            oublier_brouillon(auteur=request.user, cle=cle, repris=brouillon_repris(request.POST))
            # Read, then erased, by brouillon.js.
            reponse.set_cookie(FINI, cle, max_age=3600, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
        return reponse

    return avec_oubli
