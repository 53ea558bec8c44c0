"""What the classes of a school show to everybody: no name of anyone, and of photos those allowed for the site."""

import uuid as uuid_

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ent.fichiers.views import repondre

from ..lectures import journal as lectures


@login_not_required  # a billet that its class chose to show
@require_safe
def journal(request: HttpRequest, uai: str) -> HttpResponse:
    """The page of a school, read by everybody; empty as long as no class chose anything, as for a school that is not there."""
    ecole = lectures.ecole_qui_montre(uai)
    if ecole is None:
        raise Http404
    contexte = {"ecole": ecole, "lus": lectures.billets_publics(ecole)}
    return render(request, "pages/journal/public.html", contexte)


@login_not_required  # a file of such a billet, judged at each request
@require_safe
def fichier(request: HttpRequest, uai: str, uuid: uuid_.UUID, nom: str) -> HttpResponse:
    trouve = lectures.fichier_public(uai, uuid)
    if trouve is None:
        raise Http404
    return repondre(request, trouve, nom)
