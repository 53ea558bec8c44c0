"""Hosts of schools, and the guard of Wagtail's administration."""

import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override

from ent.fichiers.stockage import est_du_stockage

from . import cms, perimetre
from .lectures.site_public import site_par
from .views.site_medias import panne_du_stockage

journal = logging.getLogger(__name__)

# Wagtail's own pages hold scripts and styles inline, show thumbnails that they draw, and preview in a frame of ours.
POLITIQUE = settings.SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}


class HotesDesEcoles:
    """On the host of a school, only its site answers: no page of the product, no session of anyone.

    The shared host is known without a query.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        dit = request.get_host()
        hote = (dit.rpartition(":")[0] or dit).rstrip(".")  # the same host, written whole
        if hote not in (urlsplit(settings.ENT_ADRESSE).hostname, "testserver", "127.0.0.1", "localhost"):
            site = site_par(hote=hote.lower())
            if site is not None:
                request.site_ecole = site
                request.urlconf = "pages.urls_hote"
        return self.get_response(request)


class AdministrationDesSites:
    """`/cms/`: Wagtail, in French, for those who write a site today, within their schools (`pages.cms`)."""

    RACINE = "/cms/"

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(self.RACINE):
            return self.get_response(request)
        with translation.override("fr"):
            reponse = csp_override(POLITIQUE)(self._repondre)(request)
        # The preview of a page is answered by that page, which brought the policy of public pages: shown in no frame.
        if reponse.has_header("Content-Security-Policy"):
            del reponse["Content-Security-Policy"]
        reponse.headers["X-Frame-Options"] = "SAMEORIGIN"
        return reponse

    def _repondre(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        siens = cms.perimetre_de(request.user)
        with perimetre.borner(siens):
            request.perimetre = siens
            return self.get_response(request)

    def process_view(self, request: HttpRequest, vue, arguments: list, nommes: dict) -> HttpResponse | None:
        """Our own views of `/cms/` judge by themselves; those of Wagtail, here."""
        if not hasattr(request, "perimetre") or vue.__module__.startswith("pages."):
            return None
        if not request.perimetre.ecoles:
            raise PermissionDenied(
                _("Le site de l’école est écrit par ceux qui y travaillent. Demandez à la direction.")
            )
        nom = request.resolver_match.view_name or ""
        cms.garder(request, nom, nommes, request.perimetre)
        cms.montrer_les_droits(request.user, request.perimetre)
        accueils = request.perimetre.accueils
        if nom == "wagtailadmin_choose_page" and len(accueils) == 1:
            # Wagtail would start from the nearest page above all those of a kind, of any school.
            return vue(request, parent_page_id=accueils[0])
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The disk is full, the bucket does not answer: nothing was written, and a sentence says so."""
        if not request.path_info.startswith(self.RACINE) or not est_du_stockage(exception):
            return None
        journal.error("Fichier du site non enregistré.", exc_info=exception)
        phrase = _(
            "Le fichier n’a pas pu être enregistré : la place manque, ou le stockage ne répond pas. Rien n’a été publié."
        )
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return JsonResponse({"success": False, "error_message": phrase}, status=200)
        return panne_du_stockage(request, phrase)
