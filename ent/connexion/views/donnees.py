"""What is held on oneself: said, taken away, and whether what one wrote is kept after one left."""

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ent.annuaire.actions import s_opposer
from ent.annuaire.exports import tout_sur
from ent.annuaire.lectures.conservation import effacements_dits_a


def _vient_prendre(request: HttpRequest) -> bool:
    return "prendre" in request.GET


@require_safe
@reauthentication_required(enabled=_vient_prendre)
def donnees(request: HttpRequest) -> HttpResponse:
    """The day on which an account goes is said here to whom it concerns: they sign in as before, until then."""
    contexte = {"effacements": effacements_dits_a(request.user), "est_confirme": _vient_prendre(request)}
    return render(request, "connexion/donnees.html", contexte)


@require_POST
def opposition(request: HttpRequest) -> HttpResponse:
    oppose = request.POST.get("garder") == "0"
    s_opposer(personne=request.user, oppose=oppose)
    if oppose:
        phrase = _("C’est noté : ce que vous avez écrit partira avec votre compte.")
    elif request.user.est_sans_ecole:
        phrase = _("C’est noté : ce que vous avez écrit reste, sans votre nom.")
    else:
        phrase = _("C’est noté : l’école garde ce que vous avez écrit, sans votre nom.")
    messages.success(request, phrase)
    return redirect("connexion_donnees")


@require_safe
def emporter(request: HttpRequest) -> HttpResponse:
    """All of it, for who has just said again who they are: a phone left open gives nobody's life away. They say it for a page, which then
    offers the file: led to the file itself, the form that asks would stay on the screen, busy for ever."""
    if is_reauthentication_required(request, app=""):
        return redirect(f"{reverse('connexion_donnees')}?prendre=1")
    nom = f"mes-donnees-{timezone.localdate():%Y-%m-%d}.zip"
    return HttpResponse(
        tout_sur(request.user), "application/zip", headers={"Content-Disposition": f'attachment; filename="{nom}"'}
    )
