"""The réserve: one's past séances and travaux, and those that the teachers of the school share."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.droits import exiger
from ent.annuaire.views.gestes import cree
from ent.socle.adresses import d_ici

from .. import droits
from ..actions import reserve as actions
from ..ecrits import MODELES, UnEcrit
from ..forms.reserve import RechercheForm
from ..lectures.reserve import Recherche, chercher
from .organisation import ROLES_LIES, copier

PAR_PAGE = 20


@require_GET
def reserve(request: HttpRequest) -> HttpResponse:
    """Search, twenty by twenty."""
    exiger(
        bool(request.user.portee.etablissements_d_enseignement), _("La réserve est celle des enseignants de l’école.")
    )
    formulaire = RechercheForm({"quoi": "seance"} | request.GET.dict(), personne=request.user)
    # A criterion that makes no sense is left out: a search is never refused.
    formulaire.is_valid()
    recherche = Recherche(**formulaire.cleaned_data)
    page = Paginator(chercher(request.user, recherche), PAR_PAGE).get_page(request.GET.get("page"))
    parametres = request.GET.copy()
    parametres.pop("page", None)
    contexte = {
        "formulaire": formulaire,
        "recherche": recherche,
        "page": page,
        "a_des_criteres": any(getattr(recherche, c) for c in ("domaine", "nature", "niveau", "annee", "de_qui")),
        "parametres": parametres.urlencode(),
        "lignes": [(ecrit, droits.peut_partager(request.user, ecrit)) for ecrit in page],
    }
    return render(request, "cahier_de_textes/reserve.html", contexte)


def _de_la_reserve(request: HttpRequest, nature: str, pk: int) -> UnEcrit:
    ecrits = MODELES[nature].objects.reserve_de(request.user).presents().select_related(*ROLES_LIES)
    return get_object_or_404(ecrits, pk=pk)


@cree
@require_http_methods(["GET", "POST"])
def reprendre(request: HttpRequest, nature: str, pk: int) -> HttpResponse:
    """Copy to a class and a day; no pupil's name is taken along."""
    return copier(request, _de_la_reserve(request, nature, pk), est_repris=True)


@require_POST
def partager(request: HttpRequest, nature: str, pk: int) -> HttpResponse:
    """Lend to the teachers of the school (partage=1), or stop (partage=0)."""
    ecrit = _de_la_reserve(request, nature, pk)
    exiger(
        droits.peut_partager(request.user, ecrit),
        _("Seul son auteur le partage, et jamais ce qui est donné à quelques élèves."),
    )
    est_partage = request.POST.get("partage") == "1"
    actions.partager(ecrit=ecrit, auteur=request.user, est_partage=est_partage)
    if est_partage:
        messages.success(request, _("C’est partagé : les enseignants de l’école peuvent le reprendre."))
    else:
        messages.success(request, _("Ce n’est plus partagé. Ce qui a déjà été repris reste à qui l’a repris."))
    return redirect(d_ici(request, request.POST.get("suite", "")) or "cahier_reserve")
