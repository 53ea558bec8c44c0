"""Pages of families: day by day, the fortnight, one travail; and what has been on their screen."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from .. import droits
from ..actions import familles as actions
from ..models import Travail

VUS_MAX = 200  # in one sending; a screen shows twenty


@require_POST
def vus(request: HttpRequest) -> HttpResponse:
    """What stayed on this person's screen, as « 12:<uuid of the child> ». What they may not read is passed over."""
    demandes = {
        (int(pk), eleve)
        for pk, _deux_points, eleve in (brut.partition(":") for brut in request.POST.getlist("vu")[:VUS_MAX])
        if pk.isascii() and pk.isdecimal() and len(pk) < 19
    }
    travaux = Travail.objects.des_enfants_de(request.user).in_bulk({pk for pk, _eleve in demandes})
    lus = {
        (travaux[pk], suivi.eleve)
        for pk, eleve in demandes
        for suivi in request.user.portee.suivis
        if pk in travaux and str(suivi.eleve.uuid) == eleve and droits.concerne(travaux[pk], suivi)
    }
    actions.voir(par=request.user, vus=lus)
    return HttpResponse(status=204)
