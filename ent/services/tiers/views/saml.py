"""SAML 2 as provider: who came, said by a signed response that the browser carries to an address of the service's own metadata.

Questions come by redirection or in a form; where a service says that it signs them, one that is not proved is refused. Nobody is told of who may not go.
"""

import secrets
from dataclasses import asdict
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from .. import exports_saml
from ..actions import chaine, sortie, visites
from ..lectures import departs, saml, services
from ..models import OuvertureTiers, ServiceTiers
from .cas import a_nouveau, vient_d_entrer
from .commun import INCONNU, PAS_POUR_VOUS, refuser

VENUE, FIN = "AuthnRequest", "LogoutRequest"
RELAIS_MAX = 1_000
SEL, VALABLE = "tiers.saml", 15 * 60  # of a question that came in a form: time to come in by the door


@login_not_required
@require_GET
def metadonnees(request: HttpRequest) -> HttpResponse:
    """What the service is given of us; nothing before one of the registry speaks SAML."""
    if not services.parle_saml():
        raise Http404
    return HttpResponse(exports_saml.metadonnees(), content_type="application/samlmetadata+xml")


def _envoyee(request: HttpRequest, genre: str) -> saml.Demande | None:
    """The same, of a question sent in a form."""
    try:
        demande, racine = saml.demande_envoyee(request.POST.get("SAMLRequest", ""))
        service = services.service_saml(demande.emetteur)
        partenaire = saml.partenaire_de(service.metadonnees) if service else None
    except saml.Illisible:
        return None
    if partenaire is None or demande.genre != genre:
        return None
    if not (partenaire.signe or saml.est_signee(racine) or genre == FIN):
        return demande
    prouvee = saml.demande_prouvee(racine, partenaire)
    return prouvee if prouvee == demande else None


def _reprise(request: HttpRequest, genre: str) -> tuple[saml.Demande, ServiceTiers, saml.Partenaire, str] | None:
    """What was sent in a form, judged then, and signed by us since."""
    try:
        dit = signing.loads(request.GET["q"], salt=SEL, max_age=VALABLE)
        demande = saml.Demande(**dit["demande"])
        service = services.service_saml(demande.emetteur)
        partenaire = saml.partenaire_de(service.metadonnees) if service else None
    except (signing.BadSignature, saml.Illisible):
        return None
    connus = service is not None and partenaire is not None and demande.genre == genre
    return (demande, service, partenaire, dit["relais"]) if connus else None


def lue(request: HttpRequest, genre: str) -> tuple[saml.Demande, ServiceTiers, saml.Partenaire, str] | None:
    """What was asked, by whom, and what they want back; nothing when it is not known, or not proved."""
    if "q" in request.GET:
        return _reprise(request, genre)
    lue = _question(request, genre)
    return None if lue is None else (*lue, request.GET.get("RelayState", "")[:RELAIS_MAX])


def reprendre(request: HttpRequest, genre: str, vers: str) -> HttpResponse:
    """A form sent from another site comes without who is in (SameSite): once proved, its question goes on by an address of ours, signed by us."""
    envoyee = _envoyee(request, genre)
    if envoyee is None:
        return refuser(request, INCONNU)
    dit = {"demande": asdict(envoyee), "relais": request.POST.get("RelayState", "")[:RELAIS_MAX]}
    return HttpResponseRedirect(f"{vers}?{urlencode({'q': signing.dumps(dit, salt=SEL, compress=True)})}")


