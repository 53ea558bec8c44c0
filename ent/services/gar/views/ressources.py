"""Resources of who learns and teaches; what GAR receives, in words that a family reads."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ..actions import listes as actions
from ..lectures import pages


@never_cache
@require_GET
def liste(request: HttpRequest) -> HttpResponse:
    """As GAR last gave it; what is old is asked again by the page itself, and nobody waits for it."""
    ici = pages.ressources_de(request.user)
    if not ici:
        raise Http404
    gabarit = "gar/liste_eleve.html" if request.user.portee.est_eleve else "gar/liste.html"
    return render(request, gabarit, {"lieux": ici})


@require_POST
def actualiser(request: HttpRequest, uai: str) -> HttpResponse:
    """Asked of GAR now: the part of the page that holds it, or the page."""
    ecole = next((e for e in pages.ecoles_ouvertes_a(request.user) if e.uai == uai), None)
    if ecole is None:
        raise Http404
    lue = actions.actualiser(personne=request.user, etablissement=ecole)
    if "HX-Request" not in request.headers:
        return redirect("gar")
    contexte = {"lieu": pages.Ici(ecole, lue), "est_eleve": request.user.portee.est_eleve}
    return render(request, "gar/_ressources.html", contexte)


@require_GET
def recoit(request: HttpRequest) -> HttpResponse:
    """Of one's children, or of oneself: each thing, and what never leaves."""
    enfants = pages.enfants_connus(request.user)
    siennes = pages.ecoles_ouvertes_a(request.user)
    if not (enfants or siennes):
        raise Http404
    noms = dict.fromkeys(s.inscription.classe.etablissement.nom for s in enfants) | dict.fromkeys(
        e.nom for e in siennes
    )
    contexte = {
        "enfants": list({s.eleve.pk: s.eleve for s in enfants}.values()),
        "suivis": enfants,
        "ecoles": ", ".join(noms),
        "a_une_liste": bool(siennes),
    }
    return render(request, "gar/recoit.html", contexte)
