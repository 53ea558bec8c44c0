"""Evacuation: who is on site, on one phone, without network too; what others counted joins when it is back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ent.annuaire.droits import exiger
from ent.annuaire.models import Etablissement
from ent.annuaire.views.gestes import cree
from ent.connexion.droits import COOKIE_TABLETTE
from ent.socle.nombres import entier

from ..actions import evacuations as actions
from ..droits import evacuations as droits
from ..forms.evacuations import PointageForm
from ..lectures import evacuations as lectures
from ..models import Evacuation


def _ici(request: HttpRequest) -> list[lectures.SurPlace]:
    """The schools where one counts pupils."""
    siennes = Etablissement.objects.visibles_par(request.user).filter(
        pk__in=request.user.portee.etablissements_d_enseignement
    )
    if not (lues := [lectures.sur_place(request.user, ecole) for ecole in siennes]):
        raise Http404
    return lues


def _contexte(request: HttpRequest) -> dict:
    return {
        "lieux": [(lu, droits.peut_finir(request.user, lu.etablissement)) for lu in _ici(request)],
        "maintenant": timezone.now(),
    }


@require_GET
def evacuation(request: HttpRequest) -> HttpResponse:
    return render(request, "vie_scolaire/appel/evacuation.html", _contexte(request))


@require_GET
def copie(request: HttpRequest) -> HttpResponse:
    """What a phone of one's own keeps to count without network (`appel.js`). A class's tablet is given none."""
    if COOKIE_TABLETTE in request.COOKIES:
        raise Http404
    return render(request, "vie_scolaire/appel/evacuation_copie.html", _contexte(request))


@cree
@require_POST
def pointer(request: HttpRequest, uai: str) -> HttpResponse:
    """What one phone counted. The same count sent twice makes one."""
    ecole = get_object_or_404(Etablissement.objects.visibles_par(request.user), uai=uai)
    exiger(droits.peut_pointer(request.user, ecole), _("Ceux qui font la classe et la direction comptent les élèves."))
    formulaire = PointageForm(request.POST, eleves=lectures.sur_place(request.user, ecole).eleves)
    exiger(formulaire.is_valid(), _("Ce compte ne se lit pas : refaites-le."))
    actions.pointer(
        etablissement=ecole, par=request.user, eleves=formulaire.montres, vus=formulaire.vus, le=formulaire.le
    )
    messages.success(request, _("C’est compté, avec ce que les autres ont compté."))
    return redirect("evacuation")


@require_POST
def finir(request: HttpRequest, pk: int) -> HttpResponse:
    """Said finished; while somebody is not seen, only knowing how many: one more who is missing since, and it is asked again."""
    trouvee = get_object_or_404(Evacuation.objects.lues_par(request.user).select_related("etablissement"), pk=pk)
    exiger(droits.peut_finir(request.user, trouvee.etablissement), _("La direction dit que c’est fini."))
    lu = lectures.sur_place(request.user, trouvee.etablissement)
    if trouvee.finie_le is None and lu.manquent > (entier(request.POST.get("manquent")) or 0):
        contexte = {"evacuation": trouvee, "lu": lu}
        return render(request, "vie_scolaire/appel/evacuation_finir.html", contexte, status=422)
    actions.finir_evacuation(evacuation=trouvee, par=request.user)
    messages.success(request, _("C’est fini : le compte est gardé au journal."))
    return redirect("evacuation")


@require_POST
def reprendre(request: HttpRequest, pk: int) -> HttpResponse:
    """Ended too soon: it goes on, with all that was counted."""
    trouvee = get_object_or_404(Evacuation.objects.lues_par(request.user).select_related("etablissement"), pk=pk)
    exiger(droits.peut_finir(request.user, trouvee.etablissement), _("La direction reprend une évacuation."))
    try:
        actions.reprendre_evacuation(evacuation=trouvee, par=request.user)
    except ValidationError as refus:
        messages.error(request, refus.messages[0])
    else:
        messages.success(request, _("L’évacuation reprend, avec tout ce qui était compté."))
    return redirect("evacuation")
