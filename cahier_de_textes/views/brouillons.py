"""Autosaved drafts: the form as it stands, kept every two seconds while its author types."""

import functools
import re
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from ent.annuaire.models import Classe, Etablissement, Groupe

from ..actions import brouillons as actions
from ..models import Seance, Travail

TAILLE_MAX = 200_000
CLE = re.compile(r"(?P<quoi>travail|seance):(?:(?P<cible>classe|groupe):)?(?P<pk>[1-9]\d{0,17})")
FINI = "brouillon_fini"


@require_http_methods(["POST", "DELETE"])
def brouillon(request: HttpRequest, cle: str) -> HttpResponse:
    """Keep, or forget, one's draft of the form named by the key, if one may still send that form."""
    etablissement = _etablissement_ouvert(request.user, cle)
    if etablissement is None:
        raise Http404
    if request.method == "DELETE":
        actions.oublier_brouillon(auteur=request.user, cle=cle)
        return HttpResponse(status=204)
    if len(request.body) > TAILLE_MAX:
        return HttpResponse(status=413)
    champs = [
        (nom, valeurs)
        for nom, valeurs in request.POST.lists()
        if nom not in ("csrfmiddlewaretoken", "brouillon-cle") and not nom.endswith("-geste")
    ]
    actions.garder_brouillon(auteur=request.user, etablissement=etablissement, cle=cle, champs=champs)
    return HttpResponse(status=204)


def _etablissement_ouvert(personne, cle: str) -> Etablissement | None:
    """The school of what the key names; None unless this person writes there."""
    trouve = CLE.fullmatch(cle)
    if trouve is None:
        return None
    pk = int(trouve["pk"])
    if trouve["cible"] == "classe":
        objets = Classe.objects.tenues_par(personne)
    elif trouve["cible"] == "groupe":
        objets = Groupe.objects.tenus_par(personne)
    else:
        objets = (Travail if trouve["quoi"] == "travail" else Seance).objects.modifiables_par(personne)
    objet = objets.select_related("etablissement").filter(pk=pk).first()
    return objet and objet.etablissement


def brouillon_termine(vue: Callable) -> Callable:
    """Above a view that receives a form with a draft: once it redirects, the draft goes, here and in the browser."""

    @functools.wraps(vue)
    def avec_oubli(request: HttpRequest, *args, **options) -> HttpResponse:
        reponse = vue(request, *args, **options)
        cle = request.POST.get("brouillon-cle", "") if request.method == "POST" else ""
        if CLE.fullmatch(cle) and reponse.status_code in (302, 303):
            actions.oublier_brouillon(auteur=request.user, cle=cle)
            # Read, then erased, by brouillon.js.
            reponse.set_cookie(FINI, cle, max_age=3600, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
        return reponse

    return avec_oubli
