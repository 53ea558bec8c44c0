"""Pages of a travail: read it as its teacher, give a draft, withdraw it, put it back; the tick of a child."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from ent.annuaire.destinataires import dit_aux_familles
from ent.annuaire.droits import exiger
from ent.coquille.avis import dire_fait, dire_sans_page
from ent.socle.dates import date_format

from .. import droits
from ..actions import travaux as actions
from ..ecrits import page_de, quand_visible
from ..lectures import annees as lectures_annees
from ..lectures import suivi as lectures_suivi
from ..models import Travail
from .communes import semaine_de

LIRE_SEULEMENT = gettext_lazy("Le cahier vous a été confié pour le lire : cocher reste à la famille.")


def phrase_de_publication(travail: Travail) -> str:
    """What its author reads: who sees it, or when they will."""
    jour = date_format(travail.date_pour, "l j F")
    if travail.est_brouillon:
        return _("C’est gardé en brouillon : seuls les enseignants de la classe le lisent.")
    if not travail.attend:
        fait = _("C’est donné pour %(jour)s. Les familles le voient maintenant.") % {"jour": jour}
        return dit_aux_familles(fait, travail.audience)
    if timezone.localdate(travail.visible_le) >= travail.date_pour:
        return _("C’est donné pour %(jour)s : %(quand)s. Les familles ne le liront pas avant ce jour-là.") % {
            "jour": jour,
            "quand": quand_visible(travail),
        }
    return _("C’est donné pour %(jour)s : %(quand)s.") % {"jour": jour, "quand": quand_visible(travail)}


def dire_donne(request: HttpRequest, travail: Travail) -> None:
    """Its author reads who sees it, and may take it back at once; a draft, that nobody reads, has nothing to take back."""
    retour = "" if travail.est_brouillon else reverse("cahier_retirer", args=[travail.pk])
    dire_fait(request, phrase_de_publication(travail), annuler=retour)


@require_GET
def travail(request: HttpRequest, pk: int) -> HttpResponse:
    """One travail for its teachers and the direction: who ticked it, correct it, withdraw it. Withdrawn, it leads to where it is put back."""
    suivis = Travail.objects.suivis_par(request.user).select_related("etablissement", "classe", "groupe")
    vu = suivis.filter(pk=pk).first()
    if vu is None and (passe := lectures_annees.travail_relu(request.user, pk)):
        return render(request, "cahier_de_textes/travail_passe.html", passe)
    if vu is None:
        return redirect(_ou_remettre(get_object_or_404(_modifiables(request).exclude(retire_le=None), pk=pk)))
    contexte = {
        "travail": vu,
        "suivi": lectures_suivi.vu_par(vu, request.user),
        "peut_modifier": droits.peut_modifier(request.user, vu),
    }
    gabarit = "cahier_de_textes/_suivi.html" if request.htmx else "cahier_de_textes/travail.html"
    return render(request, gabarit, contexte)


@require_GET
def lire(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a notification leads: the page of one's child, of the pupil themself, or of who gave it; once its year is over too."""
    if lu := Travail.objects.visibles_par(request.user).filter(pk=pk).first():
        return redirect(page_de(request.user, lu))
    elle = request.user.autrefois
    return redirect(page_de(elle, get_object_or_404(Travail.objects.visibles_par(elle), pk=pk)))


def _modifiables(request: HttpRequest):
    return Travail.objects.modifiables_par(request.user).select_related("etablissement", "classe", "groupe")


def _ou_remettre(retire: Travail) -> str:
    """Address of its week, which offers to put it back, and says whether families had been able to see it."""
    pas_vu = "&pas_vu=1" if retire.visible_le is None or retire.retire_le < retire.visible_le else ""
    return f"{semaine_de(retire, retire.date_pour)}&retire={retire.pk}{pas_vu}"


@require_POST
def publier(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft as it stands, if its day is to come."""
    donne = get_object_or_404(_modifiables(request).presents(), pk=pk)
    try:
        actions.publier_brouillon(travail=donne, auteur=request.user)
    except ValidationError as refus:
        messages.error(request, " ".join(refus.messages))
        return redirect("cahier_modifier", pk=pk)
    donne.refresh_from_db()
    messages.success(request, phrase_de_publication(donne))
    return redirect("cahier_travail", pk=pk)


@require_POST
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw at once, and offer to put back. Tapped twice, it is withdrawn once."""
    retire = get_object_or_404(_modifiables(request), pk=pk)
    if retire.retire_le is None:
        actions.retirer_travail(travail=retire, auteur=request.user)
    return redirect(_ou_remettre(retire))


@require_POST
def remettre(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a withdrawal. There again already, nothing changes."""
    remis = get_object_or_404(_modifiables(request), pk=pk)
    if remis.retire_le is not None:
        actions.remettre_travail(travail=remis, auteur=request.user)
    messages.success(request, _("C’est remis."))
    return redirect(semaine_de(remis, remis.date_pour))


@require_POST
def cocher(request: HttpRequest, pk: int, eleve) -> HttpResponse:
    """Tick (fait=1) or untick (fait=0) for one child; the page then refreshes its own tile; without script, one comes back to it."""
    coche = get_object_or_404(Travail.objects.des_enfants_de(request.user), pk=pk)
    suivis = [s for s in request.user.portee.suivis_de(droits.SALLE) if s.eleve.uuid == eleve]
    suivi = next((s for s in suivis if droits.concerne(coche, s)), None)
    if suivi is None:
        raise Http404
    exiger(droits.peut_cocher(request.user, coche, suivi), LIRE_SEULEMENT)
    actions.cocher(travail=coche, eleve=suivi.eleve, par=request.user, fait=request.POST.get("fait") == "1")
    if request.htmx:
        return dire_sans_page("cahier_de_textes:travail_fait")
    venue = request.headers.get("Referer", "")
    return redirect(venue if url_has_allowed_host_and_scheme(venue, {request.get_host()}) else "accueil")
