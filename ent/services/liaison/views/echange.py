"""What another instance calls: a sending is announced, given by pieces, asked about. Machines alone: no cookie, no session; what goes wrong is said as RFC 9457 has it."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.socle import frein
from ent.socle.nombres import entier

from ..actions import receptions
from ..actions.guichets import dit
from ..lectures import appels, cles, format
from ..lectures.motifs import MOTIFS, Refus
from ..lectures.receptions import recue_de
from ..models import Reception

ESSAIS, FENETRE = 30, 900  # calls that nobody could prove, of one address, in seconds
PAR_MINUTE = 600  # of one school that proved itself: pieces are counted too
STATUTS = {
    "inconnu": 403,
    "cle": 401,
    "signature": 401,
    "horloge": 401,
    "mauvaise_ecole": 404,
    "trop_tard": 410,
    "trop_gros": 413,
    "conflit": 409,
    "lent": 429,
}
TITRES = {
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    410: "Gone",
    413: "Content Too Large",
    422: "Unprocessable Content",
    429: "Too Many Requests",
}
ANNONCE = format.objet(
    "format version identifiant octets sha256",
    format={"const": format.FORMAT},
    version=format.texte(9, pattern=r"^[0-9]{1,4}\.[0-9]{1,4}$"),
    identifiant=format.texte(36, pattern=format.NUMERO),
    octets={"type": "integer", "minimum": 1, "maximum": 2**40},
    sha256=format.texte(64, pattern=r"^[0-9a-f]{64}$"),
)


def _refuser(code: str, **entetes: str) -> JsonResponse:
    statut = STATUTS.get(code, 422)
    corps = {
        "type": "about:blank",
        "title": TITRES[statut],
        "status": statut,
        "code": code,
        "detail": str(MOTIFS.get(code, "")),
    }
    reponse = JsonResponse(
        corps, status=statut, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False}
    )
    for nom, valeur in entetes.items():
        reponse[nom.replace("_", "-")] = valeur
    return reponse


def machine(vue: Callable) -> Callable:
    """Called without a cookie, by a school whose key was pinned; refusals are brakes for who proves nothing. The view is given who calls and the body.

    A request goes with the collector of cycles, some thousands of objects later: `request.body` would hold two megabytes until then, call after call.
    """

    @csrf_exempt
    @login_not_required
    @never_cache
    @wraps(vue)
    def appelee(request: HttpRequest, *args: Any, **options: Any) -> JsonResponse:
        corps = request.read(receptions.MORCEAU_MAX + 1)
        if len(corps) > receptions.MORCEAU_MAX:
            return _refuser("trop_gros")
        try:
            appel = appels.lire(
                request.headers.get("Authorization", ""),
                methode=request.method or "",
                chemin=request.path_info,
                corps=corps,
            )
        except Refus as refus:
            # Who proves who they are is never slowed by others of the same address: an instance has many schools.
            essais = f"liaison.echange:{frein.adresse_ip(request)}"
            if attente := frein.attente(essais, maximum=ESSAIS, fenetre=FENETRE):
                return _refuser("lent", Retry_After=str(attente))
            frein.compter(essais, fenetre=FENETRE)
            entetes = {"WWW_Authenticate": "Bearer"} if STATUTS.get(refus.code) == 401 else {}
            return _refuser(refus.code, **entetes)
        siens = f"liaison.echange.de:{appel.de.uai}"
        if attente := frein.attente(siens, maximum=PAR_MINUTE, fenetre=60):
            return _refuser("lent", Retry_After=str(attente))
        frein.compter(siens, fenetre=60)
        try:
            return vue(request, appel, corps, *args, **options)
        except Refus as refus:
            return _refuser(refus.code)

    return appelee


@require_POST
@machine
def annoncer(request: HttpRequest, appel: appels.Appel, corps: bytes) -> JsonResponse:
    try:
        lu = json.loads(corps)
    except (ValueError, RecursionError):
        raise Refus("forme") from None
    if not format.suit(lu, ANNONCE) or lu["identifiant"] != str(appel.identifiant):
        raise Refus("forme")
    if format.majeure(lu["version"]) not in format.MAJEURES:
        raise Refus("version")
    reception, neuve = receptions.annoncer(
        de=appel.de, vers=appel.vers, identifiant=appel.identifiant, octets=lu["octets"], empreinte=lu["sha256"]
    )
    return _dire(reception, 201 if neuve else 200)


@require_http_methods(["GET", "PATCH"])
@machine
def envoi(request: HttpRequest, appel: appels.Appel, corps: bytes, identifiant: UUID) -> JsonResponse:
    """GET: where it is. PATCH: bytes from `Upload-Offset`; elsewhere than it is, 409 says where."""
    reception = recue_de(appel.de, appel.vers, identifiant)
    if identifiant != appel.identifiant:
        raise Refus("mauvaise_ecole")
    if reception is None:  # its sender announced it: erased here since, its time being over
        raise Refus("trop_tard")
    if request.method == "GET":
        return _dire(reception)
    debut = entier(request.headers.get("Upload-Offset", ""))
    if debut is None:
        raise Refus("forme")
    est_a_sa_place = debut == reception.recus and reception.etat == Reception.Etat.EN_COURS
    reception = receptions.prendre_un_morceau(reception=reception, debut=debut, contenu=corps)
    return _dire(reception, 200 if est_a_sa_place else 409)


def _dire(reception: Reception, statut: int = 200) -> JsonResponse:
    return JsonResponse(dit(reception), status=statut, json_dumps_params={"ensure_ascii": False})


# --- Open to all: keys and the schema, where nobody is named ------------------------------------------------------------
@login_not_required
@require_GET
def jwks(request: HttpRequest, uai: str) -> JsonResponse:
    ecole = cles.ecole_ouverte(uai)
    if ecole is None:
        raise Http404
    reponse = JsonResponse({"keys": cles.publiees(ecole)})
    patch_cache_control(reponse, public=True, max_age=300)
    return reponse


@login_not_required
@require_GET
def schema(request: HttpRequest) -> JsonResponse:
    reponse = JsonResponse(format.SCHEMA, json_dumps_params={"ensure_ascii": False})
    patch_cache_control(reponse, public=True, max_age=3600)
    return reponse
