"""The help of a page, for who reads it; then a person with hours."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ent.annuaire.lectures.secours import secours_de
from ent.coquille import aide as registre

from .. import lectures
from ..lectures.fouille import qui_s_ouvrent
from .accueil import NOMS
from .personnel import page_d_avant

DEMANDE_MAX = 120


@login_not_required  # who cannot come in needs it most
@require_GET
def aide(request: HttpRequest) -> HttpResponse:
    """`?page=` is the name of the address one comes from; `?q=`, a question over all that this reader may use."""
    univers = lectures.univers_de(request.user) if request.user.is_authenticated else ["visiteur"]
    page = registre.page_connue(request.GET.get("page", ""))
    demande = request.GET.get("q", "").strip()[:DEMANDE_MAX]
    lecteurs = registre.lecteurs_de(page, univers)
    contexte = {
        "page": page,
        "suite": page_d_avant(request),
        "demande": demande,
        "trouvees": _trouvees(request, demande, univers) if demande else [],
        "parties": [(NOMS.get(lecteur, ""), registre.reponses(page, lecteur)) for lecteur in lecteurs],
        "est_operateur": "territoire" in univers,
    }
    if "eleve" in (univers if request.user.is_authenticated else lecteurs):
        return render(request, "portail/aide_eleve.html", contexte)
    contexte["secours"] = _secours(request, univers)
    return render(request, "portail/aide.html", contexte)


def _trouvees(request: HttpRequest, demande: str, univers: list[str]) -> list[registre.Trouvee]:
    """Nothing about a page that this person does not read; at the door, everything."""
    trouvees = registre.chercher(demande, univers)
    return list(qui_s_ouvrent(request, trouvees)) if request.user.is_authenticated else trouvees


def _secours(request: HttpRequest, univers: list[str]):
    """Families and teachers turn to their school; directions, communes and who has not come in, to the territory."""
    personne = request.user if request.user.is_authenticated else None
    return secours_de(personne, de_l_ecole=bool({"famille", "enseignant"} & set(univers)))
