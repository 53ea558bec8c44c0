"""Translate one message, or one mot of the carnet, for who reads it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from ent.portail.views.traduction import rendre_la_traduction
from ent.socle.dates import date_format

from ..actions.traduction import traduire_message
from ..models import Message
from .carnet_familles import mot_de
from .moderation import adresse_du_fil


@require_POST
def traduire(request: HttpRequest, pk: int) -> HttpResponse:
    """A message of a thread that one reads; kept beside it, since a thread is read again."""
    lisibles = Message.objects.visibles_par(request.user).partis()
    message = get_object_or_404(lisibles.select_related("auteur", "fil__etablissement"), pk=pk)
    return rendre_la_traduction(
        request,
        original=message.texte,
        qui=f"{message.auteur.nom_affiche} · {date_format(message.parti_le, 'l j F')}",
        retour=adresse_du_fil(message.fil_id),
        traduire=lambda _texte, langue: traduire_message(message=message, personne=request.user, langue=langue),
    )


@require_POST
def traduire_mot(request: HttpRequest, eleve: UUID, pk: int) -> HttpResponse:
    """A mot of one's child, what to bring included: one signs what one has read."""
    mot, _suivi = mot_de(request, eleve, pk)
    return rendre_la_traduction(
        request,
        original="\n".join(filter(None, [mot.titre, mot.texte, mot.objet])),
        qui=mot.auteur.nom_affiche,
        retour=reverse("carnet_mot", args=[eleve, pk]),
    )
