"""Middlewares of the shell: the files of the frame, the language of the person, pages that nobody keeps, spaces that hold."""

import json
import re

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _

from ent.socle.francais import FACILE, FRANCAIS, langue_de_base, parlee_de
from ent.socle.typographie import tenir_la_page

from .assemblages import ADRESSE
from .parlers import nature_dite


def connue(langue: str) -> str:
    """This language if the product speaks it, else French."""
    return langue if langue in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class FichiersDuCadre:
    """Answer style, script, drawings, manifest, service worker and its « pas de réseau » page before anyone is known.

    They are the same for all: no session is read, no second factor asked, so that what a browser keeps can hold nothing
    of a person. The page speaks the language chosen on this device.
    """

    CHEMIN = re.compile(f"/{ADRESSE}")

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from .views.fichiers import agent, assemblage, hors_ligne, manifeste

        if trouve := self.CHEMIN.fullmatch(request.path_info):
            return assemblage(request, **trouve.groupdict())
        vues = {"/sw.js": agent, "/manifeste.webmanifest": manifeste, "/hors-ligne/": hors_ligne}
        if vue := vues.get(request.path_info):
            with translation.override(parlee(request.COOKIES.get("langue", ""), request)):
                return tenue(vue(request))
        return self.get_response(request)


def parlee(langue: str, request: HttpRequest) -> str:
    """This language as this device likes to read it: easy French, where « Confort » says so."""
    choisie = connue(langue)
    return FACILE if choisie == "fr" and lit_facile(request) else choisie


def lit_facile(request: HttpRequest) -> bool:
    return "facile" in request.COOKIES.get("confort", "").split(".")


class Langue:
    """Speak the language that the person chose; before they sign in, the one of the cookie, else French: said simply where the device asks it.

    Of a collège, French says « le collège », of both « l’école ou le collège »: once the address is known, rooms say what the page is about
    (`ent.coquille.parlers`). A refused
    method is answered here by a page, in that language: Django gives it an empty body.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        langue = request.user.langue if request.user.is_authenticated else request.COOKIES.get("langue", "")
        with translation.override(parlee(langue, request)):
            request.LANGUAGE_CODE = langue_de_base()
            reponse = self.get_response(request)
            if reponse.status_code == 405 and not reponse.streaming and not reponse.content:
                reponse = self._en_page(request, reponse)
            if reponse.get("Content-Type", "").startswith("text/html"):
                reponse.headers.setdefault("Content-Language", request.LANGUAGE_CODE)  # read by agent.js
            return reponse

    def process_view(self, request: HttpRequest, _vue, _args, nommes: dict) -> None:
        if (langue := translation.get_language()) in FRANCAIS and (nature := nature_dite(request, nommes)):
            translation.activate(parlee_de(langue, nature))

    def _en_page(self, request: HttpRequest, refus: HttpResponse) -> HttpResponse:
        from .views.erreurs import methode_refusee

        page = methode_refusee(request)
        page["Allow"] = refus.get("Allow", "")
        return page


def tenue(reponse: HttpResponse) -> HttpResponse:
    """This answer, where no line will begin by a sign that French never puts there: pages and fragments, nothing else.

    In every language: a space that is there is held, none is added. What is kept, sent by e-mail or exported is as it was written.
    """
    en_clair = not reponse.streaming and "Content-Encoding" not in reponse
    if en_clair and reponse.get("Content-Type", "").startswith("text/html"):
        charset = reponse.charset
        reponse.content = tenir_la_page(reponse.content.decode(charset)).encode(charset)
    return reponse


class Typographie:
    """`tenue`, once for whatever draws: both engines, words of the product and words that people typed, errors."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return tenue(self.get_response(request))


class PagesPrivees:
    """A page of someone signed in is kept by nobody: on a shared tablet, « Back » must not show the child before. None is found by a search engine,
    not even the wall of a class, which asks nobody to sign in: what is everybody's says so (`X-Robots-Tag`).
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        response.setdefault("X-Robots-Tag", "noindex")
        return response


class FichiersRendus:
    """Tell the page that what its form asked for is a file, which has begun to come: the page stays, and no event says it there.

    The script that shows a button busy leaves a cookie (hors-ligne.js); whatever view gives the file, the cookie goes with it.
    """

    COOKIE = "envoi"

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reponse = self.get_response(request)
        if request.method == "POST" and self.COOKIE in request.COOKIES and not _mene_a_une_page(reponse):
            reponse.delete_cookie(self.COOKIE, samesite="Lax")
        return reponse


def _reserves(request: HttpRequest) -> list[str]:
    """What was received and could not be kept whole: said by the outbox, which waits to be read, and by no page that is drawn behind its reader.

    What was done before from that page, and waits for it, goes on waiting for it.
    """
    reserves = []
    for dit in messages.get_messages(request):
        attend = getattr(dit, "attend", "")
        if dit.level < messages.WARNING or attend:
            etiquettes = f"{dit.extra_tags or ''} {attend}" if attend else dit.extra_tags or ""
            messages.add_message(request, dit.level, dit.message, extra_tags=etiquettes)
        else:
            reserves.append(str(dit.message))
    return reserves


def _phrase(reponse: HttpResponse) -> str:
    """Why, where the refusal says it in words (`views.erreurs.pas_permis`)."""
    est_dite = reponse.get("Content-Type", "").startswith("application/json")
    return json.loads(reponse.content).get("phrase", "") if est_dite else ""


def _mene_a_une_page(reponse: HttpResponse) -> bool:
    return not reponse.has_header("Content-Disposition") and reponse.status_code != 204


class EnvoisGardes:
    """Answer the outbox of a browser, which sends a page's form once the network is back: words, not pages.

    Only what makes once, corrects what it had read or takes away once (`geste`) may wait there: sent again, it does no harm. Last of the
    middlewares: whoever is not let in never comes here, so that an envelope waits for its owner.
    """

    REFUS = {403, 404, 409, 413, 422}
    # A page that shows the form again, with what was typed in it.
    REMONTRE = {409, 422}
    RELU = "envoi_relu"

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def process_view(self, request: HttpRequest, vue, _args, _options) -> None:
        request.geste_de_la_vue = getattr(vue, "geste", "")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reponse = self.get_response(request)
        envoi = request.headers.get("X-Boite", "")
        if not getattr(request, "geste_de_la_vue", ""):
            return reponse
        if not envoi:
            return self._relu(request, reponse)
        if reponse.status_code in self.REFUS - self.REMONTRE:
            # No page shows it again: its author reads it where it waits, and lets it go.
            dite = JsonResponse({"phrase": _phrase(reponse), "perdu": True}, status=422)
        elif reponse.status_code in self.REFUS:
            dite = JsonResponse({"phrase": _("L’école demande de corriger cet envoi.")}, status=422)
        elif reponse.status_code < 400:
            dite = JsonResponse({"recu": envoi, "adresse": reponse.get("Location", ""), "reserves": _reserves(request)})
        else:
            return reponse
        dite.cookies = reponse.cookies
        return dite

    def _relu(self, request: HttpRequest, reponse: HttpResponse) -> HttpResponse:
        """An envelope that was opened to be corrected: the browser forgets it (boite-d-envoi.js) once its words are elsewhere."""
        relu = request.POST.get("envoi-relu", "") if request.method == "POST" else ""
        if relu and (reponse.status_code < 400 or reponse.status_code in self.REMONTRE):
            reponse.set_cookie(
                self.RELU, relu[:36], max_age=3600, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
            )
        return reponse
