"""What another school sent: the direction says whom it is about; who teaches the child reads it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ent.annuaire.models import Etablissement

from ..actions import receptions as actions
from ..forms.transports import RefusForm
from ..lectures import receptions as lectures
from ..lectures.motifs import DITS_PAR_QUELQU_UN, REFUSES
from ..models import Reception


def _reception(request: HttpRequest, reception: UUID) -> Reception:
    tenues = Reception.objects.tenues_par(request.user).select_related("etablissement", "de", "eleve")
    return get_object_or_404(tenues, uuid=reception)


@require_GET
def liste(request: HttpRequest) -> HttpResponse:
    if not request.user.portee.etablissements_diriges:
        raise Http404
    recues = lectures.attente(request.user)
    dirigees = Etablissement.objects.visibles_par(request.user).filter(
        pk__in=request.user.portee.etablissements_diriges
    )
    contexte = {
        "dirigees": dirigees.order_by("nom"),
        "a_confirmer": [r for r in recues if r.etat == Reception.Etat.A_CONFIRMER],
        "arrivent": sum(r.etat in (Reception.Etat.EN_COURS, Reception.Etat.A_VERIFIER) for r in recues),
        "confirmees": [r for r in recues if r.etat == Reception.Etat.CONFIRMEE],
        "refusees": [(r, REFUSES.get(r.motif, "")) for r in recues if r.etat == Reception.Etat.REFUSEE],
    }
    return render(request, "liaison/reception/liste.html", contexte)


@require_GET
def reception(request: HttpRequest, reception: UUID) -> HttpResponse:
    """What it says, and whom it may be about; `?q=` looks for another pupil."""
    return _page(request, _reception(request, reception), RefusForm())


def _page(request: HttpRequest, tenue: Reception, refus: RefusForm) -> HttpResponse:
    cherche = request.GET.get("q", "").strip()[:60]
    attend = tenue.etat == Reception.Etat.A_CONFIRMER
    contexte = {
        "reception": tenue,
        "recu": lectures.recu_pour(request.user, tenue),
        "dit": tenue.contenu.get("eleve", {}),
        "ne_le": lectures.jour_dit(tenue.contenu.get("eleve", {}).get("date_naissance", "")),
        "classe": tenue.contenu.get("classe", ""),
        "attend": attend,
        "propositions": lectures.propositions_pour(tenue) if attend and not cherche else [],
        "q": cherche,
        "trouves": lectures.chercher(tenue, cherche) if attend and cherche else [],
        "refus": refus,
        "motif": REFUSES.get(tenue.motif, ""),
    }
    return render(request, "liaison/reception/reception.html", contexte, status=422 if refus.errors else 200)


@require_POST
def confirmer(request: HttpRequest, reception: UUID) -> HttpResponse:
    tenue = _reception(request, reception)
    eleves = {str(p.uuid): p for p in lectures.eleves_possibles(tenue)}
    eleve = eleves.get(request.POST.get("eleve", ""))
    try:
        actions.confirmer(reception=tenue, eleve=eleve, auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
        return redirect("liaison_reception", reception=reception)
    messages.success(
        request, _("C’est confirmé : ceux qui enseignent à cet élève le lisent, et l’établissement d’avant le sait.")
    )
    return redirect("liaison_recus")


@require_POST
def ce_n_est_pas_lui(request: HttpRequest, reception: UUID) -> HttpResponse:
    tenue = _reception(request, reception)
    try:
        actions.detacher(reception=tenue, de=request.POST.get("eleve", ""), auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    else:
        messages.success(request, _("Plus personne ne lit ce dossier : dites de qui il parle."))
    return redirect("liaison_reception", reception=reception)


@require_POST
def refuser(request: HttpRequest, reception: UUID) -> HttpResponse:
    tenue = _reception(request, reception)
    formulaire = RefusForm(request.POST)
    if not formulaire.is_valid():
        return _page(request, tenue, formulaire)
    if request.POST.get("sur") != "oui":  # nothing of it is kept: asked first
        return render(
            request,
            "liaison/reception/refuser.html",
            {
                "reception": tenue,
                "dit": tenue.contenu.get("eleve", {}),
                "motif": DITS_PAR_QUELQU_UN[formulaire.cleaned_data["motif"]],
                "choix": formulaire.cleaned_data,
            },
        )
    try:
        actions.refuser(reception=tenue, auteur=request.user, **formulaire.cleaned_data)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    else:
        messages.success(
            request, _("C’est refusé : rien de l’élève n’est gardé ici, et l’établissement d’avant lira pourquoi.")
        )
    return redirect("liaison_recus")


# --- Who teaches ---------------------------------------------------------------------------------------------------------
@require_GET
def d_avant(request: HttpRequest) -> HttpResponse:
    """« Ce que dit l’école d’avant », by class."""
    if not request.user.portee.etablissements_de_travail:
        raise Http404
    return render(request, "liaison/reception/d_avant.html", {"classes": lectures.par_classe(request.user)})


@require_GET
def lire(request: HttpRequest, reception: UUID) -> HttpResponse:
    lues = Reception.objects.lues_par(request.user).select_related("etablissement", "de", "eleve")
    lue = get_object_or_404(lues, uuid=reception)
    return render(
        request, "liaison/reception/lire.html", {"reception": lue, "recu": lectures.recu_pour(request.user, lue)}
    )
