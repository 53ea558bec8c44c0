"""Image rights as a holder of authority reads them: what is asked for each child, one's own answers, and nobody else's."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ent.coquille.avis import dire_sans_page

from ..actions import consentements as actions
from ..droits import consentements as droits
from ..evenements.consentements import CHANGE
from ..forms.consentements import ReponseForm
from ..lectures import familles as lectures
from ..models import DemandeConsentement

DECLENCHEUR = CHANGE.replace(".", ":")


@require_GET
def consentements(request: HttpRequest) -> HttpResponse:
    """Every open question about every child; a person without children has no such page."""
    if not droits.enfants_de(request.user):
        raise Http404
    return _page(request)


def _page(request: HttpRequest, statut: int = 200) -> HttpResponse:
    contexte = {"billets": lectures.tous_les_billets(request.user)}
    return render(request, "vie_scolaire/consentements/famille.html", contexte, status=statut)


@require_POST
def repondre(request: HttpRequest, pk: int, eleve: UUID) -> HttpResponse:
    """Yes or no, for one child and one medium; again, it changes one's mind. From the home the tile then asks for itself."""
    demande = get_object_or_404(DemandeConsentement.objects.des_enfants_de(request.user).images(), pk=pk)
    billet = lectures.billet_de(request.user, demande, eleve)
    if billet is None:
        raise Http404
    formulaire = ReponseForm(request.POST)
    if not formulaire.is_valid():
        messages.warning(request, _("Cette réponse n’a pas pu être lue. Touchez « Oui » ou « Non »."))
        return _page(request, 422)
    try:
        actions.repondre(demande=demande, eleve=billet.suivi.eleve, par=request.user, reponses=formulaire.reponses)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
        if request.htmx:
            return HttpResponse(status=204, headers={"HX-Redirect": reverse("consentements")})
        return _page(request, 422)
    phrase = _("C’est noté. Vous pouvez changer d’avis à tout moment.")
    if request.htmx:
        return dire_sans_page(DECLENCHEUR, phrase)
    messages.success(request, phrase)
    # Back to the coupon just answered, not to the top of all of them.
    return redirect(f"{reverse('consentements')}#reponse-{demande.pk}-{eleve}-{formulaire.cleaned_data['support']}")
