"""Where each pupil of a class stands, on one screen, by the keyboard."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ent.annuaire.views import annulables
from ent.annuaire.views.gestes import corrige
from ent.portail.views.brouillons import brouillon_termine

from ..actions import preparation as actions
from ..forms.positions import PositionsForm
from .campagnes import campagne_de


@brouillon_termine
@corrige
@require_http_methods(["GET", "POST"])
def positions(request: HttpRequest, cle: UUID) -> HttpResponse:
    """One sending saves what this page changed, and nothing else. A draft that is taken up is shown, not saved."""
    lue = campagne_de(request, cle)
    dossiers = list(lue.dossiers.prepares_par(request.user).select_related("eleve"))
    formulaire = PositionsForm(lue, dossiers, request.POST if request.method == "POST" else None)
    est_repris = request.POST.get("contenu-geste") == "reprendre-tout"  # as brouillon.js says it
    if code := request.POST.get("recopier"):
        formulaire.recopier(code)
    if request.method == "POST" and not code and not est_repris and not formulaire.errors:
        changees = formulaire.changees
        geste = actions.corriger_dossiers(campagne=lue, auteur=request.user, dits=changees)
        if geste:
            phrase = ngettext("Enregistré pour %(n)d élève.", "Enregistré pour %(n)d élèves.", len(changees))
            annulables.proposer(
                request,
                phrase % {"n": len(changees)},
                geste=geste,
                adresse=reverse("liaison_annuler", args=[cle, geste]),
            )
        else:
            messages.info(request, _("Rien n’avait changé."))
        return redirect("liaison_positions", cle=cle)
    contexte = {"campagne": lue, "formulaire": formulaire, "cle": f"liaison:positions:{lue.pk}"}
    return render(request, "liaison/ecole/positions.html", contexte, status=422 if formulaire.errors else 200)
