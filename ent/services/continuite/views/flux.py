"""What a collège's ENT calls: a token, then its feed. Machines alone: no cookie, no session, JSON in every answer."""

import base64
import hashlib
import json
import unicodedata
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from ent.socle import frein
from ent.socle.nombres import entier

from .. import exports
from ..actions import accords, reception
from ..lectures import acces, sortant
from ..lignes import Nature
from ..models import Accord, Emetteur

ESSAIS, FENETRE = 20, 900  # wrong secrets of one address, in seconds


def _refuser(statut: int, code: str, phrase: str, **entetes: str) -> JsonResponse:
    reponse = JsonResponse({"error": code, "error_description": _en_ascii(phrase)}, status=statut)
    for nom, valeur in entetes.items():
        reponse[nom.replace("_", "-")] = valeur
    return reponse


def _en_ascii(phrase: str) -> str:
    """As RFC 6749 (5.2) has it: clients refuse to read a letter more."""
    lettres = unicodedata.normalize("NFKD", phrase.replace("’", "'").replace('"', "'"))
    return lettres.encode("ascii", "ignore").decode()


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
    """Client credentials (RFC 6749 §4.4); or, of a family's accord, its code once (§4.1.3), then its key (§6). By HTTP Basic."""
    cle = f"continuite.jeton:{frein.adresse_ip(request)}"
    if attente := frein.attente(cle, maximum=ESSAIS, fenetre=FENETRE):
        return _refuser(429, "slow_down", "trop d’essais", Retry_After=str(attente))
    donner = JETONS.get(request.POST.get("grant_type", ""))
    if donner is None:
        return _refuser(400, "unsupported_grant_type", f"grant_type : {', '.join(JETONS)}")
    try:
        donne = donner(request, acces.emetteur_connu(*_basic(request)))
    except acces.Refus as refus:
        if refus.code == "invalid_client":  # of who is known, a family that ended its accord is no try
            frein.compter(cle, fenetre=FENETRE)
            return _refuser(401, refus.code, refus.phrase, WWW_Authenticate='Basic realm="flux"')
        return _refuser(400, refus.code, refus.phrase)
    return JsonResponse({"token_type": "Bearer", "expires_in": acces.DUREE, **donne})


def _jeton_d_envoi(request: HttpRequest, emetteur: Emetteur) -> dict[str, str]:
    if emetteur.montre_le_college:
        raise acces.Refus("unauthorized_client", "cet ENT lit ce que disent les familles, et n’envoie rien")
    return {"access_token": acces.jeton_pour(emetteur), "scope": acces.PORTEE}


def _jeton_du_code(request: HttpRequest, emetteur: Emetteur) -> dict[str, str]:
    code, retour, preuve = (request.POST.get(nom, "") for nom in ("code", "redirect_uri", "code_verifier"))
    accord = acces.accord_du_code(emetteur, code, retour, preuve, timezone.now())
    renouvellement = accords.prendre_la_cle(accord=accord)
    if renouvellement is None:
        raise acces.Refus("invalid_grant", "ce code avait déjà servi : ce qu’il avait ouvert est fermé")
    return _de_famille(accord) | {"refresh_token": renouvellement}


def _jeton_de_la_cle(request: HttpRequest, emetteur: Emetteur) -> dict[str, str]:
    return _de_famille(acces.accord_de_la_cle(emetteur, request.POST.get("refresh_token", "")))


def _de_famille(accord: Accord) -> dict[str, str]:
    accords.noter_la_lecture(accord=accord)
    return {"access_token": acces.jeton_de_famille(accord), "scope": acces.PORTEE_FAMILLE}


JETONS = {
    "client_credentials": _jeton_d_envoi,
    "authorization_code": _jeton_du_code,
    "refresh_token": _jeton_de_la_cle,
}


@machine
@require_GET
def famille(request: HttpRequest) -> HttpResponse:
    """What a parent lets that ENT show, as it is now. With the mark of the last picture and nothing new since: 304."""
    try:
        accord = acces.accord_du(_bearer(request))
    except acces.Refus as refus:
        return _refuser(401, refus.code, refus.phrase, WWW_Authenticate='Bearer error="invalid_token"')
    cle = f"continuite.famille:{accord.uuid}"
    if attente := frein.attente(cle, maximum=exports.LECTURES_PAR_HEURE, fenetre=3600):
        return _refuser(429, "slow_down", "une lecture par minute suffit", Retry_After=str(attente))
    frein.compter(cle, fenetre=3600)
    photo = sortant.photo(accord)
    sans_version = [{**ligne, "version": 0} for ligne in photo["elements"]]
    marque = hashlib.sha256(json.dumps([photo["enfants"], sans_version]).encode()).hexdigest()[:32]
    if request.headers.get("If-None-Match") == f'"{marque}"':
        reponse = HttpResponse(status=304)
    else:
        reponse = JsonResponse(photo, json_dumps_params={"ensure_ascii": False})
    reponse["ETag"] = f'"{marque}"'
    return reponse


def _bearer(request: HttpRequest) -> str:
    genre, _espace, jeton_recu = request.headers.get("Authorization", "").partition(" ")
    return jeton_recu.strip() if genre.lower() == "bearer" else ""


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
    try:
        emetteur = acces.emetteur_du(_bearer(request))
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
