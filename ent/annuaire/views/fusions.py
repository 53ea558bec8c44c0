"""A school joins another: the operator reads what it does, then says it; the direction of the one that ends says who follows."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ent.socle.nombres import entiers

from .. import actions, droits
from ..actions.preparation import annee_a_preparer
from ..forms.fusions import ReunirForm
from ..lectures import fusions as lectures
from ..lectures.passages import passage_a_montrer
from ..models import Etablissement
from .commun import ecole_dirigee
from .ecoles import ecole_suivie


def _ecole_a_reunir(request: HttpRequest, uai: str) -> Etablissement:
    ecole = ecole_suivie(request, uai)
    if not droits.peut_reunir_des_ecoles(request.user):
        raise Http404
    return ecole


@require_http_methods(["GET", "POST"])
def reunir(request: HttpRequest, uai: str) -> HttpResponse:
    """With which school, what that does in figures, then the button that says it. A GET writes nothing."""
    ecole = _ecole_a_reunir(request, uai)
    demande = request.POST if request.method == "POST" else request.GET if "avec" in request.GET else None
    formulaire = ReunirForm(demande, personne=request.user, ecole=ecole)
    dite, rejoint = lectures.fusion_de(ecole), None
    if formulaire.is_bound and formulaire.is_valid():
        rejoint = formulaire.cleaned_data["avec"]
    if request.method == "POST" and rejoint:
        try:
            actions.declarer_une_fusion(etablissement=ecole, rejoint=rejoint, auteur=request.user)
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            phrase = _("C’est écrit : les deux directions le lisent sur leur page « La rentrée ».")
            messages.success(request, phrase)
            return redirect("annuaire_reunir", uai=uai)
    rejoint = (dite and dite.rejoint) or rejoint
    contexte = {
        "ecole": ecole,
        "annee": annee_a_preparer(),
        "formulaire": formulaire,
        "fusion": dite,
        "apercu": lectures.apercu_de(ecole, rejoint) if rejoint and not ecole.fermee_le else None,
    }
    return render(request, "annuaire/ecoles/reunir.html", contexte, status=422 if formulaire.errors else 200)


@require_POST
def separer(request: HttpRequest, uai: str) -> HttpResponse:
    """Before the turn alone: after it, the direction of the other undoes it, for a fortnight."""
    ecole = _ecole_a_reunir(request, uai)
    dite = lectures.fusion_de(ecole)
    if dite is None:
        raise Http404
    try:
        actions.retirer_une_fusion(passage=dite, auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, " ".join(refus.messages))
    else:
        messages.success(request, _("La fusion est retirée : chaque école prépare sa rentrée."))
    return redirect("annuaire_reunir", uai=uai)


@require_POST
def qui_suit(request: HttpRequest, uai: str) -> HttpResponse:
    """Who is ticked works in the other school from the turn on."""
    celui_ci = passage_a_montrer(ecole_dirigee(request, uai), annee_a_preparer())
    if celui_ci is None:
        raise Http404
    try:
        actions.dire_qui_suit(passage=celui_ci, personnes=entiers(request.POST.getlist("membre")), auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, " ".join(refus.messages))
    else:
        messages.success(request, _("C’est noté."))
    return redirect("annuaire_passage", uai=uai)
