"""Serving a file to those who may read it, and receiving one."""

import re
import uuid
from collections.abc import Callable, Iterator

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    HttpResponseRedirect,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import content_disposition_header, parse_etags
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ent.annuaire.views.gestes import corrige
from ent.socle.adresses import d_ici

from . import actions, exports, lectures, registres, stockage, visages
from .envois import recoit_des_fichiers
from .forms import DepotForm
from .forms.visages import FlouterForm, QuiForm
from .models import Declinaison, Fichier

# What is served runs nothing, wherever it is opened.
CLOISON = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'"


@require_safe
def servir(request: HttpRequest, uuid: uuid.UUID, nom: str) -> HttpResponse:
    """One object of a file. The right is judged at every request: a browser keeps the bytes, and asks before each use."""
    fichier = lectures.lisible_par(request.user, uuid)
    if fichier is not None:
        return repondre(request, fichier, nom)
    if "telecharger" in request.GET or lectures.cachee_a(request.user, uuid) is None:
        raise Http404
    return _cachee()


def _cachee() -> HttpResponse:
    """In place of an image that may not be shown to this reader: pages of every room draw it where the image was, and say so."""
    entetes = {
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": CLOISON,
    }
    return HttpResponse(render_to_string("fichiers/cachee.svg"), content_type="image/svg+xml", headers=entetes)


def repondre(request: HttpRequest, fichier: Fichier, nom: str) -> HttpResponse:
    """One object of a file whose right was just judged."""
    objet = fichier.declinaison(nom)
    if objet is None:
        raise Http404
    se_prend = fichier.nature == Fichier.Nature.DOCUMENT or "telecharger" in request.GET
    etag = lectures.marque(objet.cle)
    entetes = {
        "ETag": etag,
        "Cache-Control": "private, no-cache",
        "Accept-Ranges": "bytes",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": CLOISON,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Disposition": content_disposition_header(se_prend, _nom(request, fichier, objet)),
    }
    connus = parse_etags(request.headers.get("If-None-Match", ""))
    if "*" in connus or etag in [c.removeprefix("W/") for c in connus]:
        return HttpResponseNotModified(headers=entetes)
    # What is taken away has its name, which an address would carry: it is streamed.
    if request.method == "GET" and not se_prend and (lien := stockage.lien(objet.cle, objet.type_mime)):
        return HttpResponseRedirect(lien, headers={"Cache-Control": "private, no-store"})

    def lire(debut: int, longueur: int) -> Iterator[bytes]:
        return stockage.lire(objet.cle, debut, longueur)

    return par_plages(request, etag, objet.octets, lire, objet.type_mime, entetes)


def par_plages(
    request: HttpRequest,
    etag: str,
    octets: int,
    lire: Callable[[int, int], Iterator[bytes]],
    type_mime: str,
    entetes: dict[str, str],
) -> HttpResponse:
    """Bytes, whole or from where they were cut: `lire(first, how many)` gives them, and they never change under one `etag`."""
    entetes = entetes | {"ETag": etag, "Accept-Ranges": "bytes", "X-Content-Type-Options": "nosniff"}
    # Already compressed, and asked by ranges: the compression of pages must not touch it.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    plage = _plage(request, etag, octets)
    if plage is None:
        return HttpResponse(status=416, headers=entetes | {"Content-Range": f"bytes */{octets}"})
    debut, fin = plage
    entetes["Content-Length"] = str(fin - debut + 1)
    partielle = (debut, fin) != (0, octets - 1)
    if partielle:
        entetes["Content-Range"] = f"bytes {debut}-{fin}/{octets}"
    flux = lire(debut, fin - debut + 1)
    reponse = StreamingHttpResponse(flux, status=206 if partielle else 200, content_type=type_mime, headers=entetes)
    reponse.sans_base = True  # who reads it slowly holds no thread of the server (`ent.socle.rustines.a2wsgi_pages`)
    return reponse


def _nom(request: HttpRequest, fichier: Fichier, objet: Declinaison) -> str:
    """Of what one person takes away, with its rank among those that it came with."""
    if "telecharger" in request.GET and request.user.is_authenticated:
        return lectures.nom_a_emporter(request.user, fichier, objet)
    return lectures.nom_de_sortie(fichier, objet)


def _plage(request: HttpRequest, etag: str, octets: int) -> tuple[int, int] | None:
    """First and last byte asked; the whole when nothing (or several ranges) is asked; None when it cannot be."""
    tout = (0, octets - 1)
    demandee = re.fullmatch(r"bytes=([0-9]{0,18})-([0-9]{0,18})", request.headers.get("Range", "").strip())
    si = request.headers.get("If-Range")
    if not demandee or demandee[0] == "bytes=-" or (si and si != etag):
        return tout
    premier, dernier = demandee.groups()
    if not premier:
        return (max(0, octets - int(dernier)), octets - 1) if int(dernier) else None
    debut, fin = int(premier), min(int(dernier or octets - 1), octets - 1)
    return (debut, fin) if debut <= fin else None


