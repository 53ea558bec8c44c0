"""Files that a browser keeps: style, script, drawings, manifest, and what is needed to say « pas de réseau »."""

import hashlib

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from .. import agent as copies
from ..assemblages import adresse, assembler, declares, gardes
from ..reperes import repere

TOUJOURS = "public, max-age=31536000, immutable"
UN_MOMENT = "public, max-age=60"


@login_not_required  # the sign-in page wears it too
@require_safe
def assemblage(request: HttpRequest, base: str, empreinte: str, extension: str) -> HttpResponse:
    """A file of the shell, kept for a year. An old address, from before an update, gives the present one for a minute."""
    nom = f"{base}.{extension}"
    if nom not in declares():
        return HttpResponse(status=404)
    fichier = assembler(nom)
    entetes = {
        "ETag": fichier.etag,
        "Cache-Control": TOUJOURS if empreinte == fichier.empreinte else UN_MOMENT,
        "X-Content-Type-Options": "nosniff",
    }
    if request.headers.get("If-None-Match") == fichier.etag:
        return HttpResponseNotModified(headers=entetes)
    codage, contenu = fichier.code(request.headers.get("Accept-Encoding", ""))
    if codage:
        entetes["Content-Encoding"] = codage
    reponse = HttpResponse(contenu, content_type=fichier.type, headers=entetes)
    patch_vary_headers(reponse, ["Accept-Encoding"])
    return reponse


@login_not_required  # installed from the sign-in page
@require_safe
def manifeste(request: HttpRequest) -> HttpResponse:
    """The manifest of the installable application."""
    contenu = {
        "id": "/",
        "name": f"{settings.ENT_NOM} · {settings.ENT_TERRITOIRE}",
        "short_name": settings.ENT_NOM,
        "description": _("L’école et la maison, dans le même cahier."),
        "lang": "fr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f2ede4",
        "theme_color": "#1d4b40",
        # Photos of the phone's gallery: the worker takes them (agent.js), and the page asks where they go.
        "share_target": {
            "action": repere("partage"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {"files": [{"name": "photos", "accept": ["image/*"]}]},
        },
        "icons": [
            {"src": static("coquille/marque.svg"), "type": "image/svg+xml", "sizes": "any", "purpose": "any"},
            {"src": static("coquille/marque-192.png"), "type": "image/png", "sizes": "192x192", "purpose": "any"},
            {"src": static("coquille/marque-512.png"), "type": "image/png", "sizes": "512x512", "purpose": "any"},
            {"src": static("coquille/marque-512.png"), "type": "image/png", "sizes": "512x512", "purpose": "maskable"},
        ],
    }
    return JsonResponse(contenu, content_type="application/manifest+json", headers={"Cache-Control": UN_MOMENT})


@login_not_required  # kept by the service worker for the day without network: it holds nothing personal
@require_GET
def hors_ligne(request: HttpRequest) -> HttpResponse:
    return render(request, "coquille/hors_ligne.html")


@login_not_required  # a script of the shell
@require_safe
def agent(request: HttpRequest) -> HttpResponse:
    """The service worker: it keeps the frame and the « pas de réseau » page, and of a person what rooms named, on their own device."""
    fichiers = [*(adresse(nom) for nom in gardes()), static("coquille/marque.svg")]
    version = hashlib.sha256("".join(fichiers).encode()).hexdigest()[:12]
    contexte = {
        "fichiers": [*fichiers, "/hors-ligne/"],
        "version": version,
        "copies": copies.copies(),
        "entete": copies.ENTETE,
        "dits": [(langue, *_dits(langue)) for langue, _nom in settings.LANGUAGES],
    }
    reponse = render(request, "coquille/agent.js", contexte, content_type="text/javascript; charset=utf-8")
    reponse["Cache-Control"] = "no-cache"
    reponse["Service-Worker-Allowed"] = "/"
    return reponse


def _dits(langue: str) -> tuple[str, str, str]:
    """What a page that was kept says, in its own language: the worker has one address for all."""
    with translation.override(langue):
        gardee = _("Gardé le %s. Ce qui a changé depuis n’y est pas, et ce qui est en pointillé demande le réseau.")
        return gardee, _("Réessayer"), _("%(jour)s à %(heure)s")
