"""The operator's pages of Edifice platforms: where each is, whether it knows us, how many families linked, and since when one is not read."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ent.annuaire.views.gestes import corrige, cree

from .. import droits
from ..actions import plateformes as actions
from ..forms import PlateformeForm
from ..lectures import comptes, edifice
from ..models import Plateforme


@sensitive_post_parameters("secret")
@cree
@require_http_methods(["GET", "POST"])
def nouvelle(request: HttpRequest) -> HttpResponse:
    if not droits.peut_tenir_les_emetteurs(request.user):
        raise Http404
    formulaire = PlateformeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and formulaire.is_valid():
        declaree = actions.declarer_une_plateforme(auteur=request.user, **formulaire.dits())
        return redirect("continuite_plateforme", plateforme=declaree.uuid)
    contexte = {"formulaire": formulaire, "plateforme": None}
    return render(request, "continuite/plateforme.html", contexte, status=422 if formulaire.errors else 200)


@sensitive_post_parameters("secret")
@never_cache
@corrige
@require_http_methods(["GET", "POST"])
def plateforme(request: HttpRequest, plateforme: UUID) -> HttpResponse:
    tenue = comptes.plateforme_de(request.user, plateforme)
    if tenue is None:
        raise Http404
    formulaire = PlateformeForm(request.POST if request.method == "POST" else None, instance=tenue)
    if request.method == "POST" and formulaire.is_valid():
        actions.corriger_une_plateforme(plateforme=tenue, auteur=request.user, **formulaire.dits())
        messages.success(request, _("C’est enregistré."))
        return redirect("continuite_plateforme", plateforme=plateforme)
    contexte = {
        "plateforme": tenue,
        "formulaire": formulaire,
        "raison": comptes.raison(tenue.essai),
        "retour": comptes.retour(),
        "portee": edifice.PORTEE,
    }
    return render(request, "continuite/plateforme.html", contexte, status=422 if formulaire.errors else 200)


def _tenue(request: HttpRequest, plateforme: UUID) -> Plateforme:
    return get_object_or_404(Plateforme.objects.tenues_par(request.user), uuid=plateforme)


@require_POST
def essayer(request: HttpRequest, plateforme: UUID) -> HttpResponse:
    """Asked by us, at once, without anybody's account."""
    actions.essayer(plateforme=_tenue(request, plateforme), retour=comptes.retour())
    return redirect("continuite_plateforme", plateforme=plateforme)


@require_POST
def fermer(request: HttpRequest, plateforme: UUID) -> HttpResponse:
    """Nothing of it is read any more; with `rouvrir`, it is again."""
    faire = actions.rouvrir_une_plateforme if "rouvrir" in request.POST else actions.fermer_une_plateforme
    faire(plateforme=_tenue(request, plateforme), auteur=request.user)
    return redirect("continuite_plateforme", plateforme=plateforme)
