"""What messages show on the homes."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from ent.diffusion.droits import notifications_visibles_par
from ent.diffusion.models import Notification
from ent.portail import lectures as lectures_du_portail
from ent.socle.preparees import Preparee

from .evenements import fils as evenements
from .lectures.boite import boite
from .lectures.rendus import ce_qui_est_rendu_a

NOUVEAUX = 3  # threads shown on a home
DITS = Preparee(lambda: Notification.objects.non_lues().select_related("eleve"))


def nouveaux(request: HttpRequest, *, en_feuille: bool) -> dict | None:
    """Threads with something unread, as one was told of them: no query when all is read, since a page counts them anyway."""
    if not lectures_du_portail.nouvelles_de(request.user).get(evenements.MESSAGE):
        return None
    dits = DITS.lire(notifications_visibles_par(request.user) & Q(nature=evenements.MESSAGE))
    if not dits:
        return None
    return {"dits": dits[:NOUVEAUX], "autres": max(0, len(dits) - NOUVEAUX), "en_feuille": en_feuille}


def retirer_une_photo(request: HttpRequest, vue: Any) -> dict | None:
    """Beside a photo of one's own child: to whom one writes to have it taken down."""
    return {} if vue.enfants and not request.user.portee.est_eleve else None


def questions_de_l_eleve(personne) -> list:
    return [ce_qui_est_rendu_a(personne)]


def ma_classe(request: HttpRequest) -> dict | None:
    """The pupil's own thread, when the class wrote, and what of theirs did not leave. A pupil is told nothing by notification."""
    entrees = [entree for entree in boite(request.user) if entree.non_lus]
    [rendus] = lectures_du_portail.reponses_de(request.user, "eleve", "messages")
    a_reprendre = len(rendus)
    return {"entrees": entrees, "a_reprendre": a_reprendre} if entrees or a_reprendre else None
