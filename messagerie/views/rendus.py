"""« À reprendre »: what could not leave, for its author to send or to discard."""

from django.contrib import messages as avis
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ent.coquille.avis import dire_fait

from ..actions import rendus as actions
from ..lectures.rendus import rendus
from ..models import Message
from .fils import base_de, est_freine, trop

PAGE = "messagerie_a_reprendre"


@require_GET
def a_reprendre(request: HttpRequest) -> HttpResponse:
    contexte = {
        "rendus": rendus(request.user),
        "base": base_de(request),
        "est_eleve": request.user.portee.est_eleve,
    }
    return render(request, "messagerie/fils/a_reprendre.html", contexte)


def _le_mien(messages: QuerySet[Message], pk: int) -> Message:
    return get_object_or_404(messages.select_related("fil"), pk=pk)


@require_POST
def renvoyer(request: HttpRequest, pk: int) -> HttpResponse:
    """It leaves as if written now; the thread then shows it, as it shows one that left a moment ago."""
    miens = Message.objects.a_reprendre_par(request.user) | Message.objects.visibles_par(request.user)
    message = _le_mien(miens.filter(auteur=request.user), pk)
    if est_freine(request):
        avis.error(request, trop())
        return redirect(PAGE)
    try:
        actions.renvoyer(message=message, auteur=request.user)
    except ValidationError as refus:
        avis.error(request, " ".join(refus.messages))
        return redirect(PAGE)
    return redirect(f"{reverse('messagerie_fil', args=[message.fil_id])}#redaction")


@require_POST
def jeter(request: HttpRequest, pk: int) -> HttpResponse:
    message = _le_mien(Message.objects.rendus_de(request.user), pk)
    actions.jeter(message=message, auteur=request.user)
    dire_fait(request, _("Le message est jeté."), annuler=reverse("messagerie_remettre", args=[message.pk]))
    return redirect(PAGE)


@require_POST
def remettre(request: HttpRequest, pk: int) -> HttpResponse:
    """« Annuler », beside what says that it was discarded."""
    message = _le_mien(Message.objects.rendus_de(request.user), pk)
    actions.remettre(message=message, auteur=request.user)
    return redirect(PAGE)
