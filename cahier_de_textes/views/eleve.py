"""The pupil's own pages."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from ent.annuaire.models.portee import Suivi
from ent.portail.lectures import fil

from .. import droits
from ..consignes import CONSIGNES
from ..forms.remises import RendreForm
from ..lectures import remises as lectures_remises
from ..lectures.semaine_eleve import semaine_de_l_eleve
from ..models import Travail
from .communes import page_des_essais, rendu

LOIN = dt.timedelta(days=400)


@require_GET
def semaine(request: HttpRequest, lundi: dt.date | None = None) -> HttpResponse:
    """The week of a pupil of a collège, day by day, by subject. Those who do not read yet have their cards."""
    if not request.user.est_collegien:
        raise Http404
    aujourd_hui, celle_ci = timezone.localdate(), fil.lundi_de_la_semaine(timezone.localtime())
    lundi = lundi or celle_ci
    if lundi.weekday() or abs(lundi - aujourd_hui) > LOIN:
        raise Http404
    contexte = {
        "jours": semaine_de_l_eleve(request.user, lundi),
        "lundi": lundi,
        "precedent": lundi - dt.timedelta(days=7),
        "suivant": lundi + dt.timedelta(days=7),
        "aujourd_hui": aujourd_hui,
        "est_la_semaine": lundi == celle_ci,
    }
    return render(request, "cahier_de_textes/eleve_semaine.html", contexte)


@require_GET
def travail(request: HttpRequest, pk: int) -> HttpResponse:
    """A travail in large: what to do, handing in, what was answered. The pupil's alone."""
    lu = Travail.objects.des_enfants_de(request.user).filter(pk=pk).first()
    miens = [s for s in request.user.portee.suivis if s.eleve.pk == request.user.pk]
    suivi = next((s for s in miens if droits.concerne(lu, s)), None) if lu else None
    if lu is None or suivi is None:
        return rendu(request, pk, request.user.uuid, "cahier_de_textes/rendu_eleve.html")
    return page_du_travail(request, lu, suivi)


def page_du_travail(
    request: HttpRequest, lu: Travail, suivi: Suivi, formulaire: RendreForm | None = None
) -> HttpResponse:
    contexte = page_des_essais(request, lu, suivi, formulaire) | {
        "geste": CONSIGNES[lu.nature],
        "est_fait": lectures_remises.est_fait(lu, suivi.eleve),
        # Where its parts are read again, of a try that was refused too.
        "ici": reverse("cahier_eleve_travail", args=[lu.pk]),
    }
    return render(request, "cahier_de_textes/eleve_travail.html", contexte, status=422 if formulaire else 200)
