"""The portfolio of a pupil: read by the family, the pupil, who teaches them today; works are chosen and taken out."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from ent.annuaire.droits import exiger
from ent.annuaire.models import Personne
from ent.annuaire.views.gestes import cree
from ent.fichiers.envois import recoit_des_fichiers

from ..actions import portfolio as actions
from ..droits import portfolio as droits
from ..droits.billets import lisible
from ..forms.portfolio import PortfolioForm
from ..lectures import portfolio as lectures
from ..models.billets import Billet
from ..models.portfolio import EntreePortfolio

REFUS = gettext_lazy("Les travaux sont choisis par l’élève ou par ceux qui lui enseignent.")


def _relu(request: HttpRequest, uuid: UUID) -> tuple[Personne, Personne]:
    """The pupil of this address, and as whom one reads: who asks, or, of a class that is over, who they were."""
    for lecteur in (request.user, request.user.autrefois):
        if eleve := lectures.eleve_au_portfolio(lecteur, uuid):
            return eleve, lecteur
    raise Http404


def _eleve(request: HttpRequest, uuid: UUID) -> tuple[Personne, bool]:
    """The pupil of this address and whether one may choose works for them."""
    eleve = lectures.eleve_au_portfolio(request.user, uuid)
    if eleve is None:
        raise Http404
    return eleve, _peut_choisir(request, eleve)


def _peut_choisir(request: HttpRequest, eleve: Personne) -> bool:
    enseigne = lectures.est_enseigne_par(request.user, eleve)
    return droits.peut_choisir(request.user, eleve, enseigne=enseigne)


@recoit_des_fichiers
@cree
@require_http_methods(["GET", "POST"])
def portfolio(request: HttpRequest, eleve: UUID) -> HttpResponse:
    """All of it, by year; below, what the pupil or their teacher adds."""
    celui_ci, lecteur = _relu(request, eleve)
    peut_choisir = not lecteur.portee.est_passee and _peut_choisir(request, celui_ci)
    formulaire = None
    if peut_choisir:
        classe = lectures.classe_de(celui_ci, request.user)
        formulaire = PortfolioForm(
            request.POST or None, request.FILES or None, personne=request.user, classe=classe, eleve=celui_ci
        )
    if request.method == "POST":
        exiger(peut_choisir, REFUS)
        if formulaire.is_valid():
            donnees = formulaire.cleaned_data
            try:
                actions.garder(
                    eleve=celui_ci,
                    auteur=request.user,
                    etablissement=classe.etablissement,
                    titre=donnees["titre"],
                    texte=donnees["texte"],
                    envoi=donnees["fichiers"],
                )
            except ValidationError as refus:
                formulaire.add_error(None, refus)
            else:
                messages.success(request, _("C’est gardé dans le portfolio."))
                return redirect("journal_portfolio", eleve=eleve)
    contexte = {
        "eleve": celui_ci,
        "annees": lectures.annees_de(lecteur, celui_ci),
        "formulaire": formulaire,
        "peut_choisir": peut_choisir,
        "est_eleve": request.user.portee.est_eleve,
    }
    fautif = formulaire is not None and formulaire.is_bound
    return render(request, "pages/journal/portfolio.html", contexte, status=422 if fautif else 200)


@require_POST
def garder_billet(request: HttpRequest, pk: int, eleve: UUID) -> HttpResponse:
    """Keep a published billet of the class."""
    celui_ci, peut_choisir = _eleve(request, eleve)
    exiger(peut_choisir, REFUS)
    lu = get_object_or_404(Billet.objects.visibles_par(request.user).filter(lisible()), pk=pk)
    if not lectures.est_de_sa_classe(celui_ci, lu):
        raise Http404
    actions.garder(eleve=celui_ci, auteur=request.user, etablissement=lu.etablissement, titre=lu.titre, billet=lu)
    messages.success(request, _("C’est gardé dans le portfolio."))
    return redirect("journal_portfolio", eleve=eleve)


@require_POST
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    """Tapped twice, it is taken out once."""
    entree = get_object_or_404(
        EntreePortfolio.objects.modifiables_par(request.user).select_related("etablissement", "eleve"), pk=pk
    )
    if entree.retiree_le is None:
        actions.retirer(entree=entree, auteur=request.user)
    messages.success(request, _("Ce travail n’est plus dans le portfolio."))
    return redirect("journal_portfolio", eleve=entree.eleve.uuid)
