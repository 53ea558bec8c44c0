"""Who answers questions, and when: said by a direction for its school, by the operator for the territory."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import actions
from ..forms.interlocuteurs import InterlocuteurForm
from ..models import Etablissement, Interlocuteur
from .commun import ecole_dirigee
from .gestes import corrige


@corrige
@require_http_methods(["GET", "POST"])
def de_l_ecole(request: HttpRequest, uai: str) -> HttpResponse:
    return _dire(request, ecole_dirigee(request, uai))


@corrige
@require_http_methods(["GET", "POST"])
def du_territoire(request: HttpRequest) -> HttpResponse:
    """For directions, for the communes and for who has not come in yet."""
    if not request.user.portee.est_operateur:
        raise Http404
    return _dire(request, None)


def _dit(ecole: Etablissement | None) -> str:
    """Who sees it: a direction reads the territory's at the end of its own help, not the school's."""
    if ecole is None:
        return _("C’est dit : l’aide des directions, des communes et de qui n’entre pas finit par cette personne.")
    return _("C’est dit : l’aide des familles et de l’équipe finit par cette personne.")


def _dire(request: HttpRequest, ecole: Etablissement | None) -> HttpResponse:
    connu = Interlocuteur.objects.visibles_par(request.user).filter(etablissement=ecole).first()
    formulaire = InterlocuteurForm(
        request.POST if request.method == "POST" else None, instance=connu or Interlocuteur(etablissement=ecole)
    )
    if request.method == "POST" and formulaire.is_valid():
        actions.dire_qui_repond(etablissement=ecole, auteur=request.user, champs=dict(formulaire.cleaned_data))
        messages.success(request, _dit(ecole))
        return redirect(request.path)
    contexte = {
        "ecole": ecole,
        "formulaire": formulaire,
        "est_nouveau": connu is None,
    }
    return render(request, "annuaire/interlocuteur.html", contexte, status=422 if formulaire.errors else 200)
