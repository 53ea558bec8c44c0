"""OpenID Connect, by django-allauth: its code and token endpoints, behind the registry. The code flow alone, with PKCE (S256) for all.

Nobody is asked to consent: going there is the school's mission, its direction chose, and « Vous quittez … » says each time what
leaves. A screen of consent would ask of a child of six what only adults may answer.
"""

from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID

from allauth.idp.oidc import views as allauth
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.socle.ecritures import sans_attendre_le_disque
from ent.socle.nombres import entier

from ..actions import preuves, sortie, visites
from ..forms import PorteesDemandees
from ..lectures import numeros, services
from ..models import ServiceTiers
from .cas import a_nouveau, prouve_le, vient_d_entrer
from .commun import INCOMPLET, INCONNU, PAS_POUR_VOUS, refuser

S256 = "S256"
LOGIN, NONE = "login", "none"  # of `prompt`


@cache
def _serveur() -> Any:
    """One for every request: it holds nothing of any. It makes no token to renew another, which would be taken nowhere here."""
    serveur = allauth.get_server()
    serveur.auth_grant.refresh_token = serveur.openid_connect_auth.proxy_target.refresh_token = False
    return serveur


class Autorisation(allauth.AuthorizationView):
    """The library's own, less its form of consent for who is in: what is asked is then judged once, where it judges it for that form, and again for
    the code. The door, and what a service asks of it (« prompt »), stay the library's; of who is in, a fresh proof was judged before (`_a_reprouver`).
    """

    def get(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        invites = request.GET.get("prompt", "").split()
        if request.user.is_anonymous or (invites and LOGIN not in invites):
            return super().get(request, *args, **options)
        try:
            allauth.get_validator_context().requested_resources = allauth.get_resources(request)
            rendu = _serveur().create_authorization_response(
                *allauth.extract_params(request), credentials={"user": request.user}
            )
        except (allauth.errors.FatalClientError, ValidationError) as refus:
            return allauth.respond_html_error(request, error=refus)
        except allauth.errors.OAuth2Error as refus:
            return redirect(refus.in_uri(refus.redirect_uri))
        return allauth.convert_response(*rendu)


autorisation = Autorisation.as_view(form_class=PorteesDemandees)


@login_not_required
@require_GET
def decouverte(request: HttpRequest) -> HttpResponse:
    """`/.well-known/openid-configuration`: what is offered, and nothing that is not."""
    base = settings.ENT_ADRESSE.rstrip("/")
    offert = {
        "issuer": base,
        "authorization_endpoint": base + reverse("tiers_oidc_autoriser"),
        "token_endpoint": base + reverse("tiers_oidc_jeton"),
        "userinfo_endpoint": base + reverse("tiers_oidc_personne"),
        "jwks_uri": base + reverse("tiers_oidc_cles"),
        "end_session_endpoint": base + reverse("tiers_oidc_sortir"),
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": False,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": settings.IDP_OIDC_AUTH_METHODS,
        "code_challenge_methods_supported": [S256],
        "scopes_supported": ["openid", "profile", "ecole"],
        "claims_supported": ["sub", "given_name", "family_name", "profil", "niveaux", "classes", "uai", "auth_time"],
    }
    return JsonResponse(offert)


def _identite(client_id: str) -> UUID | None:
    try:
        identite = UUID(hex=client_id)
    except ValueError:
        return None
    return identite if identite.hex == client_id else None


def _acces(request: HttpRequest) -> tuple[services.Acces | None, ServiceTiers | None]:
    """That of whoever is in, if they may go there, and the service: read of the registry alone when nobody may."""
    identite = _identite(request.GET.get("client_id", ""))
    if identite is None:
        return None, None
    acces = services.acces_oidc(request.user, identite) if request.user.is_authenticated else None
    return acces, acces.service if acces else services.service_oidc(identite)


def _veut_une_preuve(request: HttpRequest) -> bool:
    """The service asks how long ago (`max_age`), or to ask again (`prompt=login`): it then reads when (`auth_time`)."""
    return LOGIN in request.GET.get("prompt", "").split() or entier(request.GET.get("max_age")) is not None


def _a_reprouver(request: HttpRequest) -> bool:
    """Whoever is in proved who they are too long ago for what is asked. A proof of this minute is fresh, whatever is."""
    if not _veut_une_preuve(request) or vient_d_entrer(request):
        return False
    prouve, age = prouve_le(request), entier(request.GET.get("max_age"))
    if prouve is None or age is None or LOGIN in request.GET.get("prompt", "").split():
        return True
    return timezone.now().timestamp() - prouve > age


def _prouver(request: HttpRequest, service: ServiceTiers, retour: str) -> HttpResponse:
    """On a page of ours, unless the service asked for none: it is then told so, at its address."""
    if request.GET.get("prompt", "").split() != [NONE]:
        return a_nouveau(request, service)
    etat = {"state": request.GET["state"]} if "state" in request.GET else {}
    return redirect(f"{retour}{'&' if '?' in retour else '?'}{urlencode({'error': 'login_required'} | etat)}")


def _code_donne(reponse: HttpResponse, retour: str) -> str:
    """The one that leaves for the service, in whichever part of its address it asked it (`response_mode`)."""
    adresse = reponse.get("Location", "")
    vers = urlsplit(adresse)
    lus = parse_qs(vers.query).get("code") or parse_qs(vers.fragment).get("code")
    return lus[-1] if lus and adresse.startswith(retour) else ""


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def autoriser(request: HttpRequest) -> HttpResponse:
    """A code for whoever is in and may go there; the door first, for who is not. By POST, as the standard asks: the same, by its address."""
    if request.method == "POST":
        return redirect(f"{request.path}?{request.POST.urlencode()}")
    retour = request.GET.get("redirect_uri", "")
    acces, service = _acces(request)
    if service is None or not service.admet(retour):
        return refuser(request, INCONNU)
    if not request.GET.get("code_challenge") or request.GET.get("code_challenge_method") != S256:
        return refuser(request, INCOMPLET, service)
    if request.user.is_authenticated and acces is None:
        return refuser(request, PAS_POUR_VOUS, service)
    if acces and _a_reprouver(request):
        return _prouver(request, service, retour)
    reponse = autorisation(request)
    if code := _code_donne(reponse, retour):
        if acces and _veut_une_preuve(request) and (prouve := prouve_le(request)) is not None:
            preuves.dater(code=code, prouve_le=prouve)
        if acces:
            visites.compter(acces=acces, personne=request.user)
        numero = numeros.numero(service, request.user)
        sortie.retenir(session=request.session, service=service, adresse=service.sortie, jeton=numero)
    if reponse.status_code == 200:  # the library's page of errors: nothing else is drawn here
        reponse.status_code = 400
    return reponse


class Jeton(allauth.TokenView):
    """The library's own, for a code alone."""

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("grant_type") != "authorization_code":
            return JsonResponse({"error": "unsupported_grant_type"}, status=400)
        return super().post(request)

    def _create_token_response(self, request: HttpRequest, **_options: Any) -> HttpResponse:
        sans_attendre_le_disque()  # a token that a fall loses opens nothing: the service leads the person here again
        return allauth.convert_response(*_serveur().create_token_response(*allauth.extract_params(request)))


jeton = csrf_exempt(login_not_required(require_POST(Jeton.as_view())))
personne = csrf_exempt(login_not_required(require_http_methods(["GET", "POST"])(allauth.user_info)))
cles = login_not_required(require_GET(allauth.jwks))
