"""Public pages of the sites of schools: everybody reads them (`login_not_required`), signed in or not, and reads the same."""

import gzip
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.http import content_disposition_header, parse_etags
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from ent.socle.francais import d_un_college
from ent.socle.rustines import wagtail_sites
from ent.socle.typographie import tenir_la_page

from ..lectures import site_public as lectures
from ..models import DocumentDEcole, ImageDEcole, SiteDEcole
from . import site_medias

DUREE = 24 * 3600  # a kept page is forgotten by its name, which bears the version of the site and the day
CLOISON = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"


def trouver(request: HttpRequest, slug: str | None, *, fermee: bool = False) -> SiteDEcole:
    """The site of this host (`pages.middleware`), or of this path. It is remembered for the addresses of its pages. Of a school that joined
    another nothing is there but what says so (`fermee`).
    """
    site = request.site_ecole if slug is None else lectures.site_par(slug=slug)
    if site is None or (site.etablissement.fermee_le and not fermee):
        raise Http404
    request.site_ecole = site
    wagtail_sites.retenir(request, site.site)
    return site


@csrf_exempt
@login_not_required
@require_safe
def page(request: HttpRequest, slug: str | None = None, chemin: str = "") -> HttpResponse:
    """A page of a site. What it shows is kept under the version of the site: one query says whether it still holds."""
    site = trouver(request, slug, fermee=True)
    if site.etablissement.fermee_le:
        with translation.override(d_un_college("fr", site.etablissement.est_college)):
            dits = {"site": site, "suite": lectures.suite_de(site)}
            return render(request, "pages/site/fermee.html", dits, status=410)
    chemin = chemin.lstrip("/")  # « //ailleurs.example » is an address elsewhere
    if slug is not None and site.hote:
        return HttpResponseRedirect(site.adresse + chemin)
    if chemin and not chemin.endswith("/"):
        return HttpResponseRedirect(site.prefixe + chemin + "/")
    cle = _cle(site, request, chemin)
    gardee = cache.get(cle)
    if gardee is None:
        gardee, se_garde = _rendre(request, site, chemin)
        if se_garde:  # else whoever counts would fill the cache
            cache.set(cle, gardee, DUREE)
    return _repondre(request, *gardee)


def _cle(site: SiteDEcole, request: HttpRequest, chemin: str) -> str:
    numero = lectures.numero_de_page(request)
    demande = sha256(f"{chemin}?{numero}".encode()).hexdigest()[:24]
    return f"site:{lectures.empreinte(site)}:{demande}"


def _rendre(request: HttpRequest, site: SiteDEcole, chemin: str) -> tuple[tuple[bytes, bytes, str], bool]:
    """The page as an unknown visitor reads it, in French: nothing of who asks can be kept in it. And whether it is one that is there."""
    trouvee = lectures.page_de(site, chemin)
    if trouvee is None:
        raise Http404
    moi, request.user = request.user, AnonymousUser()
    try:
        with translation.override(d_un_college("fr", site.etablissement.est_college)):
            # Kept as it leaves: once compressed, `ent.coquille.middleware.Typographie` could not read it.
            contenu = tenir_la_page(trouvee.serve(request).render().text).encode()
    finally:
        request.user = moi
    gardee = contenu, gzip.compress(contenu, 6, mtime=0), sha256(contenu).hexdigest()[:32]
    return gardee, lectures.va_jusqu_a(site, trouvee, lectures.numero_de_page(request))


def _repondre(request: HttpRequest, contenu: bytes, compresse: bytes, somme: str) -> HttpResponse:
    etag = f'"{somme}"'
    entetes = {"ETag": etag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding", "X-Robots-Tag": "all"}
    if etag in [e.removeprefix("W/") for e in parse_etags(request.headers.get("If-None-Match", ""))]:
        return HttpResponseNotModified(headers=entetes)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(compresse, headers=entetes | {"Content-Encoding": "gzip"})
    return HttpResponse(contenu, headers=entetes)


@csrf_exempt
@login_not_required
@require_safe
def image(request: HttpRequest, image: int, declinaison: int) -> HttpResponse:
    """One size of an image, judged at each request: a browser keeps the bytes and asks before each use."""
    lue = get_object_or_404(ImageDEcole.objects.lisibles_par(request.user), pk=image, etablissement__fermee_le=None)
    objet = get_object_or_404(lue.renditions, pk=declinaison)
    return site_medias.envoyer(request, objet.file, {"Content-Security-Policy": CLOISON})


@csrf_exempt
@login_not_required
@require_safe
def document(request: HttpRequest, document: int, nom: str) -> HttpResponse:
    """A document, under the same guard; always to be saved, never run in the page."""
    lu = get_object_or_404(
        DocumentDEcole.objects.lisibles_par(request.user), pk=document, etablissement__fermee_le=None
    )
    entetes = {
        "Content-Security-Policy": CLOISON,
        "Content-Disposition": content_disposition_header(True, lu.filename),
    }
    return site_medias.envoyer(request, lu.file, entetes)


@csrf_exempt
@login_not_required
def absente(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 on the host of a school, where no page of the product is: the way back is its home."""
    return render(request, "pages/site/absente.html", {"site": request.site_ecole}, status=404)
