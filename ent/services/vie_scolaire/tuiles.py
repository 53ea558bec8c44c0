"""What school life shows on the homes: absences to explain, the roll to take, image rights that are owed; and on a pupil's sheet."""

from typing import Any

from django.http import HttpRequest

from ent.annuaire.models import Classe
from ent.fichiers.supports import Support
from ent.socle.dates import aujourd_hui

from .droits.consentements import peut_recueillir_l_accord
from .lectures import absences, appels
from .lectures import familles as lectures
from .lectures.images import bilan
from .models import Motif


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


def a_expliquer(request: HttpRequest) -> dict | None:
    """Absences of which nobody told why; nothing once one adult did."""
    if not request.suivis:
        return None
    montres = {s.eleve.pk for s in request.suivis}
    questions = [q for q in absences.a_expliquer_de_l_accueil(request.user) if q.ligne.eleve_id in montres]
    return {"questions": questions, "motifs": Motif.choices} if questions else None


def appel_du_moment(request: HttpRequest) -> dict | None:
    """For who teaches: the roll of the half-day, to be taken or as it was sent. Nothing on a day without class."""
    tenues = list(Classe.objects.tenues_par(request.user).select_related("etablissement"))
    etats = [etat for etat in appels.etats_du_jour(tenues) if etat.du_moment and not etat.collective] if tenues else []
    confies = appels.confies_a(request.user, aujourd_hui())
    return {"etats": etats, "confies": confies} if etats or confies else None
