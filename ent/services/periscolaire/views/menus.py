"""Menus: read by families and those who work there; written by the direction, or by the commune for its schools."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.droits import exiger
from ent.annuaire.models import Etablissement
from ent.annuaire.views.gestes import corrige
from ent.socle.dates import est_plausible

from .. import droits
from ..actions import menus as actions
from ..feuilles import menus_pdf
from ..forms.menus import AllergenesForm, RepriseForm, SemaineForm
from ..lectures import menus as lectures
from ..lectures.menus import SEMAINE, lundi_de

REFUS = gettext_lazy("La direction de l’école et la commune écrivent les menus. Demandez-leur.")


def _ecole(request: HttpRequest, pk: int) -> Etablissement:
    return get_object_or_404(Etablissement.objects.visibles_par(request.user.pour(droits.MODULE)), pk=pk)


def _lue(request: HttpRequest, pk: int) -> Etablissement:
    """404 for whoever neither has a child there, nor works there, nor cooks for it."""
    ecole = next((e for e in lectures.ecoles_lues(request.user) if e.pk == pk), None)
    if ecole is None:
        raise Http404
    return ecole


def _ecrite(request: HttpRequest, pk: int) -> Etablissement:
    """404 for who does not know the school; 403 for who reads its menus alone."""
    ecole = _ecole(request, pk)
    exiger(any(e.pk == ecole.pk for e in lectures.ecoles_ecrites(request.user)), REFUS)
    return ecole


@require_GET
def accueil(request: HttpRequest) -> HttpResponse:
    """The week of the schools that one knows, one under the other."""
    lundi = _semaine_demandee(request)
    suivies = droits.ecoles_des_enfants_de(request.user) | droits.portee_de(request.user).etablissements_de_travail
    ecoles = [e for e in lectures.ecoles_lues(request.user) if e.pk in suivies]
    if not ecoles:
        raise Http404
    semaines = [lectures.semaine_lue(request.user, ecole, lundi) for ecole in ecoles]
    contexte = {"semaines": semaines, "lundi": lundi, "avant": lundi - SEMAINE, "apres": lundi + SEMAINE}
    return render(request, "periscolaire/menus.html", contexte)


def _semaine_demandee(request: HttpRequest) -> dt.date:
    try:
        demande = dt.date.fromisoformat(request.GET.get("semaine", ""))
    except ValueError:
        demande = None
    if demande and est_plausible(demande):
        return lundi_de(demande)
    return lectures.semaine_a_lire()


@require_GET
def semaine(request: HttpRequest, ecole: int, lundi: dt.date) -> HttpResponse:
    """One school, one week."""
    lue = lectures.semaine_lue(request.user, _lue(request, ecole), lundi_de(lundi))
    contexte = {
        "semaines": [lue],
        "lundi": lue.lundi,
        "avant": lue.lundi - SEMAINE,
        "apres": lue.lundi + SEMAINE,
        "seule": lue.ecole,
    }
    return render(request, "periscolaire/menus.html", contexte)


@require_GET
def papier(request: HttpRequest, ecole: int, lundi: dt.date) -> HttpResponse:
    """The week on a sheet, for a fridge."""
    lue = lectures.semaine_lue(request.user, _lue(request, ecole), lundi_de(lundi))
    if not lue.a_des_menus:
        raise Http404
    reponse = HttpResponse(menus_pdf(lue), content_type="application/pdf")
    reponse["Content-Disposition"] = f'inline; filename="menus-{lue.lundi}.pdf"'
    return reponse


@corrige
@require_http_methods(["GET", "POST"])
def ecrire(request: HttpRequest, ecole: int, lundi: dt.date) -> HttpResponse:
    """A week in one box, for one school or several."""
    lieu, lundi = _ecrite(request, ecole), lundi_de(lundi)
    lue = lectures.semaine_ecrite(request.user, lieu, lundi)
    formulaire = SemaineForm(
        request.POST or None,
        semaine=lue,
        autres=lectures.autres_semaines(request.user, lue),
        servis=lectures.jours_servis(lieu, lundi),
        mangeables=lectures.jours_a_ecrire(lue),
    )
    if request.method == "POST" and formulaire.is_valid():
        ecoles = [lieu, *formulaire.cleaned_data.get("ecoles", ())]
        actions.ecrire_semaine(ecoles=ecoles, lundi=lundi, jours=formulaire.lue.jours, auteur=request.user)
        if not any(formulaire.lue.jours.values()):
            messages.success(request, _("C’est gardé : cette semaine n’a aucun plat."))
            return redirect("periscolaire_menus_ecrire", ecole=lieu.pk, lundi=lundi)
        messages.success(request, _("C’est gardé. Dites maintenant les allergènes de chaque plat."))
        return redirect("periscolaire_allergenes", ecole=lieu.pk, lundi=lundi)
    contexte = {
        "formulaire": formulaire,
        "semaine": lue,
        "memes": formulaire.memes,
        "avant": lundi - SEMAINE,
        "apres": lundi + SEMAINE,
        "reprises": lectures.semaines_a_reprendre(lieu, lundi) if not lue.a_des_menus else [],
    }
    return render(request, "periscolaire/ecrire_menus.html", contexte, status=422 if formulaire.is_bound else 200)


@corrige
@require_http_methods(["GET", "POST"])
def allergenes(request: HttpRequest, ecole: int, lundi: dt.date) -> HttpResponse:
    """What each dish holds, of the fourteen."""
    lieu, lundi = _ecrite(request, ecole), lundi_de(lundi)
    lue = lectures.semaine_ecrite(request.user, lieu, lundi)
    if not lue.a_des_menus:
        return redirect("periscolaire_menus_ecrire", ecole=lieu.pk, lundi=lundi)
    memes = lectures.meme_semaine(request.user, lue)
    proposes = lectures.deja_dits(lieu, [plat for jour in lue.jours for plat in jour.plats])
    formulaire = AllergenesForm(request.POST or None, semaine=lue, memes=memes, proposes=proposes)
    if request.method == "POST" and formulaire.is_valid():
        ecoles = [lieu, *(memes if formulaire.cleaned_data.get("ensemble") else ())]
        actions.dire_allergenes(ecoles=ecoles, lundi=lundi, dits=formulaire.dits, auteur=request.user)
        messages.success(
            request, _("C’est dit. Il reste à publier la semaine.") if not lue.est_publiee else _("C’est dit.")
        )
        return redirect("periscolaire_menus_ecrire", ecole=lieu.pk, lundi=lundi)
    contexte = {"formulaire": formulaire, "semaine": lue}
    return render(request, "periscolaire/allergenes.html", contexte, status=422 if formulaire.is_bound else 200)


@require_POST
def publier(request: HttpRequest, ecole: int, lundi: dt.date) -> HttpResponse:
    """Families read it, in this school and in those that eat the same."""
    return _montrer(request, ecole, lundi, actions.publier_semaine, _("C’est publié : les familles le lisent."))


@require_POST
def retirer(request: HttpRequest, ecole: int, lundi: dt.date) -> HttpResponse:
    """Families read it no more."""
    return _montrer(request, ecole, lundi, actions.retirer_semaine, _("C’est retiré : les familles ne le lisent plus."))


def _montrer(request: HttpRequest, ecole: int, lundi: dt.date, action, phrase: str) -> HttpResponse:
    lieu, lundi = _ecrite(request, ecole), lundi_de(lundi)
    ecoles = [lieu]
    if request.POST.get("ensemble"):
        ecoles += lectures.meme_semaine(request.user, lectures.semaine_ecrite(request.user, lieu, lundi))
    try:
        action(ecoles=ecoles, lundi=lundi, auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    else:
        messages.success(request, phrase)
    return redirect("periscolaire_menus_ecrire", ecole=lieu.pk, lundi=lundi)


@require_POST
def reprendre(request: HttpRequest, ecole: int, lundi: dt.date) -> HttpResponse:
    """The dishes of a former week, in a week that has none."""
    lieu, lundi = _ecrite(request, ecole), lundi_de(lundi)
    formulaire = RepriseForm(request.POST)
    if lectures.semaine_ecrite(request.user, lieu, lundi).a_des_menus:
        messages.warning(request, _("Cette semaine a déjà des menus : corrigez-les."))
    elif not formulaire.is_valid():
        messages.warning(request, _("Choisissez une semaine à reprendre."))
    else:
        try:
            actions.copier_semaine(
                ecole=lieu, de=lundi_de(formulaire.cleaned_data["de"]), vers=lundi, auteur=request.user
            )
        except ValidationError as refus:
            messages.warning(request, refus.messages[0])
        else:
            messages.success(request, _("C’est repris. Relisez, puis dites les allergènes."))
    return redirect("periscolaire_menus_ecrire", ecole=lieu.pk, lundi=lundi)
