"""Confided accesses as a direction reads them: who reads about its pupils, who does not agree; it may end one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ent.annuaire.models import Etablissement
from ent.annuaire.views.commun import ecole_dirigee
from ent.coquille.avis import dire_fait

from .. import actions, lectures


@require_GET
def ecole(request: HttpRequest, uai: str) -> HttpResponse:
    dirigee = ecole_dirigee(request, uai)
    contexte = {"ecole": dirigee, "acces": lectures.acces_de_l_ecole(request.user, dirigee)}
    return render(request, "acces_confies/ecole.html", contexte)


def _un(request: HttpRequest, dirigee: Etablissement, cle: UUID) -> lectures.Acces:
    tous = lectures.acces_de_l_ecole(request.user, dirigee)
    if (trouve := next((acces for acces in tous if acces.cle == cle), None)) is None:
        raise Http404
    return trouve


@require_POST
def terminer(request: HttpRequest, uai: str, cle: UUID) -> HttpResponse:
    """Who confided it is told."""
    trouve = _un(request, ecole_dirigee(request, uai), cle)
    actions.finir(delegations=trouve.lignes, auteur=request.user)
    phrase = _("L’accès est terminé. La personne qui l’avait confié est prévenue.")
    dire_fait(request, phrase, annuler=reverse("acces_confies_ecole_reprendre", args=[uai, cle]))
    return redirect("acces_confies_ecole", uai=uai)


@require_POST
def reprendre(request: HttpRequest, uai: str, cle: UUID) -> HttpResponse:
    """Undo, for an hour, what one ended oneself."""
    trouve = _un(request, ecole_dirigee(request, uai), cle)
    if actions.rendre(delegations=trouve.lignes, auteur=request.user):
        messages.success(request, _("C’est annulé : l’accès est rendu."))
    else:
        messages.error(request, _("Cela ne s’annule plus : la famille peut confier un nouvel accès."))
    return redirect("acces_confies_ecole", uai=uai)


@require_POST
def lue(request: HttpRequest, uai: str, cle: UUID) -> HttpResponse:
    """A disagreement that the direction has taken up: it waits no more."""
    trouve = _un(request, ecole_dirigee(request, uai), cle)
    actions.lire_un_desaccord(delegations=trouve.lignes, auteur=request.user)
    messages.success(request, _("C’est noté."))
    return redirect("acces_confies_ecole", uai=uai)
