"""Dates of a space: read, written, corrected, cancelled; and who signs up for a visit."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.droits import exiger
from ent.annuaire.models import Personne
from ent.annuaire.views.gestes import corrige, cree
from ent.diffusion.agenda import composer
from ent.portail.views.brouillons import brouillon_termine

from .. import droits
from ..actions import agenda as actions
from ..actions import visites
from ..feuilles import liste_pdf
from ..forms.agenda import AnnulerForm, CorrigerDateForm, DateForm
from ..lectures import pages as lectures
from ..lectures.brouillons import DATE
from ..lectures.calendrier import evenement_dit
from ..lectures.moments import limite, quand
from ..models import ClasseDeLEspace, DateDeLEspace, InscriptionVisite
from .commun import date_ecrite, date_lue, dire_le_refus, envoye, fiche_ecrite, poser_le_refus

DITS = {
    InscriptionVisite.Etat.VIENT: lambda: _("C’est noté : une place est gardée."),
    InscriptionVisite.Etat.ATTEND: lambda: _(
        "C’est complet : vous êtes sur la liste d’attente. Nous vous préviendrons."
    ),
    InscriptionVisite.Etat.NON: lambda: _("C’est noté : pas de place gardée."),
}


@require_GET
def date(request: HttpRequest, pk: int) -> HttpResponse:
    """What, when, where; of a visit, one's own child for a family, who comes for the adults."""
    if droits.portee_de(request.user).est_eleve:
        return redirect("espaces_espace", pk=date_lue(request, pk)[0].espace_id)
    return _page(request, *date_lue(request, pk))


def _page(
    request: HttpRequest, lue: DateDeLEspace, fiche: lectures.Fiche, annuler: AnnulerForm | None = None
) -> HttpResponse:
    [compte] = lectures.dates_lues(DateDeLEspace.objects.visibles_par(request.user).filter(pk=lue.pk))
    contexte = {
        "date": lue,
        "espace": lue.espace,
        "fiche": fiche,
        "quand": quand(lue),
        "limite": limite(lue),
        "compte": compte,
        "enfants": lectures.enfants_a_la_visite(fiche, lue),
        "classes": lectures.classes_a_la_visite(fiche, lue) if fiche.est_adulte else [],
        "inscrits": lectures.inscrits(lue) if fiche.est_adulte and lue.inscrit else [],
        "annuler": annuler or AnnulerForm(),
    }
    return render(request, "espaces/date.html", contexte, status=422 if annuler else 200)


@brouillon_termine
@cree
@require_http_methods(["GET", "POST"])
def ecrire(request: HttpRequest, pk: int) -> HttpResponse:
    fiche = fiche_ecrite(request, pk)
    formulaire = DateForm(envoye(request), espace=fiche.espace)
    if request.method == "POST" and formulaire.is_valid():
        try:
            ecrite = actions.ajouter(espace=fiche.espace, par=request.user, **formulaire.cleaned_data)
        except ValidationError as refus:
            poser_le_refus(formulaire, refus)
        else:
            messages.success(request, _("C’est écrit : toutes les écoles de l’espace le voient."))
            return redirect("espaces_date", pk=ecrite.pk)
    contexte = {"formulaire": formulaire, "espace": fiche.espace, "cle": f"{DATE}:espace:{pk}"}
    return render(request, "espaces/ecrire.html", contexte, status=422 if formulaire.errors else 200)


@brouillon_termine
@corrige
@require_http_methods(["GET", "POST"])
def corriger(request: HttpRequest, pk: int) -> HttpResponse:
    lue, _fiche = date_ecrite(request, pk)
    formulaire = CorrigerDateForm(envoye(request), date=lue)
    if request.method == "POST" and formulaire.is_valid():
        try:
            actions.corriger(date=lue, par=request.user, **formulaire.cleaned_data)
        except ValidationError as refus:
            poser_le_refus(formulaire, refus)
        else:
            messages.success(request, _("C’est corrigé."))
            return redirect("espaces_date", pk=pk)
    contexte = {"formulaire": formulaire, "espace": lue.espace, "date": lue, "cle": f"{DATE}:{pk}"}
    return render(request, "espaces/corriger_date.html", contexte, status=422 if formulaire.errors else 200)


