"""What no file says and a person does: kinds of tie, parental authority."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ent.socle.nombres import entiers

from .. import actions
from ..droits import exiger, peut_confirmer_responsabilite
from ..forms import LiensForm
from ..models import Responsabilite
from .commun import ecole_dirigee, page_de

LIENS_PAR_PAGE = 50


@require_http_methods(["GET", "POST"])
def responsables(request: HttpRequest, uai: str) -> HttpResponse:
    """Ties declared by the school: the direction states their kind and who holds parental authority."""
    ecole = ecole_dirigee(request, uai)
    tous = request.GET.get("tous") == "1"
    liens = ecole.responsabilites.filter(fin=None).select_related("adulte", "enfant")
    if not tous:
        liens = liens.filter(autorite=Responsabilite.Autorite.A_CONFIRMER)
    liens = liens.order_by("enfant__nom", "enfant__prenom", "adulte__nom", "pk")
    if request.method == "POST":
        # The list shortens as ties are confirmed: the ties of the page are those it sent, not those of a page number.
        envoyes = entiers(request.POST.getlist("l"))[:LIENS_PAR_PAGE]
        choisis = list(ecole.responsabilites.filter(fin=None, pk__in=envoyes))
        decisions = LiensForm(request.POST, liens=choisis).decisions()
        for lien, *_choix in decisions:
            exiger(peut_confirmer_responsabilite(request.user, lien))
        actions.confirmer_responsabilites(decisions=decisions, auteur=request.user)
        n = len(decisions)
        messages.success(request, ngettext("%(n)s lien enregistré.", "%(n)s liens enregistrés.", n) % {"n": n})
        return redirect(request.get_full_path())
    contexte = {
        "ecole": ecole,
        "page": page_de(request, liens, LIENS_PAR_PAGE),
        "tous": tous,
        "natures": Responsabilite.Lien.choices,
        "autorites": Responsabilite.Autorite.choices,
        "foyers": Responsabilite.Foyer.choices,
    }
    return render(request, "annuaire/responsables.html", contexte)
