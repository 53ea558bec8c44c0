"""What every page of a school starts with."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from ..models import Etablissement


def ecole_dirigee(request: HttpRequest, uai: str) -> Etablissement:
    """The school of the address, for its direction alone; for anyone else it is not there."""
    return get_object_or_404(Etablissement.objects.diriges_par(request.user).select_related("commune"), uai=uai)


def page_de(request: HttpRequest, lignes, par_page: int) -> Page:
    return Paginator(lignes, par_page).get_page(request.GET.get("page"))
