"""One search over everything that one may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from ent.annuaire import droits
from ent.connexion.views.commun import adultes
from ent.socle import frein

from ..lectures.fouille import Recolte, fouiller
from ..registres import fouilles_de

# Each reads every room: more than somebody types, less than what a script would draw out of it.
RECHERCHES, FENETRE = 40, 300


@adultes
@require_http_methods(["GET", "POST"])
def chercher(request: HttpRequest) -> HttpResponse:
    """What is looked for is sent, so that no address, history or log holds it (docs/decisions/0121-chercher-quelqu-un.md)."""
    lettres = request.POST.get("lettres", "")
    cle = f"fouille:{request.user.pk}"
    if trop := bool(lettres) and frein.attente(cle, maximum=RECHERCHES, fenetre=FENETRE) > 0:
        recolte = Recolte(lettres.strip())
    else:
        recolte = fouiller(request, lettres)
        if recolte.cherche:
            frein.compter(cle, fenetre=FENETRE)
    contexte = {
        "recolte": recolte,
        "trop": trop,
        "fouilles": fouilles_de(request.user),
        "cherche_des_gens": droits.peut_chercher_des_gens(request.user),
    }
    return render(request, "portail/chercher.html", contexte, status=429 if trop else 200)