@require_POST
def annuler(request: HttpRequest, pk: int) -> HttpResponse:
    """With a word, which families read."""
    lue, fiche = date_ecrite(request, pk)
    formulaire = AnnulerForm(request.POST)
    if formulaire.is_valid():
        try:
            actions.annuler(date=lue, par=request.user, mot=formulaire.cleaned_data["mot"])
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            messages.success(request, _("C’est annulé : les familles le savent."))
            return redirect("espaces_date", pk=pk)
    return _page(request, lue, fiche, formulaire)


@require_POST
def retablir(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo."""
    lue, _fiche = date_ecrite(request, pk)
    try:
        actions.retablir(date=lue, par=request.user)
    except ValidationError as refus:
        dire_le_refus(request, refus)
    else:
        messages.success(request, _("C’est rétabli."))
    return redirect("espaces_date", pk=pk)


# --- Signing up -------------------------------------------------------------------------------------------------------
@require_POST
def repondre(request: HttpRequest, pk: int, eleve: UUID) -> HttpResponse:
    """Of one child: their family, or who teaches them and was told. Sent twice it says the same."""
    lue, fiche = date_lue(request, pk)
    if droits.portee_de(request.user).est_eleve:
        raise Http404
    enfant, classe, en_equipe = _de_qui(fiche, eleve)
    return _noter(request, lue, classe, enfant, en_equipe=en_equipe)


def _de_qui(fiche: lectures.Fiche, eleve: UUID) -> tuple[Personne, ClasseDeLEspace, bool]:
    """The pupil and the class by which they are of the space; and whether who answers does by their work."""
    par_classe = {classe.classe_id: classe for classe in fiche.classes}
    for suivi in fiche.enfants:
        if suivi.eleve.uuid == eleve:
            return suivi.eleve, par_classe[suivi.classe_id], False
    tenues = [c.classe_id for c in fiche.classes if lectures.repond_de(fiche.personne, fiche, c)]
    inscription = lectures.presents_de(tenues).filter(eleve__uuid=eleve).select_related("eleve").first()
    if inscription is None:
        raise Http404
    return inscription.eleve, par_classe[inscription.classe_id], True


@require_POST
def repondre_classe(request: HttpRequest, pk: int, classe: int) -> HttpResponse:
    lue, fiche = date_ecrite(request, pk)
    venue = next((c for c in fiche.classes if c.classe_id == classe), None)
    if venue is None:
        raise Http404
    exiger(
        lectures.repond_de(fiche.personne, fiche, venue),
        _("Qui enseigne à cette classe, ou la direction de son école, répond pour elle."),
    )
    return _noter(request, lue, venue, None, en_equipe=False)


def _noter(
    request: HttpRequest, lue: DateDeLEspace, classe: ClasseDeLEspace, eleve: Personne | None, *, en_equipe: bool
) -> HttpResponse:
    vient = request.POST.get("vient") == "oui"
    try:
        dite = visites.repondre(
            date=lue,
            classe=classe,
            par=request.user,
            vient=vient,
            eleve=eleve,
            en_equipe=en_equipe,
            vue=request.POST.get("vue", ""),
        )
    except ValidationError as refus:
        dire_le_refus(request, refus)
    else:
        messages.success(request, DITS[InscriptionVisite.Etat(dite.etat)]())
    return redirect("espaces_date", pk=lue.pk)


# --- Elsewhere --------------------------------------------------------------------------------------------------------
@require_GET
def ics(request: HttpRequest, pk: int) -> HttpResponse:
    """One date for a calendar: opened again after a change, it moves there; cancelled, it is crossed out."""
    lue, _fiche = date_lue(request, pk)
    contenu = composer(lue.espace.titre, [evenement_dit(lue)], request.build_absolute_uri)
    reponse = HttpResponse(contenu, content_type="text/calendar; charset=utf-8")
    reponse["Content-Disposition"] = 'attachment; filename="espace.ics"'
    return reponse


@require_GET
def liste(request: HttpRequest, pk: int) -> HttpResponse:
    """On paper: one's own classes, to tick who answers by word of mouth, and who comes of the others."""
    lue, fiche = date_ecrite(request, pk)
    if not lue.inscrit:
        raise Http404
    contenu = liste_pdf(lue, lectures.classes_a_la_visite(fiche, lue), lectures.inscrits(lue))
    reponse = HttpResponse(contenu, content_type="application/pdf")
    reponse["Content-Disposition"] = f'inline; filename="visite-{lue.pk}.pdf"'
    return reponse
