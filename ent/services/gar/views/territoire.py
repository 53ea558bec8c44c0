"""The operator's page: what was sent, how much of each, what was left out and why; files, to be looked at."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from ent.fichiers.lectures import marque
from ent.fichiers.stockage import lire
from ent.fichiers.views import par_plages

from .. import droits
from ..actions import envois as actions
from ..lectures import pages
from ..lectures.contenu import mediacentre_est_regle
from ..models import EnvoiGar, FichierGar, Genre


def _exiger_operateur(request: HttpRequest) -> None:
    if not droits.peut_lire_les_envois(request.user):
        raise Http404


@never_cache
@require_GET
def envois(request: HttpRequest) -> HttpResponse:
    """The last night whole, the others in a line."""
    _exiger_operateur(request)
    tous = list(EnvoiGar.objects.tenus_par(request.user).prefetch_related("fichiers")[: actions.GARDES])
    dernier = tous[0] if tous else None
    contexte = {
        "est_regle": bool(settings.ENT_GAR_ID),
        "numero": settings.ENT_GAR_ID,
        "dossier": settings.ENT_GAR_DOSSIER,
        "mediacentre": mediacentre_est_regle(),
        "dernier": dernier,
        "comptes": [(Genre(genre).label, n) for genre, n in dernier.comptes.items()] if dernier else [],
        "laisses": pages.laisses_de(dernier, pages.noms_des_ecoles(request.user, tous[:1])) if dernier else [],
        "avant": tous[1:],
    }
    return render(request, "gar/envois.html", contexte)


@require_POST
def envoyer(request: HttpRequest) -> HttpResponse:
    """Made by a worker, as at night."""
    _exiger_operateur(request)
    if not settings.ENT_GAR_ID:
        raise Http404
    actions.demander()
    messages.info(request, _("Les fichiers sont en train d’être faits : ils apparaissent ici dès qu’ils sont prêts."))
    return redirect("gar_envois")


@require_safe
def fichier(request: HttpRequest, fichier: int) -> HttpResponse:
    """One file, for who carries it by hand. Names of pupils are in it: only the operator, never kept by a browser."""
    _exiger_operateur(request)
    trouve = get_object_or_404(FichierGar.objects.tenus_par(request.user), pk=fichier)
    entetes = {
        "Content-Disposition": content_disposition_header(True, trouve.nom),
        "Cache-Control": "private, no-store",
    }
    return par_plages(
        request,
        marque(trouve.cle),
        trouve.octets,
        lambda debut, longueur: lire(trouve.cle, debut, longueur),
        "application/xml",
        entetes,
    )
