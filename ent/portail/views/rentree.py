"""The classes of September on paper, from the plan of a direction."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ent.annuaire.actions.preparation import annee_a_preparer
from ent.annuaire.lectures.passages import passage_a_montrer, plan_de
from ent.annuaire.models import Etablissement

from ..pdf import listes_pdf


@require_safe
def listes(request: HttpRequest, uai: str) -> HttpResponse:
    """A page by class, whether the turn is prepared or done; for the direction alone."""
    ecole = get_object_or_404(Etablissement.objects.diriges_par(request.user), uai=uai)
    passage = passage_a_montrer(ecole, annee_a_preparer())
    if passage is None:
        raise Http404
    nom = f"classes-{passage.annee.nom}-{ecole.uai}.pdf"
    return HttpResponse(
        listes_pdf(plan_de(passage)),
        "application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{nom}"', "Cache-Control": "private, no-store"},
    )
