"""What both protocols say to a person who may not go on, and how one goes out."""

from collections.abc import Sequence

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..actions import chaine
from ..lectures import services
from ..models import ServiceTiers

INCONNU, INCOMPLET, PAS_POUR_VOUS, A_NOUVEAU = "inconnu", "incomplet", "pas_pour_vous", "a_nouveau"


def refuser(request: HttpRequest, raison: str, service: ServiceTiers | None = None) -> HttpResponse:
    """A page of ours, in clear words: nobody is led to an address that the registry does not hold."""
    statut = 403 if raison in (PAS_POUR_VOUS, A_NOUVEAU) else 400
    contexte = {"raison": raison, "service": service, "est_eleve": _est_eleve(request)}
    return render(request, "tiers/refus.html", contexte, status=statut)


def _est_eleve(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.user.portee.est_eleve


def _retour(request: HttpRequest) -> str:
    """Where a service asks that one be led afterwards: an address of the registry, or nowhere."""
    donnees = request.POST if request.method == "POST" else request.GET
    adresse = donnees.get("service") or donnees.get("post_logout_redirect_uri", "")
    connue = any(services.service_de(adresse, protocole) for protocole in ("cas", "oidc"))
    return adresse if connue else ""


def sorti(request: HttpRequest, retour: str, muets: Sequence[ServiceTiers] = ()) -> HttpResponse:
    """« Vous êtes sorti », which services did not answer, and where one goes on."""
    contexte = {"retour": retour, "retour_ici": retour.startswith("/"), "muets": muets}
    return render(request, "tiers/sorti.html", contexte)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def sortir(request: HttpRequest) -> HttpResponse:
    """Asked by a service, said yes to by the person: a link found anywhere puts nobody out. Every service of the session is told."""
    retour = _retour(request)
    if request.method == "POST":
        cle = chaine.commencer(session=request.session, suite=retour)
        logout(request)
        return redirect("tiers_saml_suivre", cle=cle) if cle else sorti(request, retour)
    if request.user.is_anonymous:
        return redirect(retour) if retour else sorti(request, "")
    return render(request, "tiers/sortir.html", {"retour": retour, "est_eleve": _est_eleve(request)})