# --- Looked at one after the other ------------------------------------------------------------------------------------
@require_safe
def voir(request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
    """An image in its page: among the others of what holds it, with a way back. A script shows the same over the page one was on."""
    lisible = lectures.lisible_par(request.user, uuid)
    fichier = lisible or lectures.cachee_a(request.user, uuid)
    if fichier is None or not (fichier.est_image and fichier.est_sain):
        raise Http404
    vue = lectures.Vue(fichier, lectures.album_de(request.user, fichier) if lisible else None, request.user)
    contexte = {"vue": vue, "est_cachee": lisible is None, "est_eleve": request.user.portee.est_eleve}
    return render(request, "fichiers/visionneuse.html", contexte)


def _album(request: HttpRequest, nom: str, cle: int) -> lectures.AlbumLu:
    album = lectures.album_lu(request.user, nom, cle)
    if album is None:
        raise Http404
    return album


@require_safe
def album(request: HttpRequest, nom: str, cle: int) -> HttpResponse:
    """All that one may be shown of an item, large enough for a thumb."""
    contexte = {"album": _album(request, nom, cle), "est_eleve": request.user.portee.est_eleve}
    return render(request, "fichiers/album.html", contexte)


@require_safe
def tout(request: HttpRequest, nom: str, cle: int) -> HttpResponse:
    """All of it in a ZIP, made while it is sent; `?avec=` keeps the images on which that child of the reader is."""
    album = _album(request, nom, cle)
    if enfant := request.GET.get("avec"):
        album = album.seulement(enfant)
        if not album.fichiers:
            raise Http404
    request.META.pop("HTTP_ACCEPT_ENCODING", None)  # compressed already
    fichier = f"{slugify(album.presentation.titre)[:60] or album.nom}.zip"
    return StreamingHttpResponse(
        exports.en_zip(request.user, album),
        content_type="application/zip",
        headers={
            "Content-Disposition": content_disposition_header(True, fichier),
            "Cache-Control": "private, no-store",
        },
    )


# --- Received ---------------------------------------------------------------------------------------------------------
@recoit_des_fichiers
@require_http_methods(["GET", "POST"])
def deposer(request: HttpRequest) -> HttpResponse:
    """POST: one file. GET: what has already arrived of the deposits named by `envoi`, for a page opened again after a cut."""
    if request.method == "GET":
        return JsonResponse({"envois": lectures.etat_des_envois(request.user, request.GET.getlist("envoi"))})
    formulaire = DepotForm(request.POST, request.FILES)
    if not formulaire.is_valid():
        return _refuser(_("Cet envoi n’est pas complet. Il faut choisir le fichier de nouveau."))
    donnees = formulaire.cleaned_data
    destination = registres.destination(request.user, donnees["lieu"])
    if destination is None:
        return _refuser(_("Ce compte ne peut pas déposer de fichier ici."), 404)
    try:
        fichier, neuf = actions.deposer(
            deposant=request.user,
            envoi=donnees["envoi"],
            contenu=donnees["fichier"],
            nom=donnees["fichier"].name,
            destination=destination,
        )
    except ValidationError as refus:
        if getattr(refus, "code", "") == "panne":  # the browser keeps the file, and tries again
            return JsonResponse({"panne": " ".join(refus.messages)}, status=503)
        return _refuser(" ".join(refus.messages))
    if fichier.motif:  # sent again after it was refused
        return _refuser(fichier.motif)
    return JsonResponse(lectures.en_bref(fichier), status=201 if neuf else 200)


def _refuser(phrase: str, statut: int = 422) -> JsonResponse:
    return JsonResponse({"erreur": phrase}, status=statut)


# --- Who is on an image -----------------------------------------------------------------------------------------------
def _a_regler(request: HttpRequest, uuid: uuid.UUID) -> visages.Image:
    """Of an adult of the school, who reads it. Nobody else knows that there is something to say."""
    fichier = visages.reglable_par(request.user, uuid)
    if fichier is None:
        raise Http404
    return visages.image_sur(fichier, lectures.supports_de(fichier))


def _suite(request: HttpRequest) -> str:
    """The page that one came from, of ours alone."""
    return d_ici(request, request.POST.get("suite") or request.GET.get("suite", ""))


@corrige
@require_http_methods(["GET", "POST"])
def qui(request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
    """Say who is on one image, or that nobody is: a page of its own, or in place where the image was joined."""
    image = _a_regler(request, uuid)
    groupes = visages.eleves_a_dire(request.user, image.fichier)
    formulaire = QuiForm(request.POST or None, image=image, eleves=[e for _c, eleves in groupes for e in eleves])
    if request.method == "POST" and formulaire.is_valid():
        dits = visages.eleves_choisis(groupes, formulaire.cleaned_data["visages"])
        try:
            actions.dire_qui(fichier=image.fichier, eleves=dits, auteur=request.user)
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            image = _a_regler(request, uuid)
            if not request.htmx:
                messages.success(request, _("C’est noté."))
                return redirect((not image.refus and _suite(request)) or request.get_full_path())
            formulaire = QuiForm(image=image, eleves=[])
    contexte = {"image": image, "groupes": groupes, "formulaire": formulaire, "suite": _suite(request)}
    gabarit = "fichiers/_qui.html" if request.htmx else "fichiers/qui.html"
    return render(request, gabarit, contexte, status=422 if formulaire.errors else 200)


@require_http_methods(["GET", "POST"])
def flouter(request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
    """Draw rectangles on what must not be recognised, with a finger, a mouse, or figures."""
    image = _a_regler(request, uuid)
    if not image.fichier.est_image:
        raise Http404
    formulaire = FlouterForm(request.POST if request.method == "POST" else None, eleves=image.eleves)
    if request.method == "POST" and formulaire.is_valid():
        caches = set(formulaire.cleaned_data["masques"])
        try:
            actions.flouter(
                fichier=image.fichier,
                rectangles=formulaire.cleaned_data["rectangles"],
                masques=[e for e in image.eleves if str(e.uuid) in caches],
                auteur=request.user,
            )
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            messages.success(request, _("C’est flouté, pour toujours."))
            return redirect(_suite(request) or reverse("fichiers_qui", args=[uuid]))
    contexte = {"image": image, "formulaire": formulaire, "lignes": range(3), "suite": _suite(request)}
    return render(request, "fichiers/flouter.html", contexte, status=422 if formulaire.errors else 200)
