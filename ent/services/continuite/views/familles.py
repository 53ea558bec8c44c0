"""What the collège says, for who follows a child there; one tap leads to where it is read."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ent.connexion.registres import adresse_signee

from ..lectures import comptes, familles
from ..models import Element


@never_cache
@require_GET
def liste(request: HttpRequest) -> HttpResponse:
    enfants, de_plusieurs = familles.page_avec_ce_qu_on_ajoute(request.user)
    relies = comptes.d_ailleurs(request.user)
    sites = comptes.sites_a_relier(request.user, relies)
    if not (enfants or sites or relies):
        raise Http404
    montres = {compte.pk for enfant in enfants for compte in enfant.comptes}
    contexte = {
        "enfants": enfants,
        "d_ici": familles.d_ici(enfants),
        "de_plusieurs": de_plusieurs,
        "relies": [compte for compte in relies if compte.pk not in montres],  # of nobody yet
        "sites": sites,
    }
    return render(request, "continuite/liste.html", contexte)


@never_cache
@require_GET
def aller(request: HttpRequest, element: int) -> HttpResponse:
    """To the collège's own ENT, at a server that the operator declared: nowhere else, whatever was kept; signed in there, where it is a service of ours."""
    lu = get_object_or_404(
        Element.objects.visibles_par(request.user).select_related("emetteur", "compte__plateforme"), pk=element
    )
    if not (adresse := lu.mene_a()):
        raise Http404
    reponse = redirect(adresse_signee(request.user, adresse))
    reponse["Referrer-Policy"] = "no-referrer"
    return reponse
