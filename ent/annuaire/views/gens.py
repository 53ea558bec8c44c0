"""Finding somebody by some letters, and their sheet."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from ..droits import peut_chercher_des_gens
from ..lectures import fiches, gens
from ..recherche import LETTRES_MAX
from .scolarite import qui_annule


@require_http_methods(["GET", "POST"])
def chercher(request: HttpRequest) -> HttpResponse:
    """A few letters, and whom they name among those one may know. They are posted: a name stands in no address, in no log of a proxy."""
    if not peut_chercher_des_gens(request.user):
        raise Http404
    resultat = gens.chercher(request.user, request.POST.get("lettres", "").strip()[:LETTRES_MAX])
    portee = request.user.portee
    contexte = {
        "resultat": resultat,
        "est_a_l_ecole": bool(portee.etablissements_de_travail),
        "dirige": portee.etablissements_diriges,
        "plusieurs_ecoles": len({t.etablissement.pk for t in resultat.trouvees}) > 1,
    }
    gabarit = "annuaire/_trouvees.html" if request.htmx else "annuaire/chercher.html"
    return render(request, gabarit, contexte)


@require_GET
def eleve(request: HttpRequest, uai: str, eleve: uuid.UUID) -> HttpResponse:
    """A pupil, for the direction of the school and for those who teach them there; not there for anyone else. Of who left, the direction is led
    to what was done about them: their sheet is nobody's.
    """
    fiche = fiches.fiche_d_eleve(request.user, uai, eleve)
    if fiche is None:
        if fiches.est_parti_d_ici(request.user, uai, eleve):
            return redirect(reverse("annuaire_journal", args=[uai], query={"sujet": eleve}))
        raise Http404
    contexte = {"fiche": fiche, "ecole": fiche.etablissement, "annuler": qui_annule(request, fiche)}
    return render(request, "annuaire/fiche_eleve.html", contexte)


@require_GET
def adulte(request: HttpRequest, uai: str, adulte: uuid.UUID) -> HttpResponse:
    """An adult of a family or of the team, and their children in this school alone."""
    fiche = fiches.fiche_d_adulte(request.user, uai, adulte)
    if fiche is None:
        raise Http404
    return render(request, "annuaire/fiche_adulte.html", {"fiche": fiche, "ecole": fiche.etablissement})
