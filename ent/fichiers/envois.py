"""Requests that carry files: larger than a page's, and answered in their own words when they are too large."""

from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from .limites import lisible, lisible_de_trop


def recoit_des_fichiers(vue):
    """Mark a view whose POST may carry files: `ENT_TAILLE_MAX_DEPOT` bounds it instead of `ENT_TAILLE_MAX_ENVOI`."""
    vue.recoit_des_fichiers = True
    return vue


def dit_si_trop_gros(phrase: str | Promise):
    """Mark a view with what its page says of a request that is too large."""

    def marquer(vue):
        vue.phrase_trop_gros = phrase
        return vue

    return marquer


def _de_la_vue(request: HttpRequest, marque: str) -> Any:
    try:
        return getattr(resolve(request.path_info).func, marque, None)
    except Resolver404:
        return None


def _porte_des_fichiers(request: HttpRequest) -> bool:
    return bool(_de_la_vue(request, "recoit_des_fichiers"))


def taille_admise(request: HttpRequest) -> int:
    """The largest request that this address accepts."""
    return settings.ENT_TAILLE_MAX_DEPOT if _porte_des_fichiers(request) else settings.ENT_TAILLE_MAX_ENVOI


def admis(chemin: str, cookies: bytes) -> tuple[int, bool]:
    """For a server that knows the headers alone: how many bytes this address takes, and whether the page says it is too large. Who has
    no session sends nothing large, and is told nothing.
    """
    if settings.SESSION_COOKIE_NAME.encode() + b"=" not in cookies:
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE, False
    try:
        vue = resolve(chemin).func
    except Resolver404:
        vue = None
    recoit = getattr(vue, "recoit_des_fichiers", False)
    return max(settings.ENT_TAILLE_MAX_DEPOT if recoit else 0, settings.ENT_TAILLE_MAX_ENVOI), True


def phrase_trop_gros(request: HttpRequest, octets: int) -> str:
    """What to do instead; empty where nothing better is known than « it is too large »."""
    if not _porte_des_fichiers(request):
        return str(_de_la_vue(request, "phrase_trop_gros") or "")
    return _(
        "Cet envoi pèse %(taille)s, la limite est %(limite)s : rien n’a été gardé. Il faut joindre moins de fichiers à la fois, "
        "ou des fichiers plus petits."
    ) % {
        "taille": lisible_de_trop(octets, settings.ENT_TAILLE_MAX_DEPOT),
        "limite": lisible(settings.ENT_TAILLE_MAX_DEPOT),
    }


def refuser_a_la_boite(formulaire: Form) -> JsonResponse:
    """Why the outbox of a browser is not relieved: 422, a word is changed or given up; 503, the box keeps it and tries again: the
    storage fails, or a file is still to be judged.
    """
    phrase = " ".join(p for phrases in formulaire.errors.values() for p in phrases)
    codes = {erreur.code for erreurs in formulaire.errors.as_data().values() for erreur in erreurs}
    return JsonResponse({"phrase": phrase}, status=503 if codes and codes <= {"panne", "controle"} else 422)


def refuser_trop_gros(request: HttpRequest, phrase: str) -> HttpResponse | None:
    """The answer of the deposit address, read by a script; other pages answer by a page of their own."""
    if phrase and request.path_info == reverse("fichiers_deposer"):
        return JsonResponse({"erreur": phrase}, status=413)
    return None
