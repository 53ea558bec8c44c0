"""Requests that carry files: larger than a page's, and answered in their own words when they are too large."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from .limites import lisible


def recoit_des_fichiers(vue):
    """Mark a view whose POST may carry files: `ENT_TAILLE_MAX_DEPOT` bounds it instead of `ENT_TAILLE_MAX_ENVOI`."""
    vue.recoit_des_fichiers = True
    return vue


def taille_admise(request: HttpRequest) -> int:
    """The largest request that this address accepts."""
    try:
        vue = resolve(request.path_info).func
    except Resolver404:
        return settings.ENT_TAILLE_MAX_ENVOI
    return settings.ENT_TAILLE_MAX_DEPOT if hasattr(vue, "recoit_des_fichiers") else settings.ENT_TAILLE_MAX_ENVOI


def phrase_trop_gros(octets: int) -> str:
    return _(
        "Cet envoi pèse %(taille)s, la limite est %(limite)s : rien n’a été gardé. Il faut joindre moins de fichiers à la fois, "
        "ou des fichiers plus petits."
    ) % {"taille": lisible(octets), "limite": lisible(settings.ENT_TAILLE_MAX_DEPOT)}


def refuser_trop_gros(request: HttpRequest, octets: int) -> HttpResponse | None:
    """The answer of the deposit address, read by a script; other pages answer by a page of their own."""
    if request.path_info.startswith("/fichiers/"):
        return JsonResponse({"erreur": phrase_trop_gros(octets)}, status=413)
    return None
