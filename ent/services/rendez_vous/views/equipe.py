"""Meetings as those who receive prepare, open and follow them; the counts of a direction."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.droits import exiger
from ent.annuaire.models import Classe
from ent.annuaire.views.gestes import corrige, cree

from .. import droits
from ..actions import rencontres as actions
from ..feuilles import papiers_pdf
from ..forms.equipe import EtatForm, JourForm, PreparerForm, ReglagesForm, SoireeForm
from ..lectures import suivi as lectures
from ..lectures.heures import aussi_proposees_par
from ..models import Creneau, Rencontre

REFUS = gettext_lazy("Ceux qui enseignent dans la classe reçoivent ses familles. Demandez-leur.")


@require_GET
def accueil(request: HttpRequest) -> HttpResponse:
    """The meetings that one keeps; for a direction, those of its school in figures."""
    if not droits.portee_de(request.user).etablissements_d_enseignement:
        raise Http404
    etats = lectures.etats_de(request.user)
    tenues = set(Rencontre.objects.tenues_par(request.user).values_list("pk", flat=True))
    contexte = {
        "tenues": [e for e in etats if e.rencontre.pk in tenues],
        "autres": [e for e in etats if e.rencontre.pk not in tenues],
        "a_reprendre": Rencontre.objects.a_reprendre_par(request.user).select_related("classe"),
        "classes": lectures.classes_a_recevoir(request.user),
    }
    return render(request, "rendez_vous/equipe.html", contexte)


@require_POST
def prendre_la_suite(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody keeps it any more: this person does. Asked again by who keeps it, it leads there."""
    if not Rencontre.objects.tenues_par(request.user).filter(pk=pk).exists():
        seule = get_object_or_404(Rencontre.objects.a_reprendre_par(request.user), pk=pk)
        try:
            actions.prendre_la_suite(rencontre=seule, auteur=request.user)
        except ValidationError as refus:
            messages.warning(request, refus.messages[0])
            return redirect("rdv_equipe")
        messages.success(
            request, _("C’est vous qui recevez ces familles : vous lisez qui vient, vous déplacez et annulez.")
        )
    return redirect("rdv_rencontre", pk=pk)


@cree
@require_http_methods(["GET", "POST"])
def preparer(request: HttpRequest, pk: int) -> HttpResponse:
    """Evenings, how, where: slots are cut, nobody is told."""
    classe = get_object_or_404(
        Classe.objects.visibles_par(request.user.pour(droits.MODULE)).select_related("etablissement"), pk=pk
    )
    exiger(droits.peut_recevoir(request.user, classe), REFUS)
    formulaire = PreparerForm(request.POST or None, personne=request.user, classe=classe)
    if request.method == "POST" and formulaire.is_valid():
        try:
            rencontre = actions.preparer_rencontre(classe=classe, auteur=request.user, **_champs(formulaire))
        except ValidationError as refus:
            nom = {"jour": "jour_1", "de": "de_1", "a": "a_1"}.get(refus.code, refus.code)
            formulaire.add_error(nom if nom in formulaire.fields else None, refus)
        else:
            messages.success(request, _("Les créneaux sont coupés. Relisez, puis ouvrez-les aux familles."))
            return redirect("rdv_rencontre", pk=rencontre.pk)
    contexte = {"formulaire": formulaire, "classe": classe}
    return render(request, "rendez_vous/preparer.html", contexte, status=422 if formulaire.errors else 200)


def _champs(formulaire: PreparerForm) -> dict:
    """What the action takes, without the rows of evenings."""
    return {nom: v for nom, v in formulaire.cleaned_data.items() if not nom.startswith(("jour_", "de_", "a_"))}


def _tenue(request: HttpRequest, pk: int) -> Rencontre:
    tenues = Rencontre.objects.tenues_par(request.user).select_related("etablissement", "classe")
    return get_object_or_404(tenues, pk=pk)


@require_GET
def rencontre(request: HttpRequest, pk: int) -> HttpResponse:
    """Who comes, who has no slot; while it is prepared, what families will see."""
    return _page(request, _tenue(request, pk))


def _page(request: HttpRequest, lue: Rencontre, formulaire: SoireeForm | None = None) -> HttpResponse:
    suivi = lectures.suivi_de(lue)
    creneaux = [creneau for soiree in suivi.soirees for creneau in soiree.creneaux]
    contexte = {
        "rencontre": lue,
        "suivi": suivi,
        "formulaire": formulaire or SoireeForm(),
        "hotes": list(lue.hotes.all()),
        "aussi": aussi_proposees_par(request.user, lue, creneaux),
    }
    statut = 422 if formulaire else 200
    return render(request, "rendez_vous/rencontre.html", contexte, status=statut)


