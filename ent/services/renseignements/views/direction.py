"""What the direction alone does: corrections of families, who else reads health."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire import calendrier
from ent.annuaire.views.gestes import cree, retire
from ent.socle.dates import a_venir

from ..actions import corrections as actions
from ..actions import sante as actions_sante
from ..forms.ecole import LecteurForm, RefusForm
from ..lectures import direction as lectures
from ..models import Correction, LecteurSante
from .commun import dirigee


@require_GET
def corrections(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits, with what the school holds and what the family says."""
    return _page(request, dirigee(request, pk))


def _page(request: HttpRequest, ecole, refuse: int | None = None, formulaire: RefusForm | None = None) -> HttpResponse:
    contexte = {
        "ecole": ecole,
        "lues": lectures.corrections_de(request.user, ecole),
        "fermees": lectures.corrections_fermees_a(request.user, ecole),
        "traitees": lectures.traitees_de(request.user, ecole),
        "refuse": refuse,
        "formulaire": formulaire or RefusForm(),
    }
    return render(request, "renseignements/corrections.html", contexte, status=422 if formulaire else 200)


def _correction(request: HttpRequest, pk: int) -> Correction:
    siennes = Correction.objects.a_traiter_par(request.user).vivantes().select_related("etablissement")
    return get_object_or_404(siennes, pk=pk)


def _retenue(correction: Correction) -> str:
    """When quiet hours let the news of it reach who asked; empty when it does at once."""
    moment = calendrier.ouverture(correction.etablissement, timezone.now())
    return a_venir(moment) if moment > timezone.now() else ""


@require_POST
def accepter(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap: it is written, unless what the page showed has changed."""
    correction = _correction(request, pk)
    try:
        actions.accepter_correction(correction=correction, vu=request.POST.get("vu", ""), auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    else:
        retenue = _retenue(correction)
        dit = (
            _("C’est corrigé : la famille est prévenue %(quand)s.")
            if retenue
            else _("C’est corrigé : la famille le sait.")
        )
        messages.success(request, " ".join([dit % {"quand": retenue}, _("Corrigez-le aussi dans ONDE.")]))
    return redirect("renseignements_corrections", pk=correction.etablissement_id)


@require_POST
def reprendre(request: HttpRequest, pk: int) -> HttpResponse:
    """Accepted by mistake: what was held is put back, unless it has changed."""
    correction = _correction(request, pk)
    try:
        actions.reprendre_correction(correction=correction, auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    else:
        messages.success(request, _("C’est remis comme avant. La correction attend de nouveau votre réponse."))
    return redirect("renseignements_corrections", pk=correction.etablissement_id)


@require_POST
def refuser(request: HttpRequest, pk: int) -> HttpResponse:
    """With a word."""
    correction = _correction(request, pk)
    formulaire = RefusForm(request.POST)
    if not formulaire.is_valid():
        return _page(request, correction.etablissement, correction.pk, formulaire)
    try:
        actions.refuser_correction(correction=correction, mot=formulaire.cleaned_data["mot"], auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    else:
        retenue = _retenue(correction)
        dit = (
            _("C’est dit : la famille est prévenue %(quand)s.")
            if retenue
            else _("C’est dit : la famille lit pourquoi.")
        )
        messages.success(request, dit % {"quand": retenue})
    return redirect("renseignements_corrections", pk=correction.etablissement_id)


@cree
@require_http_methods(["GET", "POST"])
def lecteurs(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom of its staff the direction names to read health."""
    ecole = dirigee(request, pk)
    formulaire = LecteurForm(request.POST or None, equipe=lectures.equipe_a_nommer(ecole))
    if request.method == "POST" and formulaire.is_valid():
        try:
            actions_sante.nommer_lecteur(etablissement=ecole, auteur=request.user, **formulaire.champs)
        except ValidationError as refus:
            formulaire.add_error(refus.code if refus.code in formulaire.fields else None, refus)
        else:
            messages.success(request, _("C’est dit : les familles lisent son nom sur la fiche de santé."))
            return redirect("renseignements_lecteurs", pk=pk)
    contexte = {"ecole": ecole, "formulaire": formulaire, "lecteurs": lectures.lecteurs_de(request.user, ecole)}
    return render(request, "renseignements/lecteurs.html", contexte, status=422 if formulaire.is_bound else 200)


@retire
@require_POST
def arreter_lecteur(request: HttpRequest, pk: int) -> HttpResponse:
    """From this moment."""
    lecteur = get_object_or_404(LecteurSante.objects.diriges_par(request.user).select_related("etablissement"), pk=pk)
    actions_sante.arreter_lecteur(lecteur=lecteur, auteur=request.user)
    messages.success(request, _("C’est arrêté : cette personne n’ouvre plus les fiches de santé."))
    return redirect("renseignements_lecteurs", pk=lecteur.etablissement_id)
