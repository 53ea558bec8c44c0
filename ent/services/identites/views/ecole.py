"""The page of a school: who comes in by a public identity, who does not yet, and the paper for them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ent.annuaire.views.commun import ecole_dirigee
from ent.connexion.pdf import Lieu, feuilles_pdf

from ..actions.papiers import preparer_les_papiers
from ..lectures import pages


@require_GET
def ecole(request: HttpRequest, uai: str) -> HttpResponse:
    dirigee = ecole_dirigee(request, uai)
    contexte = {
        "ecole": dirigee,
        "familles": pages.familles_de(dirigee),
        "equipe": pages.equipe_de(dirigee),
        "fournisseurs": pages.boutons(),
    }
    return render(request, "identites/ecole.html", contexte)


@never_cache
@require_POST
def papiers(request: HttpRequest, uai: str) -> HttpResponse:
    dirigee = ecole_dirigee(request, uai)
    prepares = preparer_les_papiers(ecole=dirigee, auteur=request.user)
    if not prepares:
        messages.info(request, _("Toutes les familles sont entrées, ou leur papier se demande ailleurs."))
        return redirect("identites_ecole", uai=uai)
    lieu = Lieu(dirigee, request.build_absolute_uri("/"))
    reponse = HttpResponse(feuilles_pdf(prepares, lieu, langue=request.POST.get("langue", "")), "application/pdf")
    reponse.headers["Content-Disposition"] = 'attachment; filename="papiers-familles.pdf"'
    return reponse
