"""The import of a school: drop the files, read the plan, apply it, follow, know what to do next."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from ent.annuaire.models import Inscription
from ent.annuaire.views.commun import ecole_ou
from ent.fichiers.envois import dit_si_trop_gros

from .. import annees, depots, droits
from ..exports import MODELE, modele_du_personnel
from ..forms import AnneeForm, DepotForm, ReponsesForm
from ..lignes import TROP_GROS, Illisible
from ..models import ImportOnde
from ..piles import presenter
from ..plan import Plan


def _import(request: HttpRequest, uai: str, pk: int) -> ImportOnde:
    ecole_ou(request, uai, "import")
    visibles = ImportOnde.objects.visibles_par(request.user).select_related("etablissement__commune", "annee")
    depot = get_object_or_404(visibles, etablissement__uai=uai, pk=pk)
    if depot.etablissement_id not in request.user.portee.etablissements_diriges and depots.dit_l_equipe(depot):
        raise Http404
    return depot


@dit_si_trop_gros(TROP_GROS)
@require_http_methods(["GET", "POST"])
def deposer(request: HttpRequest, uai: str) -> HttpResponse:
    """Drop one or more exports. What cannot be read is told at once, and nothing is kept."""
    ecole = ecole_ou(request, uai, "import")
    formulaire = DepotForm(request.POST, request.FILES) if request.method == "POST" else DepotForm()
    illisible = None
    if request.method == "POST" and formulaire.is_valid():
        try:
            depot = depots.deposer(etablissement=ecole, auteur=request.user, fichiers=formulaire.contenus())
            return redirect("annuaire_import_plan", uai=uai, pk=depot.pk)
        except Illisible as refus:
            illisible = refus
    contexte = {
        "ecole": ecole,
        "formulaire": formulaire,
        "illisible": illisible,
        "ouverts": list(ecole.imports.filter(etat__in=[ImportOnde.Etat.LU, ImportOnde.Etat.EN_COURS])),
        "passes": ecole.imports.filter(etat=ImportOnde.Etat.APPLIQUE)[:10],
    }
    return render(request, "onde/deposer.html", contexte, status=422 if illisible or formulaire.errors else 200)


@require_GET
def modele(request: HttpRequest, uai: str) -> HttpResponse:
    """A staff file to fill: ONDE gives none."""
    ecole = ecole_ou(request, uai, "import")
    entetes = {"Content-Disposition": f'attachment; filename="{MODELE}"'}
    return HttpResponse(modele_du_personnel(ecole), content_type="text/csv; charset=utf-8", headers=entetes)


@never_cache
@require_GET
def plan(request: HttpRequest, uai: str, pk: int) -> HttpResponse:
    """One address for the whole life of an import: its plan, its progress, its result."""
    depot = _import(request, uai, pk)
    contexte = {"ecole": depot.etablissement, "depot": depot}
    if depot.etat == ImportOnde.Etat.LU:
        return _page_du_plan(request, depot) if depot.annee else _page_de_l_annee(request, depot)
    if depot.etat == ImportOnde.Etat.EN_COURS:
        contexte["avancement"] = depots.avancement(depots.cle_import(depot.pk), depot.demande_le)
        return render(request, "onde/avancement.html", contexte)
    if depot.etat == ImportOnde.Etat.APPLIQUE:
        contexte["bilan"] = _phrases_du_bilan(depot.bilan)
        contexte["en_attente"] = depot.etablissement.lignes_en_attente.filter(resolue_le=None).count()
        contexte["niveaux_a_dire"] = Inscription.objects.sans_niveau_de(depot.etablissement).count()
        contexte["classes"] = _classes_a_imprimer(depot.etablissement)
        return render(request, "onde/resultat.html", contexte)
    return render(request, "onde/import_clos.html", contexte)


@never_cache
@require_http_methods(["GET", "POST"])
def annee(request: HttpRequest, uai: str, pk: int) -> HttpResponse:
    """Which year the files are for: asked before the plan is shown, and changed as long as nothing is written."""
    depot = _import(request, uai, pk)
    page = redirect("annuaire_import_plan", uai=uai, pk=pk)
    if depot.etat != ImportOnde.Etat.LU:
        return page
    if request.method == "GET":
        return _page_de_l_annee(request, depot)
    formulaire = AnneeForm(request.POST)
    if not formulaire.is_valid():
        return _page_de_l_annee(request, depot, formulaire)
    depots.dire_annee(depot=depot, annee=formulaire.choisie(), auteur=request.user)
    return page


def _page_de_l_annee(request: HttpRequest, depot: ImportOnde, formulaire: AnneeForm | None = None) -> HttpResponse:
    supposition = annees.supposer(depot.etablissement, depots.relire(depot))
    contexte = {
        "ecole": depot.etablissement,
        "depot": depot,
        "supposition": supposition,
        "formulaire": formulaire or AnneeForm(supposee=depot.annee or supposition.annee),
    }
    return render(request, "onde/annee.html", contexte, status=422 if formulaire else 200)


def _page_du_plan(
    request: HttpRequest, depot: ImportOnde, *, plan: Plan | None = None, statut: int = 200, imprimer: bool = False
) -> HttpResponse:
    contexte = {"ecole": depot.etablissement, "depot": depot, "imprimer": imprimer, "tout": "tout" in request.GET}
    contexte["change_d_annee"] = annees.est_a_dire()
    try:
        plan = plan or depots.plan_de(depot)
        contexte |= presenter(plan) | {"peut_appliquer": droits.peut_appliquer(request.user, plan)}
    except Illisible as refus:  # the directory moved, and the files now look like another school's
        contexte["illisible"] = refus
        return render(request, "onde/import_clos.html", contexte, status=422)
    return render(request, "onde/plan.html", contexte, status=statut)


@never_cache
@require_GET
def imprimer(request: HttpRequest, uai: str, pk: int) -> HttpResponse:
    """The plan with every pile open, for paper."""
    depot = _import(request, uai, pk)
    if depot.etat != ImportOnde.Etat.LU or depot.annee is None:
        return redirect("annuaire_import_plan", uai=uai, pk=pk)
    return _page_du_plan(request, depot, imprimer=True)


@require_POST
def appliquer(request: HttpRequest, uai: str, pk: int) -> HttpResponse:
    """Ask for the plan that was read. If the directory moved since, show the new one instead."""
    depot = _import(request, uai, pk)
    page = redirect("annuaire_import_plan", uai=uai, pk=pk)
    if depot.etat != ImportOnde.Etat.LU or depot.annee is None:
        return page
    try:
        actuel = depots.plan_de(depot)
        demande = depots.demander_application(
            depot=depot,
            auteur=request.user,
            plan=actuel,
            reponses=ReponsesForm(request.POST, plan=actuel).choisies(),
            empreinte=request.POST.get("empreinte", ""),
        )
    except Illisible:
        return page
    if not demande:
        messages.warning(
            request,
            _("L’annuaire a changé depuis que vous avez lu ce plan. Voici le nouveau : rien n’est encore écrit."),
        )
        return _page_du_plan(request, depot, plan=actuel, statut=422)
    return page


@never_cache
@require_GET
def avancement(request: HttpRequest, uai: str, pk: int) -> HttpResponse:
    """The bar alone, asked for every second; once done the page itself is asked again."""
    depot = _import(request, uai, pk)
    if depot.etat != ImportOnde.Etat.EN_COURS:
        return HttpResponseClientRedirect(reverse("annuaire_import_plan", args=[uai, pk]))
    contexte = {
        "ecole": depot.etablissement,
        "depot": depot,
        "avancement": depots.avancement(depots.cle_import(depot.pk), depot.demande_le),
    }
    return render(request, "onde/_barre.html", contexte)


@require_POST
def reprendre(request: HttpRequest, uai: str, pk: int) -> HttpResponse:
    """Start again a work that went silent: nothing had been written."""
    depots.redemander(depot=_import(request, uai, pk))
    return redirect("annuaire_import_plan", uai=uai, pk=pk)


@require_POST
def abandonner(request: HttpRequest, uai: str, pk: int) -> HttpResponse:
    if not depots.abandonner(depot=_import(request, uai, pk), auteur=request.user):
        messages.warning(request, _("Cet import n’était plus à annuler : voici où il en est."))
        return redirect("annuaire_import_plan", uai=uai, pk=pk)
    messages.info(request, _("L’import est annulé : rien n’a changé, les fichiers sont effacés."))
    return redirect("annuaire_import", uai=uai)


def _phrases_du_bilan(bilan: dict[str, int]) -> list[str]:
    dits = [
        (bilan.get("eleves_crees", 0), lambda n: ngettext("%(n)s élève ajouté", "%(n)s élèves ajoutés", n)),
        (bilan.get("eleves_modifies", 0), lambda n: ngettext("%(n)s élève modifié", "%(n)s élèves modifiés", n)),
        (bilan.get("eleves_partis", 0), lambda n: ngettext("%(n)s élève parti", "%(n)s élèves partis", n)),
        (bilan.get("classes_creees", 0), lambda n: ngettext("%(n)s classe créée", "%(n)s classes créées", n)),
        (
            bilan.get("responsables_crees", 0),
            lambda n: ngettext("%(n)s responsable ajouté", "%(n)s responsables ajoutés", n),
        ),
        (bilan.get("liens_crees", 0), lambda n: ngettext("%(n)s lien de parenté", "%(n)s liens de parenté", n)),
        (bilan.get("personnels_crees", 0), lambda n: ngettext("%(n)s personnel ajouté", "%(n)s personnels ajoutés", n)),
        (
            bilan.get("personnels_partis", 0),
            lambda n: ngettext("%(n)s départ dans l’équipe", "%(n)s départs dans l’équipe", n),
        ),
        (bilan.get("rejets", 0), lambda n: ngettext("%(n)s ligne ignorée", "%(n)s lignes ignorées", n)),
    ]
    return [phrase(n) % {"n": n} for n, phrase in dits if n]


def _classes_a_imprimer(ecole) -> list[dict]:
    """Classes with the address of their slips, when the sign-in room offers it."""
    classes = []
    for classe in ecole.classes.filter(fermee_le=None):
        try:
            classes.append({"nom": classe.nom, "adresse": reverse("connexion_feuilles", args=[classe.pk])})
        except NoReverseMatch:
            return []
    return classes
