"""The agenda as one reads it: the month, one event, paper, a calendar."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ent.diffusion.agenda import composer
from ent.socle.dates import est_plausible

from .. import droits
from ..forms import AnnulerForm
from ..lectures import mois as lectures
from ..lectures.calendrier import evenement_dit
from ..lectures.deplaces import deplaces
from ..lectures.moments import quand, rythme_dit
from ..lectures.series import jours_de, occurrence_du
from ..models import Evenement
from ..pdf import mois_pdf


def _exiger_un_lecteur(request: HttpRequest) -> None:
    if not droits.a_des_pages(request.user):
        raise Http404


@require_GET
def agenda(request: HttpRequest) -> HttpResponse:
    """A month, day by day; a grid beside at a desk."""
    _exiger_un_lecteur(request)
    contexte = {
        "mois": lectures.mois_ouvert(request.user, request.GET.get("mois", "")),
        "cibles": lectures.cibles_de(request.user) if droits.peut_ecrire(request.user) else [],
    }
    return render(request, "agenda_ecole/agenda.html", contexte)


@require_GET
def imprimer(request: HttpRequest) -> HttpResponse:
    """The same month on one page of paper."""
    _exiger_un_lecteur(request)
    mois = lectures.mois_de(request.user, lectures.mois_lu(request.GET.get("mois", "")))
    reponse = HttpResponse(mois_pdf(mois), content_type="application/pdf")
    reponse["Content-Disposition"] = f'inline; filename="agenda-{mois.nom}.pdf"'
    return reponse


def visible(request: HttpRequest, pk: int) -> Evenement:
    liens = "etablissement", "classe", "groupe", "serie", "auteur"
    return get_object_or_404(Evenement.objects.visibles_par(request.user).select_related(*liens).distinct(), pk=pk)


def jour_demande(request: HttpRequest, evenement: Evenement) -> dt.date:
    """The time that the page is about: the one asked for, else the next one, else the last."""
    lu = _jour_lu(request)
    if lu and occurrence_du(evenement, lu):
        return lu
    jours = jours_de(evenement)
    return next((jour for jour in jours if jour >= timezone.localdate()), jours[-1])


def jour_vise(request: HttpRequest, evenement: Evenement) -> dt.date:
    """The time that one writes of: the one that the page showed, fallen there no more or not. Of a series, no other is taken in its place."""
    lu = _jour_lu(request) if evenement.est_une_serie else None
    return lu or jour_demande(request, evenement)


def _jour_lu(request: HttpRequest) -> dt.date | None:
    try:
        lu = dt.date.fromisoformat(request.GET.get("jour") or request.POST.get("le") or "")
    except ValueError:
        return None
    return lu if est_plausible(lu) else None


@require_GET
def evenement(request: HttpRequest, pk: int) -> HttpResponse:
    """What it is, when, where; for who writes it, to correct and to cancel."""
    return page(request, visible(request, pk))


def page(request: HttpRequest, lu: Evenement, annuler: AnnulerForm | None = None) -> HttpResponse:
    jour = jour_demande(request, lu)
    contexte = {
        "evenement": lu,
        "jour": jour,
        "quand": quand(lu, jour),
        "avant": None if lu.est_une_serie else deplaces([lu]).get(lu.pk),
        "rythme": rythme_dit(lu),
        "peut_corriger": droits.peut_corriger(request.user, lu),
        "annuler": annuler or AnnulerForm(),
    }
    return render(request, "agenda_ecole/evenement.html", contexte, status=422 if annuler else 200)


@require_GET
def ics(request: HttpRequest, pk: int) -> HttpResponse:
    """One event for a calendar: opened again after a change, it moves there; cancelled, it is crossed out."""
    contenu = composer(_("Agenda"), [evenement_dit(visible(request, pk))], request.build_absolute_uri)
    reponse = HttpResponse(contenu, content_type="text/calendar; charset=utf-8")
    reponse["Content-Disposition"] = 'attachment; filename="agenda.ics"'
    return reponse
