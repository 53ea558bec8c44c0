"""Pupils for whom the school's file writes no level that is one: their direction says it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ent.socle.nombres import entiers

from .. import actions
from ..forms.niveaux import NiveauxForm
from ..models import Inscription
from .commun import ecole_ou
from .gestes import corrige

AU_PLUS = 300  # rows of one page: a school of which no level is known


@corrige
@require_http_methods(["GET", "POST"])
def niveaux(request: HttpRequest, uai: str) -> HttpResponse:
    """Those without a level, and those whose level was said here, class by class."""
    ecole = ecole_ou(request, uai, "niveaux")
    places = Inscription.objects.a_preciser_de(ecole)
    conteste = False
    if request.method == "POST":
        # The list shortens as levels are said elsewhere: the rows are those that the page sent.
        formulaire = NiveauxForm(
            request.POST, inscriptions=list(places.filter(pk__in=entiers(request.POST.getlist("i"))[:AU_PLUS]))
        )
        decisions = formulaire.decisions()
        conteste = formulaire.contester()
        if not conteste:
            actions.preciser_niveaux(etablissement=ecole, decisions=decisions, auteur=request.user)
            n = len(decisions)
            messages.success(request, ngettext("%(n)s niveau enregistré.", "%(n)s niveaux enregistrés.", n) % {"n": n})
            return redirect("annuaire_niveaux", uai=uai)
        places = formulaire.inscriptions
    else:
        places = list(places[:AU_PLUS])
        for place in places:
            place.lu = place.niveau
    contexte = {
        "ecole": ecole,
        "places": places,
        "a_dire": sum(not place.lu for place in places),
        "choix": NiveauxForm.CHOIX,
        "conteste": conteste,
        "titre": _("Dire les niveaux"),
    }
    return render(request, "annuaire/niveaux.html", contexte, status=422 if conteste else 200)
