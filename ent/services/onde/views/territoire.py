"""The operator's pages: archives of many schools, and what imports refused. Counts and reasons, never people."""

from django.contrib import messages
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
from ..lectures import Dernier, d_une_archive, derniers_imports
from ..lignes import TROP_GROS, Illisible
from ..models import ImportTerritoire


def _exiger_operateur(request: HttpRequest) -> None:
    if not request.user.portee.est_operateur:
        raise Http404


def _archive(request: HttpRequest, pk: int) -> ImportTerritoire:
    return get_object_or_404(ImportTerritoire.objects.visibles_par(request.user).defer("contenu"), pk=pk)


@dit_si_trop_gros(TROP_GROS)
@require_http_methods(["GET", "POST"])
def archives(request: HttpRequest) -> HttpResponse:
    """Archives of many schools; a POST drops one, `UAI/fichier.csv`."""
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
        "faites": len(depot.bilan.get("faites", ())),
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
    if not depot.est_au_travail:
        return HttpResponseClientRedirect(reverse("annuaire_territoire_import", args=[pk]))
    etat = depots.avancement(depots.cle_territoire(depot.pk), depot.demande_le)
    contexte = {"depot": depot, "avancement": etat, "faites": len(depot.bilan.get("faites", ()))}
    return render(request, "onde/_barre_territoire.html", contexte)


@require_POST
def appliquer(request: HttpRequest, pk: int) -> HttpResponse:
    depots.demander_territoire(depot=_archive(request, pk))
    return redirect("annuaire_territoire_import", pk=pk)


@require_POST
def reprendre(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with a work that went silent: no school is half written."""
    depots.redemander_territoire(depot=_archive(request, pk))
    return redirect("annuaire_territoire_import", pk=pk)


@require_POST
def abandonner(request: HttpRequest, pk: int) -> HttpResponse:
    if depots.abandonner_territoire(depot=_archive(request, pk)):
        messages.info(request, _("L’archive est effacée : rien n’a changé."))
    else:
        messages.warning(request, _("Cette archive n’était plus à annuler : voyez ce qu’elle a fait."))
    return redirect("annuaire_territoire")


# --- What was refused ---------------------------------------------------------------------------------------------------
@require_GET
def refus(request: HttpRequest, uai: str) -> HttpResponse:
    """Lines that the last import of a school refused, for its direction and for who follows it."""
    ecole = get_object_or_404(Etablissement.objects.comptes_par(request.user), uai=uai)
    dernier = derniers_imports([ecole.pk]).get(ecole.pk)
    if dernier is None:
        raise Http404
    dirige = ecole.pk in request.user.portee.etablissements_diriges
    retour = reverse("annuaire_ecole" if dirige else "annuaire_fiche", args=[uai])
    return _page_des_refus(request, ecole.nom, dernier, retour=retour, sans_noms=not dirige)


@require_GET
def refus_de_l_archive(request: HttpRequest, pk: int, uai: str) -> HttpResponse:
    """The same, of one archive, before it is applied or after."""
    depot = _archive(request, pk)
    lue = next((e for e in depot.bilan.get("ecoles", []) if e["uai"] == uai and "erreur" not in e), None)
    if lue is None:
        raise Http404
    return _page_des_refus(request, lue["nom"], d_une_archive(lue, depot.cree_le), depot=depot)


def _page_des_refus(request: HttpRequest, nom: str, dernier: Dernier, **ou) -> HttpResponse:
    reste = dernier.nombre - len(dernier.refus) if dernier.refus else 0
    return render(request, "onde/refus.html", {"nom": nom, "dernier": dernier, "reste": reste} | ou)
