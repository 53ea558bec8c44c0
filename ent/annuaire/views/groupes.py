"""« Mes groupes »: pupils of one's classes kept together under a name, chosen afterwards in one tap wherever something is given."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.socle.francais import cite

from .. import actions
from ..forms.groupes import GroupeForm
from ..lectures.groupes import sert
from ..models import Classe, Groupe
from .gestes import corrige, cree, retire


def _tenus(request: HttpRequest):
    groupes = Groupe.objects.tenus_par(request.user).filter(ponctuel_de=None)
    return groupes.select_related("etablissement", "annee")


def _classes(request: HttpRequest, etablissement: int):
    """Those that this person teaches in that school."""
    return Classe.objects.tenues_par(request.user).filter(etablissement=etablissement)


@require_GET
def groupes(request: HttpRequest) -> HttpResponse:
    classes = Classe.objects.tenues_par(request.user).select_related("etablissement")
    tenus = _tenus(request).annotate(sert=sert()).prefetch_related("eleves")
    if not classes and not tenus:
        raise Http404
    return render(request, "annuaire/groupes.html", {"groupes": tenus, "classes": classes})


@cree
@require_http_methods(["GET", "POST"])
def garder(request: HttpRequest, pk: int) -> HttpResponse:
    """A new one, from a class and from the others that one teaches in its school."""
    classe = get_object_or_404(Classe.objects.tenues_par(request.user).select_related("etablissement", "annee"), pk=pk)
    formulaire = GroupeForm(request.POST or None, classe=classe, classes=_classes(request, classe.etablissement_id))
    garder_celui_ci = partial(actions.garder_groupe, classe=classe)
    fait = _("Le groupe est gardé : il se choisit en un geste quand vous donnez quelque chose.")
    return _ecrire(request, formulaire, garder_celui_ci, fait)


@corrige
@require_http_methods(["GET", "POST"])
def groupe(request: HttpRequest, pk: int) -> HttpResponse:
    """Its name and its pupils; those of a class that one does not teach stay in it."""
    tenu = get_object_or_404(_tenus(request), pk=pk)
    formulaire = GroupeForm(request.POST or None, groupe=tenu, classes=_classes(request, tenu.etablissement_id))
    return _ecrire(request, formulaire, partial(actions.recomposer_groupe, groupe=tenu), _("C’est corrigé."))


def _ecrire(request: HttpRequest, formulaire: GroupeForm, geste: Callable, fait: str) -> HttpResponse:
    """The group as it was typed; a name that another took at that instant is refused in its field."""
    if request.method == "POST" and formulaire.is_valid():
        try:
            geste(auteur=request.user, nom=formulaire.cleaned_data["nom"], eleves=formulaire.membres)
        except ValidationError as refus:
            formulaire.add_error("nom", refus)
        else:
            messages.success(request, fait)
            return redirect("annuaire_groupes")
    statut = 422 if formulaire.is_bound else 200
    return render(request, "annuaire/groupe.html", {"formulaire": formulaire}, status=statut)


@retire
@require_POST
def oublier(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete one to which nothing is given."""
    tenu = get_object_or_404(_tenus(request), pk=pk)
    try:
        actions.oublier_groupe(groupe=tenu, auteur=request.user)
        messages.success(request, _("Le groupe « %(nom)s » est supprimé.") % {"nom": cite(tenu.nom)})
    except ValidationError as refus:
        messages.error(request, refus.messages[0])
    return redirect("annuaire_groupes")
