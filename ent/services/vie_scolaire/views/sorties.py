"""An outing that was sent: corrected, cancelled, put back by who leads it; in the calendar of whoever reads it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.droits import exiger
from ent.annuaire.views.gestes import corrige
from ent.diffusion.agenda import composer

from ..actions import changements as actions
from ..droits import consentements as droits
from ..forms.sorties import AnnulerSortieForm, CorrigerSortieForm
from ..lectures.annonces import est_annoncee, quand_elles_le_savent
from ..lectures.changements import Effet
from ..lectures.dates import evenement_dit
from ..models import DemandeConsentement
from .autorisations import menee, page

FINIE = gettext_lazy("Cette sortie ne se corrige plus : elle est finie, fermée ou annulée.")


def _sortie(request: HttpRequest, pk: int) -> DemandeConsentement:
    """404 for who may not know it, and for what is no outing; 403 for who teaches one class among several."""
    lue = menee(request, pk)
    if not lue.est_sortie:
        raise Http404
    return lue


@corrige
@require_http_methods(["GET", "POST"])
def corriger(request: HttpRequest, pk: int) -> HttpResponse:
    """Written once what families will read, and whether they answer again, was read."""
    lue = _sortie(request, pk)
    if request.method == "POST":
        exiger(lue.est_ouverte, FINIE)  # an error keeps what was typed (saisies.js); led to a page of ours, it would go
    elif not lue.est_ouverte:
        messages.warning(request, FINIE)
        return redirect("autorisation", pk=pk)
    formulaire = CorrigerSortieForm(request.POST or None, demande=lue, personne=request.user)
    if request.method == "POST" and formulaire.is_valid():
        try:
            effet = actions.corriger_sortie(demande=lue, auteur=request.user, champs=formulaire.champs)
        except ValidationError as refus:
            formulaire.add_error(refus.code if refus.code in formulaire.fields else None, refus)
        else:
            messages.success(request, _corrigee(request, lue, effet) if formulaire.change else _("Rien n’a changé."))
            return redirect("autorisation", pk=pk)
    contexte = {"formulaire": formulaire, "demande": lue}
    return render(
        request, "vie_scolaire/autorisations/corriger.html", contexte, status=422 if formulaire.errors else 200
    )


def _corrigee(request: HttpRequest, lue: DemandeConsentement, effet: Effet) -> str:
    quand = quand_elles_le_savent(request.user, lue)
    if not est_annoncee(lue):
        return f"{_('C’est corrigé : les familles n’en étaient pas encore prévenues.')} {quand}"
    if effet.a_redemander:
        return f"{_('C’est corrigé, et les familles répondent à nouveau.')} {quand}"
    return f"{_('C’est corrigé.')} {quand}"


@corrige
@require_POST
def annuler(request: HttpRequest, pk: int) -> HttpResponse:
    """With a word, or without; of what its page had read."""
    lue = _sortie(request, pk)
    formulaire = AnnulerSortieForm(request.POST, demande=lue)
    if not formulaire.is_valid():
        return page(request, lue, formulaire)
    try:
        actions.annuler_sortie(demande=lue, auteur=request.user, mot=formulaire.cleaned_data["mot"])
    except ValidationError as refus:
        formulaire.add_error(None, refus)
        return page(request, lue, formulaire)
    if lue.attend:
        messages.success(request, _("La sortie est annulée : les familles ne l’avaient pas encore vue."))
    else:
        lue.refresh_from_db()
        messages.success(request, f"{_('La sortie est annulée.')} {quand_elles_le_savent(request.user, lue)}")
    return redirect("autorisation", pk=pk)


@require_POST
def retablir(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo, for an hour."""
    lue = _sortie(request, pk)
    try:
        actions.retablir_sortie(demande=lue, auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    else:
        lue.refresh_from_db()
        quand = quand_elles_le_savent(request.user, lue)
        messages.success(request, f"{_('La sortie a bien lieu : les réponses données comptent à nouveau.')} {quand}")
    return redirect("autorisation", pk=pk)


@require_GET
def ics(request: HttpRequest, pk: int) -> HttpResponse:
    """One outing for a calendar: opened again after a change, it moves there; cancelled, it is crossed out."""
    lues = DemandeConsentement.objects.sorties_lues_par(request.user, droits.enfants_de(request.user))
    lue = get_object_or_404(lues.select_related("etablissement").prefetch_related("classes"), pk=pk)
    contenu = composer(_("Agenda"), [evenement_dit(request.user, lue)], request.build_absolute_uri)
    reponse = HttpResponse(contenu, content_type="text/calendar; charset=utf-8")
    reponse["Content-Disposition"] = 'attachment; filename="sortie.ics"'
    return reponse
