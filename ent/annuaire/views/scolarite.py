"""A pupil changes class, or leaves the school: stated on their sheet by the direction, undone for an hour."""

import uuid

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from .. import actions
from ..droits import exiger, peut_changer_la_scolarite
from ..forms.scolarite import ChangerForm
from ..lectures.fiches import FicheEleve, fiche_d_eleve
from ..lectures.mouvements import mouvement_debout, trace_de_ce_soir
from ..models import Etablissement, Personne
from . import annulables
from .commun import ecole_dirigee
from .gestes import cree

SEL = "annuaire.mouvement"


def _fiche(request: HttpRequest, uai: str, eleve: uuid.UUID) -> FicheEleve:
    """The pupil of the address in the school that one directs; not there for anyone else."""
    etablissement = ecole_dirigee(request, uai)
    fiche = fiche_d_eleve(request.user, uai, eleve)
    if fiche is None:
        raise Http404
    exiger(peut_changer_la_scolarite(request.user, etablissement.pk))
    return fiche


def _dire(request: HttpRequest, fiche: FicheEleve, trace: actions.Trace, phrase: str) -> None:
    annulables.proposer(request, phrase, geste=trace.geste, adresse=_adresse(fiche, trace))


def _adresse(fiche: FicheEleve, trace: actions.Trace) -> str:
    etablissement, eleve = fiche.etablissement, fiche.eleve
    geste = signing.dumps(trace.en_liste, salt=f"{SEL}.{etablissement.uai}.{eleve.uuid}", compress=True)
    return reverse("annuaire_eleve_annuler", args=[etablissement.uai, eleve.uuid, geste])


def qui_annule(request: HttpRequest, fiche: FicheEleve) -> str:
    """The address that undoes the last movement of this pupil: for an hour; a departure of this evening, until it happens, by anybody who directs."""
    if not peut_changer_la_scolarite(request.user, fiche.etablissement.pk):
        return ""
    ligne = mouvement_debout(fiche.eleve, fiche.etablissement)
    if ligne is None:
        return ""
    trace = trace_de_ce_soir(ligne) if fiche.part_ce_soir else None
    return _adresse(fiche, trace) if trace else annulables.annulables(request).get(ligne.pk, "")


@cree
@require_http_methods(["GET", "POST"])
def changer(request: HttpRequest, uai: str, eleve: uuid.UUID) -> HttpResponse:
    """From today, in another class of the school."""
    fiche = _fiche(request, uai, eleve)
    envoi = request.POST if request.method == "POST" else None
    formulaire = ChangerForm(envoi, etablissement=fiche.etablissement, inscriptions=fiche.inscriptions)
    if request.method == "POST" and formulaire.is_valid():
        try:
            trace = actions.changer_de_classe(
                inscription=formulaire.inscription,
                classe=formulaire.choisie,
                niveau=formulaire.niveau,
                auteur=request.user,
            )
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            dits = {"eleve": fiche.eleve, "classe": formulaire.choisie.nom}
            phrase = _("%(eleve)s est dans la classe %(classe)s dès aujourd’hui.") % dits
            if trace.gommette:
                phrase += " " + _("Sa gommette y était prise : donnez-lui un nouveau papier.")
            _dire(request, fiche, trace, phrase)
            return redirect("annuaire_eleve", uai=uai, eleve=eleve)
    contexte = {"ecole": fiche.etablissement, "fiche": fiche, "formulaire": formulaire}
    return render(request, "annuaire/changer_de_classe.html", contexte, status=422 if formulaire.is_bound else 200)


@cree
@require_POST
def sortie(request: HttpRequest, uai: str, eleve: uuid.UUID) -> HttpResponse:
    """Is of the school no more, or from this evening: one comes back to the class, since the sheet is nobody's there then."""
    fiche, ce_soir = _fiche(request, uai, eleve), "ce_soir" in request.POST
    try:
        trace = actions.noter_la_sortie(
            eleve=fiche.eleve, etablissement=fiche.etablissement, auteur=request.user, ce_soir=ce_soir
        )
    except ValidationError as refus:
        messages.error(request, refus.messages[0])
    else:
        phrase = _("%(eleve)s quitte l’école ce soir.") if ce_soir else _("%(eleve)s a quitté l’école.")
        _dire(request, fiche, trace, phrase % {"eleve": fiche.eleve})
    return redirect("annuaire_classe", uai=uai, pk=fiche.inscriptions[0].classe_id)


@require_POST
def annuler(request: HttpRequest, uai: str, eleve: uuid.UUID, geste: str) -> HttpResponse:
    """For an hour, once, and while nothing moved the pupil since."""
    etablissement = ecole_dirigee(request, uai)
    qui = get_object_or_404(Personne.objects.visibles_par(request.user).distinct(), uuid=eleve)
    exiger(peut_changer_la_scolarite(request.user, etablissement.pk))
    annulables.oublier(request)
    try:
        lue = signing.loads(geste, salt=f"{SEL}.{uai}.{eleve}", max_age=annulables.UNE_HEURE)
        actions.annuler_un_mouvement(
            trace=actions.Trace(*lue), eleve=qui, etablissement=etablissement, auteur=request.user
        )
    except signing.BadSignature:
        messages.error(request, _("Cela ne s’annule plus ici. Un import des élèves remet chacun dans sa classe."))
    except ValidationError as refus:
        messages.error(request, refus.messages[0])
    else:
        messages.success(request, _("C’est annulé : tout est comme avant."))
    return _retour(request, etablissement, eleve)


def _retour(request: HttpRequest, etablissement: Etablissement, eleve: uuid.UUID) -> HttpResponse:
    if fiche_d_eleve(request.user, etablissement.uai, eleve) is None:
        return redirect("annuaire_ecole", uai=etablissement.uai)
    return redirect("annuaire_eleve", uai=etablissement.uai, eleve=eleve)