def _question(request: HttpRequest, genre: str) -> tuple[saml.Demande, ServiceTiers, saml.Partenaire] | None:
    """What was asked, by whom; nothing when it is not known, or not proved though it says that it is."""
    try:
        demande = saml.demande_de(request.GET.get("SAMLRequest", ""))
        service = services.service_saml(demande.emetteur)
        partenaire = saml.partenaire_de(service.metadonnees) if service else None
    except saml.Illisible:
        return None
    if service is None or partenaire is None or demande.genre != genre:
        return None
    a_prouver = partenaire.signe or "Signature" in request.GET or genre == FIN
    if a_prouver and not saml.est_prouvee(request.META.get("QUERY_STRING", ""), partenaire):
        return None
    return demande, service, partenaire


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def entrer(request: HttpRequest) -> HttpResponse:
    """`AuthnRequest`: back to the service with who came; first to the door, if nobody is in."""
    if request.method == "POST":
        return reprendre(request, VENUE, request.path)
    question = lue(request, VENUE)
    if question is None:
        return refuser(request, INCONNU)
    demande, service, partenaire, relais = question
    acs = demande.acs or partenaire.acs[0]
    if not service.admet(acs) or acs not in partenaire.acs:
        return refuser(request, INCONNU)
    if request.user.is_anonymous:
        if demande.passive:
            return _rendre(request, service, acs, exports_saml.refus(acs, demande), relais)
        return redirect_to_login(request.get_full_path())
    acces = services.acces_ouvert(request.user, service)
    if acces is None:
        return refuser(request, PAS_POUR_VOUS, service)
    if demande.forcee and not vient_d_entrer(request):
        return a_nouveau(request, service)
    return _repondre(request, acces, partenaire, acs, demande, relais)


@never_cache
@require_GET
def aller(request: HttpRequest, service: UUID) -> HttpResponse:
    """From its tile, or a link to one of its pages (`page`), before the service asked anything."""
    ouverte = OuvertureTiers.objects.des_ecoles_de(request.user).filter(service__uuid=service).first()
    acces = services.acces_ouvert(request.user, ouverte.service) if ouverte else None
    if acces is None or acces.service.protocole != ServiceTiers.Protocole.SAML:
        raise Http404
    try:
        partenaire = saml.partenaire_de(acces.service.metadonnees)
    except saml.Illisible:  # registered before they were judged as today
        return refuser(request, INCONNU)
    page = request.GET.get("page", "")[:RELAIS_MAX]
    relais = page if acces.service.relais and departs.mene_a(acces, page) else acces.service.accueil
    return _repondre(request, acces, partenaire, partenaire.acs[0], None, relais)


def _repondre(
    request: HttpRequest,
    acces: services.Acces,
    partenaire: saml.Partenaire,
    acs: str,
    demande: saml.Demande | None,
    relais: str,
) -> HttpResponse:
    service, index = acces.service, secrets.token_hex(16)
    visites.compter(acces=acces, personne=request.user)
    dit = services.ce_qui_est_dit(acces, request.user)
    entre_le = request.user.last_login or timezone.now()
    reponse = exports_saml.reponse(
        dit, service.dialecte, partenaire, acs=acs, demande=demande, index=index, entre_le=entre_le
    )
    if partenaire.sortie:
        jeton = f"{dit.numero} {index}"
        sortie.retenir(session=request.session, service=service, adresse=partenaire.sortie, jeton=jeton)
    elif partenaire.navigateur[1]:
        chaine.retenir(session=request.session, service=service, numero=dit.numero, index=index)
    return _rendre(request, service, acs, reponse, relais)


def _rendre(request: HttpRequest, service: ServiceTiers, acs: str, reponse: str, relais: str) -> HttpResponse:
    return porter(request, service.nom, acs, {"SAMLResponse": reponse} | ({"RelayState": relais} if relais else {}))


def porter(request: HttpRequest, nom: str, ou: str, champs: dict[str, str]) -> HttpResponse:
    """A form that leads to that address and to no other; sent by itself, or by its button."""
    parties = urlsplit(ou)
    politique = settings.SECURE_CSP | {"form-action": [CSP.SELF, f"{parties.scheme}://{parties.netloc}"]}
    contexte = {"nom": nom, "ou": ou, "champs": {cle: valeur for cle, valeur in champs.items() if valeur}}
    return csp_override(politique)(lambda demande: render(demande, "tiers/porter.html", contexte))(request)