@corrige
@require_http_methods(["GET", "POST"])
def reglages(request: HttpRequest, pk: int) -> HttpResponse:
    lue = _tenue(request, pk)
    formulaire = ReglagesForm(request.POST or None, rencontre=lue, personne=request.user)
    if request.method == "POST" and formulaire.is_valid():
        try:
            actions.corriger_rencontre(rencontre=lue, auteur=request.user, **formulaire.cleaned_data)
        except ValidationError as refus:
            formulaire.add_error(refus.code if refus.code in formulaire.fields else None, refus)
        else:
            messages.success(request, _("C’est enregistré."))
            return redirect("rdv_rencontre", pk=pk)
    contexte = {"formulaire": formulaire, "rencontre": lue}
    return render(request, "rendez_vous/reglages.html", contexte, status=422 if formulaire.errors else 200)


@cree
@require_POST
def soiree(request: HttpRequest, pk: int) -> HttpResponse:
    """One more evening."""
    lue = _tenue(request, pk)
    formulaire = SoireeForm(request.POST)
    if formulaire.is_valid():
        try:
            nombre = actions.ajouter_soiree(rencontre=lue, auteur=request.user, **formulaire.cleaned_data)
        except ValidationError as refus:
            formulaire.add_error(refus.code if refus.code in formulaire.fields else None, refus)
        else:
            phrase = ngettext("%(n)d créneau de plus.", "%(n)d créneaux de plus.", nombre)
            messages.success(request, phrase % {"n": nombre})
            return redirect("rdv_rencontre", pk=pk)
    return _page(request, lue, formulaire)


@require_POST
def retirer_soiree(request: HttpRequest, pk: int) -> HttpResponse:
    lue = _tenue(request, pk)
    formulaire = JourForm(request.POST)
    if formulaire.is_valid():
        try:
            actions.retirer_soiree(rencontre=lue, auteur=request.user, jour=formulaire.cleaned_data["jour"])
        except ValidationError as refus:
            messages.warning(request, refus.messages[0])
    return redirect("rdv_rencontre", pk=pk)


@require_POST
def ouvrir(request: HttpRequest, pk: int) -> HttpResponse:
    """Families see it, now or when the school's quiet hours end."""
    lue = _tenue(request, pk)
    try:
        ouverte = actions.ouvrir_rencontre(rencontre=lue, auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    else:
        messages.success(
            request,
            _("C’est prêt : les familles le verront à la fin du repos de l’école.")
            if ouverte.attend
            else _("C’est ouvert : les familles choisissent leur créneau."),
        )
    return redirect("rdv_rencontre", pk=pk)


@require_POST
def relancer(request: HttpRequest, pk: int) -> HttpResponse:
    lue = _tenue(request, pk)
    try:
        nombre = actions.relancer(rencontre=lue, auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    else:
        phrase = ngettext("Rappel envoyé à %(n)d famille.", "Rappel envoyé à %(n)d familles.", nombre)
        messages.success(request, phrase % {"n": nombre} if nombre else _("Chaque famille a son créneau."))
    return redirect("rdv_rencontre", pk=pk)


@require_POST
@never_cache
def papiers(request: HttpRequest, pk: int) -> HttpResponse:
    """A slip for each family without an account: three slots to tick."""
    lue = _tenue(request, pk)
    try:
        prets = actions.preparer_papiers(rencontre=lue, auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
        return redirect("rdv_rencontre", pk=pk)
    reponse = HttpResponse(papiers_pdf(lue, prets, request.POST.get("langue", "")), content_type="application/pdf")
    reponse["Content-Disposition"] = f'attachment; filename="rendez-vous-{pk}.pdf"'
    return reponse


@require_POST
def creneau(request: HttpRequest, pk: int) -> HttpResponse:
    """Open, a pause, closed."""
    lu = get_object_or_404(Creneau.objects.tenus_par(request.user), pk=pk)
    formulaire = EtatForm(request.POST)
    if formulaire.is_valid():
        try:
            actions.regler_creneau(creneau=lu, auteur=request.user, etat=formulaire.cleaned_data["etat"])
        except ValidationError as refus:
            messages.warning(request, refus.messages[0])
    return redirect(f"{reverse('rdv_rencontre', args=[lu.rencontre_id])}#creneau-{lu.pk}")
