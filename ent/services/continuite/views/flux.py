"""What a collège's ENT calls: a token, then its feed. Machines alone: no cookie, no session, JSON in every answer."""

import base64
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from ent.socle import frein
from ent.socle.nombres import entier

from .. import exports
from ..actions import reception
from ..lectures import acces
from ..lignes import Nature
from ..models import Emetteur

ESSAIS, FENETRE = 20, 900  # wrong secrets of one address, in seconds


def _refuser(statut: int, code: str, phrase: str, **entetes: str) -> JsonResponse:
    reponse = JsonResponse({"error": code, "error_description": phrase}, status=statut)
    for nom, valeur in entetes.items():
        reponse[nom.replace("_", "-")] = valeur
    return reponse


def machine(vue: Callable) -> Callable:
    """Called without a cookie: what a signed-in browser would send by accident does nothing more."""

    @csrf_exempt
    @login_not_required
    @never_cache
    @wraps(vue)
    def appelee(request: HttpRequest, *args: Any, **options: Any) -> JsonResponse:
        return vue(request, *args, **options)

    return appelee


@machine
@require_GET
def contrat(request: HttpRequest) -> JsonResponse:
    return JsonResponse(exports.openapi(), json_dumps_params={"ensure_ascii": False})


@machine
@require_GET
def schema(request: HttpRequest, nature: str) -> JsonResponse:
    if nature not in [*Nature, exports.RETRAIT]:
        raise Http404
    return JsonResponse(exports.schema(nature), json_dumps_params={"ensure_ascii": False})


@machine
@require_POST
def jeton(request: HttpRequest) -> JsonResponse:
    """Client credentials (RFC 6749 §4.4), by HTTP Basic."""
    cle = f"continuite.jeton:{frein.adresse_ip(request)}"
    if attente := frein.attente(cle, maximum=ESSAIS, fenetre=FENETRE):
        return _refuser(429, "slow_down", "trop d’essais", Retry_After=str(attente))
    if request.POST.get("grant_type") != "client_credentials":
        return _refuser(400, "unsupported_grant_type", "grant_type=client_credentials")
    try:
        donne = acces.jeton_pour(*_basic(request))
    except acces.Refus as refus:
        frein.compter(cle, fenetre=FENETRE)
        return _refuser(401, refus.code, refus.phrase, WWW_Authenticate='Basic realm="flux"')
    return JsonResponse(
        {"access_token": donne, "token_type": "Bearer", "expires_in": acces.DUREE, "scope": acces.PORTEE}
    )


def _basic(request: HttpRequest) -> tuple[str, str]:
    """Of the header; two empty words when it says nothing that can be read."""
    genre, _espace, valeur = request.headers.get("Authorization", "").partition(" ")
    try:
        client_id, deux_points, secret = base64.b64decode(valeur, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return (client_id, secret) if genre.lower() == "basic" and deux_points else ("", "")


@machine
@require_POST
def elements(request: HttpRequest) -> JsonResponse:
    """One line or a batch: 200 says what became of each."""
    genre, _espace, jeton_recu = request.headers.get("Authorization", "").partition(" ")
    try:
        emetteur = acces.emetteur_du(jeton_recu.strip() if genre.lower() == "bearer" else "")
    except acces.Refus as refus:
        return _refuser(401, refus.code, refus.phrase, WWW_Authenticate='Bearer error="invalid_token"')
    cle = f"continuite.appels:{emetteur.uuid}"
    if attente := frein.attente(cle, maximum=exports.PAR_MINUTE, fenetre=60):
        return _refuser(429, "slow_down", "trop d’appels en une minute", Retry_After=str(attente))
    frein.compter(cle, fenetre=60)
    if (entier(request.META.get("CONTENT_LENGTH")) or 0) > exports.OCTETS_MAX or len(request.body) > exports.OCTETS_MAX:
        return _panne(emetteur, 413, "trop_gros", f"{exports.OCTETS_MAX} octets au plus : envoyez-le en plusieurs lots")
    try:
        acces.exiger_la_signature(emetteur, request.headers.get("JWS-Signature", ""), request.body)
    except acces.Refus as refus:
        return _panne(emetteur, 401, refus.code, refus.phrase)
    bruts = _lot(request.body)
    if bruts is None:
        return _panne(emetteur, 400, "forme", 'un objet, ou {"elements": [des objets]}, en JSON (UTF-8)')
    if len(bruts) > exports.LIGNES_MAX:
        return _panne(
            emetteur, 413, "trop_gros", f"{exports.LIGNES_MAX} lignes au plus : envoyez-les en plusieurs lots"
        )
    recu = reception.recevoir(emetteur=emetteur, bruts=bruts)
    return JsonResponse(recu.en_json(), json_dumps_params={"ensure_ascii": False})


def _panne(emetteur: Emetteur, statut: int, code: str, phrase: str) -> JsonResponse:
    reception.noter_une_panne(emetteur=emetteur, panne=code)
    return _refuser(statut, code, phrase)


def _lot(corps: bytes) -> list[Any] | None:
    try:
        lu = json.loads(corps.decode())
    except (ValueError, RecursionError):
        return None
    if not isinstance(lu, dict):
        return None
    if "elements" not in lu:
        return [lu]
    return lu["elements"] if isinstance(lu["elements"], list) and set(lu) == {"elements"} else None
