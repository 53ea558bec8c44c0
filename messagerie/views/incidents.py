"""The incident of a school, or of the territory: cut, restore, take the evidence away."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ent.annuaire.droits import exiger
from ent.annuaire.models import Etablissement
from ent.annuaire.views.gestes import corrige, cree

from ..actions import incidents as actions
from ..droits import regles as droits
from ..forms.incidents import IncidentForm, PhraseForm, PreuvesForm
from ..incidents_preuves import archive
from ..lectures.incidents import eleves_touches
from ..lectures.regles import table as table_de
from ..lectures.regles_phrases import ce_qui_reste
from ..models import Incident
from .regles import exiger_operateur


def _ecole(request: HttpRequest, uai: str) -> Etablissement:
    """For its direction and the operator; for anyone else this page is not there."""
    ecole = get_object_or_404(Etablissement.objects.visibles_par(request.user).select_related("commune"), uai=uai)
    if not droits.peut_declarer_un_incident(request.user, ecole):
        raise Http404
    return ecole


@cree
@require_http_methods(["GET", "POST"])
def incident(request: HttpRequest, uai: str) -> HttpResponse:
    """One school: what lasts, what was, and the one act."""
    return _page(request, _ecole(request, uai))


@cree
@require_http_methods(["GET", "POST"])
def incident_territoire(request: HttpRequest) -> HttpResponse:
    """All the schools at once."""
    exiger_operateur(request)
    return _page(request, None)


def _ce_qui_est_fait(ecole: Etablissement | None) -> str:
    if ecole:
        return _("C’est coupé. Les élèves ont un nouveau secret : imprimez leurs papiers.")
    return _("C’est coupé. Les élèves ont un nouveau secret : chaque école imprime leurs papiers.")


def _page(
    request: HttpRequest,
    ecole: Etablissement | None,
    preuves: PreuvesForm | None = None,
    phrase: PhraseForm | None = None,
) -> HttpResponse:
    declare = request.method == "POST" and preuves is None and phrase is None
    table = table_de(ecole.pk if ecole else None)
    formulaire = IncidentForm(request.POST if declare else None, table=table)
    if declare and formulaire.is_valid():
        try:
            actions.declarer_incident(etablissement=ecole, auteur=request.user, **formulaire.cleaned_data)
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            messages.success(request, _ce_qui_est_fait(ecole))
            return redirect(request.path)
    visibles = Incident.objects.visibles_par(request.user).select_related("etablissement", "par", "fini_par")
    siens = list(visibles.filter(etablissement=ecole)[:20])
    du_territoire = visibles.filter(etablissement=None).en_cours().first() if ecole else None
    en_cours = next((i for i in siens if i.fini_le is None), None)
    vu = en_cours or du_territoire or (siens[0] if siens else None)
    contexte = {
        "ecole": ecole,
        "formulaire": formulaire,
        "en_cours": en_cours,
        "du_territoire": du_territoire,
        "passes": [i for i in siens if i.fini_le],
        "eleves": eleves_touches(ecole),
        "vu": vu,
        "reste": ce_qui_reste(table, en_cours.portee) if en_cours else "",
        "reste_partout": ce_qui_reste(table, du_territoire.portee) if du_territoire else "",
        "phrase": phrase or (PhraseForm(instance=en_cours) if en_cours else None),
        "preuves": preuves or (PreuvesForm(incident=vu) if vu else None),
    }
    en_faute = any(rendu is not None and rendu.errors for rendu in (formulaire, preuves, phrase))
    return render(request, "messagerie/regles/incident.html", contexte, status=422 if en_faute else 200)


def _incident(request: HttpRequest, pk: int) -> Incident:
    visibles = Incident.objects.visibles_par(request.user).select_related("etablissement")
    trouve = get_object_or_404(visibles, pk=pk)
    if not (request.user.portee.est_operateur or request.user.portee.etablissements_diriges):
        raise Http404
    return trouve


@corrige
@require_POST
def corriger(request: HttpRequest, pk: int) -> HttpResponse:
    """What is said of it, by who may cut and restore."""
    vise = _incident(request, pk)
    exiger(
        droits.peut_declarer_un_incident(request.user, vise.etablissement),
        _("L’opérateur du territoire a coupé les messages : lui seul dit pourquoi."),
    )
    phrase = PhraseForm(request.POST, instance=vise)
    if phrase.is_valid():
        try:
            actions.corriger_incident(incident=vise, motif=phrase.cleaned_data["motif"], auteur=request.user)
        except ValidationError as refus:
            messages.error(request, " ".join(refus.messages))
        else:
            messages.success(request, _("C’est corrigé : c’est lu maintenant en haut de chaque page."))
        return _revenir(vise)
    return _page(request, vise.etablissement, phrase=phrase)


def _revenir(vise: Incident) -> HttpResponse:
    if vise.etablissement:
        return redirect("messagerie_incident", uai=vise.etablissement.uai)
    return redirect("messagerie_incident_territoire")


@require_POST
def finir(request: HttpRequest, pk: int) -> HttpResponse:
    vise = _incident(request, pk)
    exiger(
        droits.peut_declarer_un_incident(request.user, vise.etablissement),
        _("L’opérateur du territoire a coupé les messages : lui seul les rétablit."),
    )
    actions.finir_incident(incident=vise, auteur=request.user)
    messages.success(request, _("Les messages sont rétablis. Les élèves gardent leur nouveau secret."))
    return _revenir(vise)


@require_POST
def preuves(request: HttpRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
    """The archive of some days, sent while it is made: of the incident's school; of the territory, the schools one keeps."""
    vise = _incident(request, pk)
    formulaire = PreuvesForm(request.POST, incident=vise)
    ecoles = Etablissement.objects.visibles_par(request.user).order_by("uai")
    if vise.etablissement_id:
        ecoles = ecoles.filter(pk=vise.etablissement_id)
    elif not request.user.portee.est_operateur:
        ecoles = ecoles.filter(pk__in=request.user.portee.etablissements_diriges)
    if not formulaire.is_valid():
        return _page(
            request, vise.etablissement or (None if request.user.portee.est_operateur else ecoles[0]), formulaire
        )
    periode = formulaire.cleaned_data
    actions.exporter_preuves(incident=vise, auteur=request.user, ecoles=ecoles, **periode)

    def sceller(**scelle) -> None:
        actions.sceller_preuves(incident=vise, auteur=request.user, **scelle)

    morceaux = archive(vise, list(ecoles), par=request.user, **periode, sceller=sceller)
    reponse = StreamingHttpResponse(morceaux, content_type="application/zip")
    reponse.headers["Content-Disposition"] = (
        f'attachment; filename="incident-{vise.pk}-{periode["debut"]}-{periode["fin"]}.zip"'
    )
    return reponse
