"""Meetings as a family reads them: free slots, one's own booking, and nothing of anyone else's."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.droits import exiger
from ent.annuaire.views.gestes import cree
from ent.diffusion.agenda import composer

from .. import droits
from ..actions import reservations as actions
from ..forms.familles import PrendreForm, VenueForm
from ..lectures import familles as lectures
from ..lectures.calendrier import evenement_de, lieu_confie, lieu_de
from ..lectures.confies import PourQui, reservation_confiee
from ..lectures.heures import aussi_prises_par_le_foyer
from ..lectures.moments import moment_de
from ..models import Reservation

LIRE_SEULEMENT = gettext_lazy(
    "Les rendez-vous vous ont été confiés pour les lire : les prendre et les changer reste à la famille."
)


@require_GET
def accueil(request: HttpRequest) -> HttpResponse:
    """Every meeting to come of one's children and of those confided; one coming for several of one's own first."""
    if not droits.enfants_de(request.user) and not droits.confies_de(request.user):
        raise Http404
    return _accueil(request)


def _accueil(request: HttpRequest, formulaire: VenueForm | None = None) -> HttpResponse:
    guichets = lectures.guichets_de(request.user)
    siens = [g for g in guichets if g.pour is None]
    contexte = {
        "guichets": guichets,
        "fermes": lectures.ecoles_qui_les_ont_fermes(request.user),
        "venues": lectures.venues_pour(siens),
        "formulaire": formulaire or VenueForm(guichets=siens, personne=request.user),
        "lieux": {g.reservation.pk: lieu_de(g.reservation) for g in guichets if g.reservation},
    }
    return render(request, "rendez_vous/famille.html", contexte, status=422 if formulaire else 200)


@cree
@require_POST
def venir(request: HttpRequest) -> HttpResponse:
    """One coming for several children: all their slots, or none."""
    guichets = [g for g in lectures.guichets_de(request.user) if g.pour is None]
    if not guichets:
        raise Http404
    formulaire = VenueForm(request.POST, guichets=guichets, personne=request.user)
    if formulaire.is_valid():
        precisions = dict(formulaire.cleaned_data)
        pas = precisions.pop("venue")
        try:
            prises = actions.reserver_une_venue(pas=pas, responsable=request.user, **precisions)
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            premiere = min(prises, key=lambda r: r.creneau.debut)
            messages.success(request, _("C’est réservé : %(moment)s.") % {"moment": moment_de(premiere.creneau)})
            return redirect("rdv")
    return _accueil(request, formulaire)


def _guichet(request: HttpRequest, pk: int, eleve: UUID) -> lectures.Guichet:
    pour = request.POST.get("pour") or request.GET.get("pour", "")
    guichet = lectures.guichet_de(request.user, pk, eleve, pour, ecrit=request.method == "POST")
    if guichet is None:
        raise Http404
    return guichet


@cree
@require_http_methods(["GET", "POST"])
def prendre(request: HttpRequest, pk: int, eleve: UUID) -> HttpResponse:
    """The slots of one meeting for one child; tapping one takes it."""
    guichet = _guichet(request, pk, eleve)
    if request.method == "GET":
        return _page(request, guichet)
    exiger(guichet.repond, LIRE_SEULEMENT)
    formulaire = PrendreForm(request.POST, guichet=guichet, personne=request.user)
    if formulaire.is_valid():
        precisions = dict(formulaire.cleaned_data)
        creneau = precisions.pop("creneau")
        try:
            prise = actions.reserver(
                creneau=creneau,
                eleve=guichet.suivi.eleve,
                responsable=guichet.pour.delegant if guichet.pour else request.user,
                par=request.user,
                confie=guichet.suivi if guichet.pour else None,
                **precisions,
            )
        except ValidationError as refus:
            _refuser(formulaire, refus)
        else:
            messages.success(request, _("C’est réservé : %(moment)s.") % {"moment": moment_de(prise.creneau)})
            return redirect(guichet.adresse)
    return _page(request, _guichet(request, pk, eleve), formulaire)


def _refuser(formulaire: PrendreForm, refus: ValidationError) -> None:
    champ = refus.code if refus.code in formulaire.fields and refus.code != "creneau" else None
    formulaire.add_error(champ, refus)


def _page(request: HttpRequest, guichet: lectures.Guichet, formulaire: PrendreForm | None = None) -> HttpResponse:
    contexte = {
        "guichet": guichet,
        "rencontre": guichet.rencontre,
        "prise": guichet.reservation,
        "lieu": _lieu(guichet),
        "aussi": aussi_prises_par_le_foyer(guichet.reservation) if guichet.reservation and not guichet.pour else [],
        "formulaire": formulaire or PrendreForm(guichet=guichet, personne=request.user),
    }
    return render(request, "rendez_vous/prendre.html", contexte, status=422 if formulaire else 200)


def _lieu(guichet: lectures.Guichet) -> str:
    if guichet.reservation is None:
        return ""
    return lieu_confie(guichet.reservation) if guichet.pour else lieu_de(guichet.reservation)


def _sienne_ou_confiee(request: HttpRequest, cle: UUID) -> tuple[Reservation, PourQui | None]:
    """And by which household it was confided: read, moved if one answers; never cancelled nor taken up again by who holds no tie."""
    return reservation_confiee(request.user, cle) or (_sienne(request, cle), None)


def _sienne(request: HttpRequest, cle: UUID) -> Reservation:
    reservation = lectures.reservation_du_foyer(request.user, cle)
    if reservation is None:
        raise Http404
    return reservation


@require_POST
def deplacer(request: HttpRequest, cle: UUID) -> HttpResponse:
    """To the slot that was tapped; to its own, how one comes and the word change."""
    prise, pour = _sienne_ou_confiee(request, cle)
    rencontre, eleve = prise.creneau.rencontre_id, prise.eleve.uuid
    guichet = _guichet(request, rencontre, eleve)
    if pour:
        exiger(guichet.repond, LIRE_SEULEMENT)
        if guichet.reservation != prise:
            raise Http404
    formulaire = PrendreForm(request.POST, guichet=guichet, personne=request.user)
    if formulaire.is_valid():
        precisions = dict(formulaire.cleaned_data)
        vers = precisions.pop("creneau")
        try:
            confie = guichet.suivi if pour else None
            prise = actions.deplacer(reservation=prise, vers=vers, par=request.user, confie=confie, **precisions)
        except ValidationError as refus:
            _refuser(formulaire, refus)
        else:
            messages.success(request, _("C’est changé : %(moment)s.") % {"moment": moment_de(prise.creneau)})
            return redirect(guichet.adresse)
    return _page(request, _guichet(request, rencontre, eleve), formulaire)


@require_POST
def annuler(request: HttpRequest, cle: UUID) -> HttpResponse:
    """The slot is free again; the page proposes to take it up."""
    prise = _sienne(request, cle)
    try:
        actions.annuler(reservation=prise, par=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    else:
        messages.success(request, _("C’est annulé : le créneau est rendu, l’école le sait."))
    return redirect("rdv_prendre", pk=prise.creneau.rencontre_id, eleve=prise.eleve.uuid)


@require_POST
def reprendre(request: HttpRequest, cle: UUID) -> HttpResponse:
    """Undo a cancellation, while the slot is free."""
    prise = _sienne(request, cle)
    try:
        actions.reprendre(reservation=prise, par=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    else:
        messages.success(request, _("C’est repris : %(moment)s.") % {"moment": moment_de(prise.creneau)})
    return redirect("rdv_prendre", pk=prise.creneau.rencontre_id, eleve=prise.eleve.uuid)


@require_GET
def ics(request: HttpRequest, cle: UUID) -> HttpResponse:
    """One booking for a calendar: opened again after a change, it moves there; cancelled, it is crossed out."""
    prise, pour = _sienne_ou_confiee(request, cle)
    contenu = composer(_("Rendez-vous"), [evenement_de(prise, pour=pour)], request.build_absolute_uri)
    reponse = HttpResponse(contenu, content_type="text/calendar; charset=utf-8")
    reponse["Content-Disposition"] = 'attachment; filename="rendez-vous.ics"'
    return reponse
