"""« La rentrée »: the plan of September, whole before anything is written; then the turn, and its undoing."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from ent.socle.nombres import entier, entiers

from .. import actions
from ..actions.passages import RETOUR, peut_se_defaire
from ..actions.preparation import annee_a_preparer
from ..codes import CHOIX_NIVEAUX, NIVEAUX_PAR_NATURE
from ..forms.passages import ArriveeForm, ClasseForm, JourForm
from ..lectures import passages as lectures
from ..lectures.fusions import equipe_qui_peut_suivre, rendues_sans_direction
from ..models import ClassePrevue, Etablissement, Passage
from .commun import ecole_dirigee


@require_GET
def passage(request: HttpRequest, uai: str) -> HttpResponse:
    """Pupils by class, who leaves, who arrives, teachers, what families will read and when."""
    return _page(request, ecole_dirigee(request, uai))


def _page(request: HttpRequest, ecole: Etablissement, formulaire: Form | None = None) -> HttpResponse:
    annee = annee_a_preparer()
    celui_ci = lectures.passage_a_montrer(ecole, annee)
    if celui_ci and celui_ci.rejoint:
        contexte = {"ecole": ecole, "annee": celui_ci.annee, "passage": celui_ci, "plan": lectures.plan_de(celui_ci)}
        equipe = equipe_qui_peut_suivre(celui_ci)
        return render(request, "annuaire/passage_rejoint.html", contexte | {"equipe": equipe})
    plan = lectures.plan_de(celui_ci) if celui_ci and not celui_ci.fait_le else None
    contexte = {
        "ecole": ecole,
        "annee": celui_ci.annee if celui_ci else annee,
        "passage": celui_ci,
        "plan": plan,
        "equipe": lectures.equipe_de(ecole, plan.rejoints) if plan else [],
        "rejoints_faits": lectures.passages_rejoints(celui_ci) if celui_ci and celui_ci.fait_le else [],
        "se_defait": celui_ci is not None and peut_se_defaire(celui_ci),
        "fin_du_retour": celui_ci.fait_le + RETOUR if celui_ci and celui_ci.fait_le else None,
        "pas_faite": bool(lectures.rentree_pas_faite([ecole.pk])),
        "formulaire": formulaire,
        "arrivee": formulaire if isinstance(formulaire, ArriveeForm) else None,
        "niveaux": [c for c in CHOIX_NIVEAUX if c[0] in NIVEAUX_PAR_NATURE[lectures.nature_du_plan(celui_ci)]]
        if plan
        else [],
        "ecart": lectures.ecart_du_plan(celui_ci, [r.etablissement for r in plan.rejoints], plan.places)
        if plan
        else None,
        "il_y_a_encore_classe": plan is not None and lectures.il_y_a_encore_classe(celui_ci),
    }
    return render(request, "annuaire/passage.html", contexte, status=422 if formulaire else 200)


def _du_plan(request: HttpRequest, uai: str) -> Passage:
    trouve = lectures.passage_a_montrer(ecole_dirigee(request, uai), annee_a_preparer())
    if trouve is None:
        raise Http404
    return trouve


def _prevue(celui_ci: Passage, texte: str | None) -> ClassePrevue | None:
    return celui_ci.classes.filter(pk=entier(texte) or 0).first()


def _fait(request: HttpRequest, uai: str, geste: Callable, phrase: str | Callable[..., str] = "") -> HttpResponse:
    """Do it, and say what was done (`phrase` may ask what the action gave), or why not."""
    try:
        fait = geste()
    except ValidationError as refus:
        messages.warning(request, " ".join(refus.messages))
    else:
        if dit := phrase(fait) if callable(phrase) else phrase:
            messages.success(request, dit)
    return redirect("annuaire_passage", uai=uai)


@require_POST
def preparer(request: HttpRequest, uai: str) -> HttpResponse:
    ecole = ecole_dirigee(request, uai)
    deja = lectures.passage_de(ecole, annee_a_preparer())
    phrase = _("Le plan est à jour.") if deja and not deja.fait_le else ""
    return _fait(request, uai, lambda: actions.preparer_le_passage(etablissement=ecole, auteur=request.user), phrase)


@require_POST
def placer(request: HttpRequest, uai: str) -> HttpResponse:
    """Pupils that are ticked, all of a class at once if one wants, in a class of September or out."""
    celui_ci = _du_plan(request, uai)
    eleves, ou = entiers(request.POST.getlist("eleve")), request.POST.get("vers", "")
    vers = _prevue(celui_ci, ou)
    if vers is None and ou != "depart":
        messages.warning(request, _("Choisissez la classe de septembre, ou « Quitte l’école »."))
        return redirect("annuaire_passage", uai=uai)
    if not eleves:
        messages.warning(request, _("Cochez au moins un élève."))
        return redirect("annuaire_passage", uai=uai)
    maintien = request.POST.get("maintien") == "1"
    n_arrive_plus = vers is None and celui_ci.places.filter(eleve__in=eleves, de=None).exists()
    return _fait(
        request,
        uai,
        lambda: actions.placer(passage=celui_ci, eleves=eleves, vers=vers, maintien=maintien, auteur=request.user),
        _("C’est noté.")
        if n_arrive_plus
        else lambda n: ngettext("%(n)s élève placé.", "%(n)s élèves placés.", n) % {"n": n},
    )


@require_POST
def classe(request: HttpRequest, uai: str) -> HttpResponse:
    """Name a class of September and who will teach there; without a number, one more class."""
    celui_ci, formulaire = _du_plan(request, uai), ClasseForm(request.POST)
    prevue = _prevue(celui_ci, request.POST.get("prevue"))
    if prevue is None and request.POST.get(
        "prevue"
    ):  # its school, which was to join this one, was taken back: no other class is made
        messages.warning(request, _("Cette classe n’est plus dans le plan : relisez la page."))
        return redirect("annuaire_passage", uai=uai)
    if prevue and "retirer" in request.POST:
        phrase = _("« %(classe)s » n’ouvrira pas.") % {"classe": prevue.nom}
        retirer = partial(actions.retirer_une_classe, passage=celui_ci, prevue=prevue, auteur=request.user)
        return _fait(request, uai, retirer, phrase)
    if not formulaire.is_valid():
        return _page(request, celui_ci.etablissement, formulaire)
    rejoints = lectures.passages_rejoints(celui_ci)
    equipe = {membre.pk: membre for membre in lectures.equipe_de(celui_ci.etablissement, rejoints)}
    return _fait(
        request,
        uai,
        lambda: actions.dire_une_classe(
            passage=celui_ci,
            prevue=prevue,
            nom=formulaire.cleaned_data["nom"],
            enseignant=equipe.get(entier(request.POST.get("enseignant")) or 0),
            auteur=request.user,
        ),
        _("C’est noté."),
    )


@require_POST
def arrivee(request: HttpRequest, uai: str) -> HttpResponse:
    """What is refused comes back as it was typed: an INE is long."""
    celui_ci, formulaire = _du_plan(request, uai), ArriveeForm(request.POST)
    formulaire.vers = vers = _prevue(celui_ci, request.POST.get("vers"))
    if not formulaire.is_valid() or vers is None:
        return _page(request, celui_ci.etablissement, formulaire)
    try:
        actions.accueillir_au_passage(passage=celui_ci, vers=vers, auteur=request.user, **formulaire.cleaned_data)
    except ValidationError as refus:
        formulaire.add_error(None, refus)
        return _page(request, celui_ci.etablissement, formulaire)
    messages.success(request, _("L’élève est dans le plan."))
    return redirect("annuaire_passage", uai=uai)


@require_POST
def programmer(request: HttpRequest, uai: str) -> HttpResponse:
    """On its day, by itself; an empty day takes it back."""
    celui_ci = _du_plan(request, uai)
    if not request.POST.get("jour"):
        return _fait(
            request,
            uai,
            lambda: actions.programmer_le_passage(passage=celui_ci, jour=None, auteur=request.user),
            _("Rien ne se fera tout seul."),
        )
    formulaire = JourForm(request.POST)
    if not formulaire.is_valid():
        return _page(request, celui_ci.etablissement, formulaire)
    jour = formulaire.cleaned_data["jour"]
    return _fait(
        request,
        uai,
        lambda: actions.programmer_le_passage(passage=celui_ci, jour=jour, auteur=request.user),
        _("C’est programmé. Rien ne change avant."),
    )


@require_POST
def faire(request: HttpRequest, uai: str) -> HttpResponse:
    celui_ci = _du_plan(request, uai)
    phrase = _("La rentrée est faite. Pendant 15 jours, vous pouvez revenir en arrière.")
    return _fait(request, uai, lambda: actions.faire_le_passage(passage=celui_ci, auteur=request.user), phrase)


@require_POST
def defaire(request: HttpRequest, uai: str) -> HttpResponse:
    celui_ci = _du_plan(request, uai)
    phrase = _("Les classes d’avant sont revenues. Ce qui a été écrit depuis est gardé.")
    reponse = _fait(request, uai, lambda: actions.defaire_le_passage(passage=celui_ci, auteur=request.user), phrase)
    for ecole in rendues_sans_direction(celui_ci):
        dit = _("%(ecole)s n’a plus de direction : l’opérateur du territoire la nomme, prévenez-le.")
        messages.warning(request, dit % {"ecole": ecole.nom})
    return reponse
