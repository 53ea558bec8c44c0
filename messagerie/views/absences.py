"""One's own days away."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ent.annuaire.views.gestes import cree, retire
from ent.connexion.views.commun import adultes

from ..actions import absences as actions
from ..forms.absences import AbsenceForm
from ..models import Absence


@adultes
@cree
@require_http_methods(["GET", "POST"])
def absences(request: HttpRequest) -> HttpResponse:
    """Those that come, and a new one."""
    formulaire = AbsenceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            actions.declarer_absence(personne=request.user, **formulaire.cleaned_data)
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            messages.success(request, _("C’est noté. Qui vous écrira lira votre réponse, une seule fois."))
            return redirect("messagerie_absences")
    a_venir = Absence.objects.declarees_par(request.user).filter(fin__gte=timezone.localdate())
    contexte = {"formulaire": formulaire, "absences": a_venir, "aujourd_hui": timezone.localdate()}
    contexte["enfants"] = request.user.portee.enfants
    statut = 422 if request.method == "POST" else 200
    return render(request, "messagerie/regles/absences.html", contexte, status=statut)


@adultes
@retire
@require_POST
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    absence = get_object_or_404(Absence.objects.declarees_par(request.user), pk=pk)
    actions.retirer_absence(absence=absence, personne=request.user)
    messages.success(request, _("L’absence est retirée."))
    return redirect("messagerie_absences")
