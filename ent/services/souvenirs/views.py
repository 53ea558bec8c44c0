"""Keep one's child's memories: what would be in it, how far it is, take it."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from ent.annuaire.models import Personne
from ent.fichiers.lectures import marque
from ent.fichiers.limites import lisible
from ent.fichiers.views import par_plages

from . import actions, lectures
from .models import AlbumSouvenir, enfants_de


@require_GET
def liste(request: HttpRequest) -> HttpResponse:
    """The children of whom one may keep something; of one alone, their page."""
    enfants = list(enfants_de(request.user))
    if not enfants:
        raise Http404
    if len(enfants) == 1:
        return redirect("souvenirs_album", enfants[0].uuid)
    siens = {album.eleve_id: album for album in AlbumSouvenir.objects.demandes_par(request.user)}
    return render(request, "souvenirs/liste.html", {"lignes": [(e, siens.get(e.pk)) for e in enfants]})


def _enfant(request: HttpRequest, eleve: UUID) -> Personne:
    enfant = lectures.enfant_de(request.user, eleve)
    if enfant is None:
        raise Http404
    return enfant


def _album(request: HttpRequest, enfant: Personne) -> AlbumSouvenir | None:
    return AlbumSouvenir.objects.demandes_par(request.user).filter(eleve=enfant).first()


@require_http_methods(["GET", "POST"])
def album(request: HttpRequest, eleve: UUID) -> HttpResponse:
    """What will be in it, today. A POST asks for it."""
    enfant = _enfant(request, eleve)
    demande = _album(request, enfant)
    contenu = lectures.contenu_de(request.user, enfant, demande.langue if demande else request.user.langue)
    erreurs = []
    if request.method == "POST":
        try:
            actions.demander(eleve=enfant, par=request.user, contenu=contenu)
        except ValidationError as refus:
            erreurs = refus.messages
        else:
            return redirect("souvenirs_album", enfant.uuid)
    contexte = {
        "eleve": enfant,
        "album": demande,
        "contenu": lectures.en_mots(contenu.comptes),
        "taille": lisible(contenu.octets) if contenu.octets else "",
        "est_a_refaire": demande is not None and demande.est_pret and not _se_donne(demande, contenu),
        "avancement": lectures.avancement(demande) if demande else "",
        "erreurs": erreurs,
    }
    return render(request, "souvenirs/album.html", contexte, status=422 if erreurs else 200)


@require_GET
def etat(request: HttpRequest, eleve: UUID) -> HttpResponse:
    """How far it is: the page asks for it while it is made."""
    enfant = _enfant(request, eleve)
    demande = _album(request, enfant)
    contexte = {"eleve": enfant, "album": demande, "avancement": lectures.avancement(demande) if demande else ""}
    return render(request, "souvenirs/_etat.html", contexte)


def _se_donne(album: AlbumSouvenir, contenu: lectures.Contenu) -> bool:
    return not album.est_perime and lectures.est_encore_permis(album, contenu)


@require_safe
def prendre(request: HttpRequest, eleve: UUID) -> HttpResponse:
    """One's own ZIP, from where it was cut. All that it holds is judged again at each request: what may be given no more is not, nor what is with it."""
    enfant = _enfant(request, eleve)
    pret = get_object_or_404(
        AlbumSouvenir.objects.demandes_par(request.user), eleve=enfant, etat=AlbumSouvenir.Etat.PRET
    )
    if not _se_donne(pret, lectures.contenu_de(request.user, enfant, pret.langue)):
        if "Range" in request.headers:  # a page in the middle of a ZIP would spoil it
            return HttpResponse(_("Cet album doit être refait."), status=410, content_type="text/plain")
        return redirect("souvenirs_album", enfant.uuid)
    parts = list(pret.parts.all())
    nom = f"album-{slugify(enfant.prenom) or 'souvenir'}-{pret.demande_le:%Y-%m-%d}.zip"
    return par_plages(
        request,
        marque(*(part.cle for part in parts)),
        pret.octets,
        lambda debut, longueur: lectures.lire_album(parts, debut, longueur),
        "application/zip",
        {"Content-Disposition": content_disposition_header(True, nom), "Cache-Control": "private, no-store"},
    )
