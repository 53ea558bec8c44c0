"""Translate one message for who reads it."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ent.connexion import frein

from ..actions.traduction import traduire_message
from ..models import Message
from ..traduction import est_branchee
from .moderation import adresse_du_fil

# A person reads; a script that would spend the operator's service is braked.
MAXIMUM, FENETRE = 60, 600


@require_POST
def traduire(request: HttpRequest, pk: int) -> HttpResponse:
    """Into the language of the person: a fragment for htmx, a page without script. The original stays shown in both."""
    if not est_branchee():
        raise Http404
    lisibles = Message.objects.visibles_par(request.user).partis()
    message = get_object_or_404(lisibles.select_related("auteur", "fil__etablissement"), pk=pk)
    langue = request.LANGUAGE_CODE
    contexte = {"message": message, "langue": langue, "traduction": "", "erreur": "", "retour": adresse_du_fil(message.fil_id)}  # fmt: skip
    cle = f"traduire:{request.user.pk}"
    if frein.attente(cle, maximum=MAXIMUM, fenetre=FENETRE):
        contexte["erreur"] = _("Vous avez demandé beaucoup de traductions. Attendez quelques minutes.")
    else:
        frein.compter(cle, fenetre=FENETRE)
        try:
            contexte["traduction"] = traduire_message(message=message, personne=request.user, langue=langue)
        except ValidationError as refus:
            contexte["erreur"] = " ".join(refus.messages)
    gabarit = "_traduction.html" if request.htmx else "traduction.html"
    return render(request, f"messagerie/regles/{gabarit}", contexte, status=422 if contexte["erreur"] else 200)
