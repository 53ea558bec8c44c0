"""One booking as those who receive read it: who comes and how, their own note; to move, to cancel, to give a slot."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.views.annulables import UNE_HEURE
from ent.annuaire.views.gestes import corrige, cree
from ent.coquille.avis import dire_fait
from ent.diffusion.lectures import prevenus
from ent.socle.nombres import entier

from .. import droits, evenements
from ..actions import reservations as actions
from ..forms.equipe import DecommanderForm, DeplacerUneFamilleForm, DonnerForm, NoteForm
from ..lectures import suivi as lectures
from ..models import Creneau, NoteRendezVous, Reservation

EFFACEE = "rdv_note_effacee"  # the session's


@cree
@require_http_methods(["GET", "POST"])
def donner(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a slot to a family that ticked it on paper, or telephoned."""
    tenus = Creneau.objects.tenus_par(request.user).select_related("rencontre__etablissement", "rencontre__classe")
    creneau = get_object_or_404(tenus, pk=pk)
    familles = lectures.suivi_de(creneau.rencontre).sans_creneau
    formulaire = DonnerForm(request.POST or None, rencontre=creneau.rencontre, familles=familles)
    if request.method == "POST" and formulaire.is_valid():
        famille = formulaire.choisie
        precisions = {nom: formulaire.cleaned_data[nom] for nom in ("moyen", "telephone", "interprete")}
        try:
            actions.reserver(
                creneau=creneau,
                eleve=famille.eleve,
                responsable=famille.adultes[0] if famille.adultes else None,
                par=request.user,
                **precisions,
            )
        except ValidationError as refus:
            formulaire.add_error(refus.code if refus.code in formulaire.fields else None, refus)
        else:
            messages.success(request, _("C’est donné : %(enfant)s.") % {"enfant": famille.eleve.prenom})
            return redirect("rdv_rencontre", pk=creneau.rencontre_id)
    contexte = {"creneau": creneau, "formulaire": formulaire, "familles": familles}
    return render(request, "rendez_vous/donner.html", contexte, status=422 if formulaire.errors else 200)


def _tenue(request: HttpRequest, cle: UUID) -> Reservation:
    liens = "eleve", "responsable", "creneau__rencontre__etablissement", "creneau__rencontre__classe"
    return get_object_or_404(Reservation.objects.tenues_par(request.user).select_related(*liens), uuid=cle)


@require_GET
def prise(request: HttpRequest, cle: UUID) -> HttpResponse:
    return _page(request, _tenue(request, cle))


def _page(request: HttpRequest, prise: Reservation, **formulaires) -> HttpResponse:
    contexte = {
        "prise": prise,
        "rencontre": prise.creneau.rencontre,
        "est_tue": droits.est_tue_a(request.user, prise),
        "note": formulaires.get("note") or NoteForm(reservation=prise, note=_note(request, prise)),
        "bouger": DeplacerUneFamilleForm(libres=_libres(prise)),
        "decommander": DecommanderForm(),
    }
    contexte |= formulaires
    return render(request, "rendez_vous/prise.html", contexte, status=422 if formulaires else 200)


def _note(request: HttpRequest, prise: Reservation) -> NoteRendezVous | None:
    return NoteRendezVous.objects.ecrites_par(request.user).filter(reservation=prise).first()


def _libres(prise: Reservation) -> list[Creneau]:
    """Where a family may be moved."""
    return lectures.suivi_de(prise.creneau.rencontre).libres


@corrige
@require_POST
def noter(request: HttpRequest, cle: UUID) -> HttpResponse:
    """A note that nobody else reads, and that two pages of its author do not write one over the other."""
    lue = _tenue(request, cle)
    formulaire = NoteForm(request.POST, reservation=lue, note=_note(request, lue))
    if not formulaire.is_valid():
        return _page(request, lue, note=formulaire)
    texte = formulaire.cleaned_data["texte"]
    avant = actions.noter(reservation=lue, auteur=request.user, texte=texte)
    request.session.pop(EFFACEE, None)
    if texte == avant:
        messages.info(request, _("Rien n’a changé."))
    elif texte:
        messages.success(request, _("Votre note est gardée."))
    else:
        request.session[EFFACEE] = {"cle": str(cle), "texte": avant, "quand": timezone.now().timestamp()}
        dire_fait(request, _("Votre note est effacée."), annuler=reverse("rdv_note_rendre", args=[cle]))
    return redirect("rdv_prise", cle=cle)


@require_POST
def rendre_la_note(request: HttpRequest, cle: UUID) -> HttpResponse:
    """« Annuler »: what this session has just taken away. It is kept there alone, the last one, for an hour: no row outlives its note."""
    lue = _tenue(request, cle)
    effacee = request.session.pop(EFFACEE, None) or {}
    if effacee.get("cle") != str(cle) or effacee["quand"] + UNE_HEURE < timezone.now().timestamp():
        messages.info(request, _("Il n’y a plus rien à reprendre."))
    elif actions.rendre_la_note(reservation=lue, auteur=request.user, texte=effacee["texte"]):
        messages.success(request, _("Votre note est de nouveau là."))
    else:
        messages.warning(request, _("Vous avez écrit une autre note depuis : elle reste, rien n’a changé."))
    return redirect("rdv_prise", cle=cle)


@cree
@require_POST
def bouger(request: HttpRequest, cle: UUID) -> HttpResponse:
    """Move a family, with a word."""
    lue = _tenue(request, cle)
    formulaire = DeplacerUneFamilleForm(request.POST, libres=_libres(lue))
    if formulaire.is_valid():
        mot = formulaire.cleaned_data["mot"]
        try:
            actions.bouger(reservation=lue, vers=formulaire.choisi, auteur=request.user, mot=mot, lu=_lu(request))
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            messages.success(request, _dit(_("C’est déplacé."), reservation=lue))
            return redirect("rdv_prise", cle=cle)
    return _page(request, lue, bouger=formulaire)


@require_POST
def decommander(request: HttpRequest, cle: UUID) -> HttpResponse:
    """Cancel, with a word."""
    lue = _tenue(request, cle)
    formulaire = DecommanderForm(request.POST)
    if not formulaire.is_valid():
        return _page(request, lue, decommander=formulaire)
    try:
        finie = actions.decommander(reservation=lue, auteur=request.user, lu=_lu(request), **formulaire.cleaned_data)
    except ValidationError as refus:
        formulaire.add_error("mot", refus)
        return _page(request, lue, decommander=formulaire)
    if finie.annulee_par == Reservation.Fin.ECOLE:
        messages.success(request, _dit(_("C’est annulé."), reservation=lue))
    else:
        messages.warning(request, _("C’était déjà annulé : votre mot n’est pas parti."))
    return redirect("rdv_rencontre", pk=lue.creneau.rencontre_id)


def _dit(phrase: str, *, reservation: Reservation) -> str:
    """And whether its household reads it: a slot is given to who has no account too."""
    sus = prevenus([(adulte, reservation.eleve_id) for adulte in evenements.foyer_du(reservation)])
    suite = (
        _("La famille est prévenue.") if sus.enfants else _("La famille n’a pas de compte : dites-le-lui autrement.")
    )
    return f"{phrase} {suite}"


def _lu(request: HttpRequest) -> int | None:
    """The slot that the page showed."""
    return entier(request.POST.get("lu"))
