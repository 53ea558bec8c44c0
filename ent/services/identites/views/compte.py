"""On one's account: the identities that open it, one more, one less."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ent.annuaire.views.gestes import retire
from ent.connexion.droits import peut_tenir_un_compte

from ..actions import entree
from ..models import Rattachement


@retire
@require_POST
def delier(request: HttpRequest, pk: int) -> HttpResponse:
    if not peut_tenir_un_compte(request.user):
        raise Http404
    sien = get_object_or_404(Rattachement.objects.tenus_par(request.user), pk=pk)
    try:
        entree.delier(rattachement=sien, auteur=request.user, ici=request.session.session_key or "")
    except entree.DerniereVoie:
        messages.error(
            request,
            _("C’est votre seule façon d’entrer. Choisissez d’abord un mot de passe, puis détachez-la."),
        )
    else:
        messages.success(request, _("%(nom)s n’ouvre plus votre compte.") % {"nom": sien.fournisseur.nom})
    return redirect("connexion_compte")
