"""Send a stored object of a site."""

import logging
import mimetypes
from hashlib import sha256

from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from ent.coquille.views.erreurs import page_d_erreur

journal = logging.getLogger(__name__)
MORCEAU = 256 * 1024


def envoyer(request: HttpRequest, objet: FieldFile, entetes: dict) -> HttpResponse:
    """The bytes, which never change under one key; the right was judged by the caller."""
    etag = f'"{sha256(objet.name.encode()).hexdigest()[:32]}"'
    entetes = entetes | {
        "ETag": etag,
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if etag in [e.removeprefix("W/") for e in parse_etags(request.headers.get("If-None-Match", ""))]:
        return HttpResponseNotModified(headers=entetes)
    try:
        fichier = objet.storage.open(objet.name)
        premier = fichier.read(MORCEAU)
    except FileNotFoundError:
        raise Http404 from None
    except Exception:
        journal.warning("Objet %s illisible.", objet.name, exc_info=True)
        phrase = _("Ce fichier n’est pas disponible en ce moment. Réessayez dans quelques minutes.")
        return HttpResponse(
            phrase, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "120"}
        )
    genre = mimetypes.guess_type(objet.name)[0] or "application/octet-stream"
    # Already compressed: the compression of pages must not touch it.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    if len(premier) < MORCEAU:
        fichier.close()
        return HttpResponse(premier, content_type=genre, headers=entetes)
    return StreamingHttpResponse(_suite(fichier, premier), content_type=genre, headers=entetes)


def _suite(fichier, premier: bytes):
    with fichier:
        yield premier
        while morceau := fichier.read(MORCEAU):
            yield morceau


def panne_du_stockage(request: HttpRequest, phrase: str) -> HttpResponse:
    """A page that says it, and the way back."""
    return page_d_erreur(request, 503, _("Ce n’est pas enregistré"), phrase, "panne")
