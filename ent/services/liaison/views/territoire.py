"""The operator's pages: with which schools dossiers are exchanged, and the keys that somebody compared."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.views.gestes import corrige, cree
from ent.socle.dehors import Injoignable

from ..actions import correspondants as actions
from ..forms.transports import CorrespondantForm, CorrigerCorrespondantForm
from ..lectures import cles
from ..models import Correspondant


def _exiger_operateur(request: HttpRequest) -> None:
    if not request.user.portee.est_operateur:
        raise Http404


def _correspondant(request: HttpRequest, uai: str) -> Correspondant:
    tenus = Correspondant.objects.tenus_par(request.user).select_related("etablissement")
    return get_object_or_404(tenus, etablissement__uai=uai)


@require_GET
def liste(request: HttpRequest) -> HttpResponse:
    _exiger_operateur(request)
    tenus = Correspondant.objects.tenus_par(request.user).select_related("etablissement")
    lignes = [(c, len(c.cles), len(_a_confirmer(c))) for c in tenus]
    return render(request, "liaison/territoire/liste.html", {"lignes": lignes})


def _a_confirmer(correspondant: Correspondant) -> list[dict[str, str]]:
    connues = {jwk["kid"] for jwk in correspondant.cles}
    return [jwk for jwk in correspondant.cles_lues if jwk["kid"] not in connues]


@cree
@require_http_methods(["GET", "POST"])
def nouveau(request: HttpRequest) -> HttpResponse:
    _exiger_operateur(request)
    formulaire = CorrespondantForm(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        ouvert = actions.ouvrir(auteur=request.user, **formulaire.cleaned_data)
        _lire_les_cles(request, ouvert)
        return redirect("liaison_correspondant", uai=ouvert.etablissement.uai)
    return render(
        request, "liaison/territoire/nouveau.html", {"formulaire": formulaire}, status=422 if formulaire.errors else 200
    )


def _lire_les_cles(request: HttpRequest, correspondant: Correspondant) -> None:
    try:
        actions.relire_les_cles(correspondant=correspondant)
    except Injoignable:
        messages.warning(request, _("Ce site n’a pas donné ses clés : vérifiez son adresse, puis « Relire ses clés »."))


@corrige
@require_http_methods(["GET", "POST"])
def correspondant(request: HttpRequest, uai: str) -> HttpResponse:
    """Its keys; sent, its address corrected. Nobody is asked anything while others wait for their turn: its keys are read by a gesture."""
    tenu = _correspondant(request, uai)
    if request.method == "POST" and tenu.ferme_le:
        raise Http404
    formulaire = CorrigerCorrespondantForm(request.POST if request.method == "POST" else None, correspondant=tenu)
    if request.method == "POST" and formulaire.is_valid():
        if actions.corriger(correspondant=tenu, auteur=request.user, adresse=formulaire.cleaned_data["adresse"]):
            messages.success(request, _("L’adresse est corrigée : relisez ses clés, puis comparez-les."))
        return redirect("liaison_correspondant", uai=uai)
    contexte: dict[str, Any] = {
        "correspondant": tenu,
        "formulaire": formulaire,
        "connues": [(jwk["kid"], cles.dite(jwk["kid"])) for jwk in tenu.cles],
        "a_confirmer": [(jwk["kid"], cles.dite(jwk["kid"])) for jwk in _a_confirmer(tenu)],
    }
    statut = 422 if formulaire.errors else 200
    return render(request, "liaison/territoire/correspondant.html", contexte, status=statut)


@require_POST
def relire(request: HttpRequest, uai: str) -> HttpResponse:
    _lire_les_cles(request, _correspondant(request, uai))
    return redirect("liaison_correspondant", uai=uai)


@require_POST
def confirmer(request: HttpRequest, uai: str) -> HttpResponse:
    try:
        actions.confirmer_les_cles(
            correspondant=_correspondant(request, uai), kids=request.POST.getlist("kid"), auteur=request.user
        )
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    else:
        messages.success(request, _("C’est confirmé : ce qu’elle signe est pris dès maintenant."))
    return redirect("liaison_correspondant", uai=uai)


@require_POST
def fermer(request: HttpRequest, uai: str) -> HttpResponse:
    actions.fermer(correspondant=_correspondant(request, uai), auteur=request.user)
    messages.success(request, _("C’est fermé : rien n’en vient plus, et rien n’y part."))
    return redirect("liaison_correspondants")
