"""What image rights show on the homes: what is owed; and on a pupil's sheet: where they may be shown."""

from typing import Any

from django.http import HttpRequest

from ent.fichiers.supports import Support

from .droits.consentements import peut_recueillir_l_accord
from .lectures import familles as lectures
from .lectures.images import bilan


def a_repondre(request: HttpRequest) -> dict | None:
    """What this person owes for the children of the page, counted, and what they answered today."""
    if not request.suivis:
        return None
    billets = lectures.billets_du_jour(request.user, request.suivis)
    if not billets:
        return None
    return {"billets": billets, "attendus": sum(b.attendus for b in billets)}


def droit_a_l_image_de(request: HttpRequest, fiche: Any) -> dict | None:
    """For their teachers and the direction, medium by medium: whether they may be shown today, else why. Never which holder said what."""
    if not any(peut_recueillir_l_accord(request.user, inscription.classe) for inscription in fiche.inscriptions):
        return None
    lu = bilan([fiche.eleve.pk])
    return {"situations": [(support, lu.situation(fiche.eleve.pk, support)) for support in Support]}
