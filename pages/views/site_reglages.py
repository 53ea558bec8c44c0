"""The look of a school's site, the hosts of all of them, and the way there for families."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ent.annuaire.droits import exiger
from ent.annuaire.lectures.ecoles import Recherche
from ent.annuaire.views.commun import page_de
from ent.annuaire.views.gestes import corrige

from ..actions import site_reglages
from ..forms.site_reglages import HoteForm, ReglagesDuSiteForm
from ..lectures import site_listes
from ..models import SiteDEcole
from ..themes import Palette

PAR_PAGE = 50


@corrige
@require_http_methods(["GET", "POST"])
def regler(request: HttpRequest, slug: str) -> HttpResponse:
    site = get_object_or_404(
        SiteDEcole.objects.regles_par(request.user).select_related("etablissement", "site"), slug=slug
    )
    formulaire = ReglagesDuSiteForm(request.POST or None, instance=site)
    if request.method == "POST" and formulaire.is_valid():
        site_reglages.regler_site(site=site, auteur=request.user, **formulaire.cleaned_data)
        messages.success(request, _("C’est réglé : le site a changé pour tous."))
        return redirect("site_regler", slug)
    contexte = {
        "site": site,
        "formulaire": formulaire,
        "couleurs": Palette(site.palette).label,
        "dirige": site.etablissement_id in request.user.portee.etablissements_diriges,
    }
    return render(request, "pages/site/regler.html", contexte, status=422 if formulaire.errors else 200)


@require_GET
def territoire(request: HttpRequest) -> HttpResponse:
    """The operator reads where the sites are; no page of them from here."""
    exiger(request.user.portee.est_operateur, _("Seul l’opérateur du territoire donne les adresses des sites."))
    return render(request, "pages/site/territoire.html", _sites(request))


def _sites(request: HttpRequest) -> dict:
    recherche = Recherche.de(request.GET)
    trouves = site_listes.du_territoire(request.user, recherche)
    return {"page": page_de(request, trouves, PAR_PAGE), "nombre": len(trouves), "recherche": recherche}


@require_http_methods(["GET", "POST"])
def heberger(request: HttpRequest, slug: str) -> HttpResponse:
    """What is refused is said at its line, with what was typed. Its page keeps the search and the number of the one where it was."""
    site = get_object_or_404(SiteDEcole.objects.heberges_par(request.user), slug=slug)
    liste = f"{reverse('sites_du_territoire')}{request.GET and '?'}{request.GET.urlencode()}"
    if request.method == "GET":  # from the pages of one that was refused
        return redirect(liste)
    formulaire = HoteForm(request.POST)
    if formulaire.is_valid():
        try:
            site_reglages.heberger_site(site=site, auteur=request.user, hote=formulaire.cleaned_data["hote"])
        except ValidationError as refus:
            formulaire.add_error("hote", refus)
        else:
            messages.success(request, _("L’adresse est enregistrée."))
            return redirect(liste)
    contexte = _sites(request) | {"refuse": site, "refus": formulaire["hote"]}
    return render(request, "pages/site/territoire.html", contexte, status=422)


@require_GET
def miens(request: HttpRequest) -> HttpResponse:
    """The site of the school of one's children; a list when there are several."""
    sites = site_listes.des_enfants(request.user)
    if len(sites) == 1:
        return redirect(sites[0].lien)
    return render(request, "pages/site/miens.html", {"sites": sites})
