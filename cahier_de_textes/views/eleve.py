"""The pupil's own pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ent.annuaire.models.portee import Suivi

from .. import droits
from ..consignes import CONSIGNES
from ..forms.remises import RendreForm
from ..lectures import remises as lectures_remises
from ..models import Travail
from .communes import page_des_essais, rendu


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
    }
    return render(request, "cahier_de_textes/eleve_travail.html", contexte, status=422 if formulaire else 200)
