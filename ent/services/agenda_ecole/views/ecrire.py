"""The agenda as those who write it: teachers for their classes and groups, a direction for its school."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from ent.annuaire import calendrier
from ent.annuaire.destinataires import dit_aux_familles
from ent.annuaire.droits import exiger
from ent.annuaire.models import Classe, Etablissement, Groupe
from ent.annuaire.views.gestes import corrige, cree
from ent.socle.dates import date_format

from .. import actions, droits
from ..forms import AnnulerForm, CorrigerForm, EvenementForm
from ..models import Evenement
from .lire import jour_vise, page, visible

REFUS = gettext_lazy("Ceux qui enseignent dans la classe écrivent son agenda ; la direction, celui de l’école.")


@cree
@require_http_methods(["GET", "POST"])
def a_l_ecole(request: HttpRequest, pk: int) -> HttpResponse:
    return _ecrire(
        request, get_object_or_404(Etablissement.objects.tenus_par(request.user.pour(droits.MODULE), "agenda"), pk=pk)
    )


@cree
@require_http_methods(["GET", "POST"])
def a_la_classe(request: HttpRequest, pk: int) -> HttpResponse:
    classes = Classe.objects.tenues_par(request.user.pour(droits.MODULE)).select_related("etablissement")
    return _ecrire(request, get_object_or_404(classes, pk=pk))


@cree
@require_http_methods(["GET", "POST"])
def au_groupe(request: HttpRequest, pk: int) -> HttpResponse:
    groupes = (
        Groupe.objects.tenus_par(request.user.pour(droits.MODULE))
        .filter(ponctuel_de=None)
        .select_related("etablissement")
    )
    return _ecrire(request, get_object_or_404(groupes, pk=pk))


def _ecrire(request: HttpRequest, cible: Etablissement | Classe | Groupe) -> HttpResponse:
    ecole = cible if isinstance(cible, Etablissement) else cible.etablissement
    formulaire = EvenementForm(request.POST or None, cible=cible)
    if request.method == "POST" and formulaire.is_valid():
        try:
            ecrit = actions.publier_evenement(
                etablissement=ecole,
                auteur=request.user,
                classe=cible if isinstance(cible, Classe) else None,
                groupe=cible if isinstance(cible, Groupe) else None,
                **formulaire.cleaned_data,
            )
        except ValidationError as refus:
            formulaire.add_error(refus.code if refus.code in formulaire.fields else None, refus)
        else:
            messages.success(
                request,
                _("C’est écrit : les familles le verront à la fin du repos de l’école.")
                if ecrit.attend
                else dit_aux_familles(_("C’est écrit : les familles le voient."), ecrit.audience),
            )
            _dire_sans_classe(request, ecrit)
            return redirect(f"{reverse('agenda')}?mois={ecrit.jour:%Y-%m}")
    contexte = {"formulaire": formulaire, "cible": cible, "ecole": ecole}
    return render(request, "agenda_ecole/ecrire.html", contexte, status=422 if formulaire.errors else 200)


def _corrigeable(request: HttpRequest, pk: int) -> Evenement:
    """404 for who may not know it; 403 for who reads it."""
    lu = visible(request, pk)
    exiger(droits.peut_corriger(request.user, lu), REFUS)
    return lu


@corrige
@require_http_methods(["GET", "POST"])
def corriger(request: HttpRequest, pk: int) -> HttpResponse:
    """One time, or those from then on."""
    lu = _corrigeable(request, pk)
    jour = jour_vise(request, lu)
    formulaire = CorrigerForm(request.POST or None, evenement=lu, jour=jour)
    if request.method == "POST" and formulaire.is_valid():
        try:
            ecrit = actions.corriger_evenement(
                evenement=lu, auteur=request.user, **{"le": jour} | formulaire.cleaned_data
            )
        except ValidationError as refus:
            formulaire.add_error(refus.code if refus.code in formulaire.fields else None, refus)
        else:
            messages.success(request, _dit_corrige(ecrit))
            _dire_sans_classe(request, ecrit)
            return redirect(f"{reverse('agenda_evenement', args=[ecrit.pk])}?jour={ecrit.jour}")
    contexte = {"formulaire": formulaire, "evenement": lu, "jour": jour}
    return render(request, "agenda_ecole/corriger.html", contexte, status=422 if formulaire.errors else 200)


def _dit_corrige(ecrit: Evenement) -> str:
    """And whether families are told, and when."""
    if ecrit.attend:
        return _("C’est corrigé : les familles le verront à la fin du repos de l’école.")
    if not ecrit.est_redit:
        return _("C’est corrigé : les familles le lisent dans l’agenda, sans en être prévenues.")
    if calendrier.ouverture(ecrit.etablissement, timezone.now()) > timezone.now():
        return _("C’est corrigé : les familles en seront prévenues à la fin du repos de l’école.")
    return dit_aux_familles(_("C’est corrigé : les familles en sont prévenues."), ecrit.audience)


def _dire_sans_classe(request: HttpRequest, ecrit: Evenement) -> None:
    """A fête is held on a Saturday; a visit that was moved to one is a slip more often than not."""
    if not calendrier.est_jour_de_classe(ecrit.etablissement, ecrit.jour):
        jour = {"jour": capfirst(date_format(ecrit.jour, "l j F"))}
        messages.warning(
            request, _("%(jour)s n’est pas un jour de classe : si c’est une erreur, corrigez la date.") % jour
        )


@require_POST
def annuler(request: HttpRequest, pk: int) -> HttpResponse:
    """With a word, which families read."""
    lu = _corrigeable(request, pk)
    formulaire = AnnulerForm(request.POST)
    if not formulaire.is_valid():
        return page(request, lu, formulaire)
    jour = jour_vise(request, lu)
    portee = formulaire.cleaned_data["portee"] or actions.UNE
    try:
        ligne = actions.annuler_evenement(
            evenement=lu, auteur=request.user, le=jour, portee=portee, mot=formulaire.cleaned_data["mot"]
        )
    except ValidationError as refus:
        formulaire.add_error(None, refus)
        return page(request, lu, formulaire)
    messages.success(request, _("C’est annulé : les familles le savent."))
    return redirect("agenda_evenement", pk=ligne.pk)


@require_POST
def retablir(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo."""
    actions.retablir_evenement(evenement=_corrigeable(request, pk), auteur=request.user)
    messages.success(request, _("C’est rétabli."))
    return redirect("agenda_evenement", pk=pk)
