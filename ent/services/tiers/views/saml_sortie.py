"""SAML 2: going out, asked by a service or from here. Services that a browser alone can tell are visited one after the other.

Each visit is a page of the browser's own, and no hidden frame: a service in a frame is shown no cookie of its own by most browsers, and would
answer that nobody is there while somebody still is. The person is out of here before the first visit; a service that is slow is left after
`PATIENCE`, one that shows a page of its own by the browser's « back ».
"""

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import exports_saml
from ..actions import chaine as chaines
from ..lectures import saml, saml_sortie, services
from ..models import ServiceTiers
from .commun import INCONNU, refuser, sorti
from .saml import FIN, lue, porter, reprendre

PATIENCE = 8  # seconds for one service


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def sortir(request: HttpRequest) -> HttpResponse:
    """`LogoutRequest`, proved: said yes to by the person, then the browser goes back with our answer. Or the answer to one of ours."""
    if request.method == "GET" and "SAMLResponse" in request.GET:
        return _recevoir(request, request.META.get("QUERY_STRING", ""))
    question = lue(request, FIN)
    if question is None:
        return refuser(request, INCONNU)
    demande, service, partenaire, relais = question
    if request.method == "GET" and request.user.is_authenticated:
        est_eleve = request.user.portee.est_eleve
        return render(request, "tiers/sortir.html", {"retour": "", "est_eleve": est_eleve})
    porte: dict[str, str] = {}
    suite = exports_saml.retour_de_sortie(partenaire, demande, relais) if partenaire.retour else ""
    if not suite and partenaire.retour_envoye:
        suite = partenaire.retour_envoye
        porte = {"SAMLResponse": exports_saml.retour_envoye(partenaire, demande), "RelayState": relais}
    cle = chaines.commencer(session=request.session, suite=suite, sauf=service.pk, aussitot=True, porte=porte)
    logout(request)
    if cle:
        return redirect("tiers_saml_suivre", cle=cle)
    if porte:
        return porter(request, service.nom, suite, porte)
    return HttpResponseRedirect(suite) if suite else sorti(request, "")


@csrf_exempt
@login_not_required
@never_cache
@require_POST
def sortir_envoi(request: HttpRequest) -> HttpResponse:
    """The same, of what a form brings from another site: a question goes on by an address of ours; an answer is read here."""
    if "SAMLResponse" in request.POST:
        return _recevoir(request, None)
    return reprendre(request, FIN, reverse("tiers_saml_sortir"))


def _recevoir(request: HttpRequest, brute: str | None) -> HttpResponse:
    """What a service answered, proved and matched to what it was asked; then the next one. What is not proved is no answer."""
    champs = request.POST if brute is None else request.GET
    try:
        cle = UUID(hex=champs.get("RelayState", ""))
    except ValueError:
        return refuser(request, INCONNU)
    chaine = chaines.en_cours(cle=cle)
    if chaine is None or chaine.ici is None:
        return refuser(request, INCONNU)
    _service, partenaire = _partenaire(chaine.ici[0])
    reponse = partenaire and saml_sortie.reponse_prouvee(champs, brute, partenaire)
    est_sorti = bool(partenaire and reponse and reponse.est_sorti and reponse.repond(chaine.demande, partenaire.entite))
    chaines.repondre(cle=cle, chaine=chaine, est_sorti=est_sorti)
    return redirect("tiers_saml_suivre", cle=cle)


def _partenaire(pk: int) -> tuple[ServiceTiers | None, saml.Partenaire | None]:
    service = services.service_saml_de(pk)
    try:
        return service, saml.partenaire_de(service.metadonnees) if service else None
    except saml.Illisible:  # registered before they were judged as today
        return service, None


@login_not_required
@never_cache
@require_GET
def suivre(request: HttpRequest, cle: UUID) -> HttpResponse:
    """To the next service; in the end, which did not answer. Coming back here without an answer is going on without it."""
    chaine = chaines.avancer(cle=cle)
    if chaine is None:
        return sorti(request, "")
    if chaine.ici is None:
        return _finir(request, chaine)
    pk, numero, index = chaine.ici
    service, partenaire = _partenaire(pk)
    if service is None or partenaire is None or not partenaire.navigateur[1]:  # withdrawn, or of other metadata since
        chaines.repondre(cle=cle, chaine=chaine, est_sorti=True)
        return redirect("tiers_saml_suivre", cle=cle)
    ou, champs = exports_saml.fin_par_navigateur(partenaire, numero, index, numero=chaine.demande, relais=cle.hex)
    contexte = {
        "service": service,
        "ou": ou,
        "champs": champs,
        "cle": cle,
        "rang": chaine.faits + 1,
        "nombre": chaine.nombre,
        "patience": PATIENCE,
    }
    parties = urlsplit(ou)
    visite = [f"{parties.scheme}://{parties.netloc}"] if champs else []
    politique = settings.SECURE_CSP | {"form-action": [CSP.SELF, *visite]}
    return csp_override(politique)(lambda demande: render(demande, "tiers/quitter_service.html", contexte))(request)


def _finir(request: HttpRequest, chaine: chaines.Chaine) -> HttpResponse:
    muets = services.services_de_la_chaine(chaine.muets)
    if chaine.porte and not muets:
        return porter(request, urlsplit(chaine.suite).hostname or "", chaine.suite, chaine.porte)
    if chaine.suite and not muets and (chaine.aussitot or chaine.suite.startswith("/")):
        return HttpResponseRedirect(chaine.suite)
    return sorti(request, "" if chaine.porte else chaine.suite, muets)
