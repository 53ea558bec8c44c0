"""What every page of a school starts with."""

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from ent.socle.tableurs import LIGNES, en_csv, en_ods

from ..droits import exiger
from ..models import Etablissement
from ..pouvoir import est_sans

SANS_ECRIRE = {"GET", "HEAD"}


def ecole_dirigee(request: HttpRequest, uai: str) -> Etablissement:
    """The school of the address, for its direction alone; for anyone else it is not there."""
    return get_object_or_404(Etablissement.objects.diriges_par(request.user).select_related("commune"), uai=uai)


def ecole_ou(request: HttpRequest, uai: str, pouvoir: str) -> Etablissement:
    """The same, for whom its direction confided that power to too; for who helps it, who writes only if it said so. Of nobody in a school that has none
    of its pages.
    """
    siennes = Etablissement.objects.tenus_par(request.user, pouvoir).select_related("commune")
    ecole = get_object_or_404(siennes, uai=uai)
    if est_sans(pouvoir, ecole.nature):
        raise Http404
    lit_seulement = request.method not in SANS_ECRIRE and request.user.portee.aide_sans_ecrire(ecole.pk)
    exiger(not lit_seulement, _("L’école vous a ouvert cette page pour la lire."))
    return ecole


def page_de(request: HttpRequest, lignes, par_page: int) -> Page:
    return Paginator(lignes, par_page).get_page(request.GET.get("page"))


def tableur(nom: str, forme: str, titre: str, lignes: LIGNES) -> HttpResponse:
    """A table that leaves under that name: for a French Excel (`csv`), or typed (`ods`); `titre` names its sheet."""
    if forme == "csv":
        contenu, genre = en_csv(lignes), "text/csv; charset=utf-8"
    else:
        contenu, genre = en_ods(titre, lignes), "application/vnd.oasis.opendocument.spreadsheet"
    return HttpResponse(contenu, genre, headers={"Content-Disposition": f'attachment; filename="{nom}.{forme}"'})
