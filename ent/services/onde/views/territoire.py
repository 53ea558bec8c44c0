"""The operator's pages: the schools in figures, and an archive of many of them. Counts, never people."""

from django.contrib import messages
from django.db.models import Count, Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from ent.annuaire.models import Etablissement
from ent.fichiers.envois import dit_si_trop_gros

from .. import depots
from ..forms import ArchiveForm
from ..lignes import TROP_GROS, Illisible
from ..models import ImportTerritoire

EN_TRAVAIL = (ImportTerritoire.Etat.LECTURE, ImportTerritoire.Etat.EN_COURS)


def _exiger_operateur(request: HttpRequest) -> None:
    if not request.user.portee.est_operateur:
        raise Http404


def _archive(request: HttpRequest, pk: int) -> ImportTerritoire:
    return get_object_or_404(ImportTerritoire.objects.visibles_par(request.user).defer("contenu"), pk=pk)


@dit_si_trop_gros(TROP_GROS)
@require_http_methods(["GET", "POST"])
def ecoles(request: HttpRequest) -> HttpResponse:
    """Schools of the territory; a POST drops an archive `UAI/fichier.csv`."""
    _exiger_operateur(request)
    formulaire = ArchiveForm(request.POST, request.FILES) if request.method == "POST" else ArchiveForm()
    illisible = None
    if request.method == "POST" and formulaire.is_valid():
        fichier = formulaire.cleaned_data["archive"]
        try:
            depot = depots.deposer_territoire(
                auteur=request.user, nom=fichier.name, contenu=fichier.read(), annee=formulaire.choisie()
            )
            return redirect("annuaire_territoire_import", pk=depot.pk)
        except Illisible as refus:
            illisible = refus
    contexte = {
        "ecoles": Etablissement.objects.visibles_par(request.user)
        .select_related("commune")
        .annotate(
            nb_classes=Count("classes", filter=Q(classes__fermee_le=None), distinct=True),
            nb_eleves=Count("classes__inscriptions__eleve", filter=Q(classes__inscriptions__fin=None), distinct=True),
            dernier=Max("imports__applique_le"),
        )
        .order_by("commune__nom", "nom", "pk"),
        "imports": ImportTerritoire.objects.visibles_par(request.user).defer("contenu")[:10],
        "formulaire": formulaire,
        "illisible": illisible,
    }
    return render(request, "onde/territoire.html", contexte, status=422 if illisible or formulaire.errors else 200)


@never_cache
@require_GET
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """One archive: being read, read school by school, being applied, applied."""
    depot = _archive(request, pk)
    ecoles_lues = depot.bilan.get("ecoles", [])
    contexte = {
        "depot": depot,
        "en_travail": depot.etat in EN_TRAVAIL,
        "avancement": depots.avancement(depots.cle_territoire(depot.pk), depot.demande_le),
        "remarques": depot.bilan.get("remarques", []),
        "lues": [e for e in ecoles_lues if "erreur" not in e],
        "refusees": [e for e in ecoles_lues if "erreur" in e],
    }
    return render(request, "onde/archive.html", contexte)


@never_cache
@require_GET
def avancement(request: HttpRequest, pk: int) -> HttpResponse:
    depot = _archive(request, pk)
    if depot.etat not in EN_TRAVAIL:
        return HttpResponseClientRedirect(reverse("annuaire_territoire_import", args=[pk]))
    etat = depots.avancement(depots.cle_territoire(depot.pk), depot.demande_le)
    return render(request, "onde/_barre_territoire.html", {"depot": depot, "avancement": etat})


@require_POST
def appliquer(request: HttpRequest, pk: int) -> HttpResponse:
    depots.demander_territoire(depot=_archive(request, pk))
    return redirect("annuaire_territoire_import", pk=pk)


@require_POST
def abandonner(request: HttpRequest, pk: int) -> HttpResponse:
    depots.abandonner_territoire(depot=_archive(request, pk))
    messages.info(request, _("L’archive est effacée : rien n’a changé."))
    return redirect("annuaire_territoire")
