"""Spaces: all of one's own, one of them, to open, correct and close; whom a school brings."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.droits import exiger
from ent.annuaire.models import Etablissement
from ent.annuaire.views.gestes import corrige, cree

from .. import droits
from ..actions import espaces as actions
from ..forms.espaces import CorrigerEspaceForm, EspaceForm
from ..lectures.pages import accueil_de, prochaines
from .commun import dire_le_refus, envoye, fiche_de, fiche_tenue, poser_le_refus


@require_GET
def accueil(request: HttpRequest) -> HttpResponse:
    """What one is of, what one is invited to, what is left of those that are over."""
    lu = accueil_de(request.user)
    concerne = droits.portee_de(request.user).etablissements_de_travail or droits.portee_de(request.user).suivis
    if not concerne:
        raise Http404
    if droits.portee_de(request.user).est_eleve:
        contexte = {"accueil": lu, "dates": prochaines([un.pk for un in lu.en_cours])}
        return render(request, "espaces/eleve/accueil.html", contexte)
    return render(request, "espaces/accueil.html", {"accueil": lu})


@require_GET
def espace(request: HttpRequest, pk: int) -> HttpResponse:
    fiche = fiche_de(request, pk)
    if droits.portee_de(request.user).est_eleve:
        return render(request, "espaces/eleve/espace.html", {"fiche": fiche, "espace": fiche.espace})
    return render(request, "espaces/espace.html", {"fiche": fiche, "espace": fiche.espace})


@cree
@require_http_methods(["GET", "POST"])
def ouvrir(request: HttpRequest, uai: str) -> HttpResponse:
    """By the school that carries it."""
    personne = request.user.pour(droits.MODULE)
    ecole = get_object_or_404(Etablissement.objects.visibles_par(personne), uai=uai)
    exiger(
        ecole.pk in droits.ecoles_engagees_par(request.user),
        _("La direction ouvre un espace, ou la personne à qui elle l’a confié : demandez-lui."),
    )
    formulaire = EspaceForm(envoye(request))
    if request.method == "POST" and formulaire.is_valid():
        try:
            ouvert = actions.ouvrir(etablissement=ecole, par=request.user, **formulaire.cleaned_data)
        except ValidationError as refus:
            poser_le_refus(formulaire, refus)
        else:
            messages.success(request, _("L’espace est ouvert. Invitez un établissement, et dites qui vient du vôtre."))
            return redirect("espaces_espace", pk=ouvert.pk)
    contexte = {"formulaire": formulaire, "ecole": ecole}
    return render(request, "espaces/ouvrir.html", contexte, status=422 if formulaire.errors else 200)


@corrige
@require_http_methods(["GET", "POST"])
def corriger(request: HttpRequest, pk: int) -> HttpResponse:
    fiche = fiche_tenue(request, pk)
    formulaire = CorrigerEspaceForm(envoye(request), espace=fiche.espace)
    if request.method == "POST" and formulaire.is_valid():
        try:
            actions.corriger(espace=fiche.espace, par=request.user, **formulaire.cleaned_data)
        except ValidationError as refus:
            poser_le_refus(formulaire, refus)
        else:
            messages.success(request, _("C’est corrigé."))
            return redirect("espaces_espace", pk=pk)
    contexte = {"formulaire": formulaire, "espace": fiche.espace}
    return render(request, "espaces/corriger.html", contexte, status=422 if formulaire.errors else 200)


@require_POST
def clore(request: HttpRequest, pk: int) -> HttpResponse:
    """Before its day."""
    actions.clore(espace=fiche_tenue(request, pk).espace, par=request.user)
    messages.success(request, _("L’espace est clos. On le relit encore ; vous pouvez le rouvrir aujourd’hui."))
    return redirect("espaces_espace", pk=pk)


@require_POST
def rouvrir(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo."""
    try:
        actions.rouvrir(espace=fiche_tenue(request, pk).espace, par=request.user)
    except ValidationError as refus:
        dire_le_refus(request, refus)
    else:
        messages.success(request, _("L’espace est rouvert."))
    return redirect("espaces_espace", pk=pk)
