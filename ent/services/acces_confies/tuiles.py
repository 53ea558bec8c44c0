"""What confided accesses show on the homes: to who has one, from whom and until when; to a direction, who does not agree."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.portail.lectures import EtatEcole
from ent.portail.registres import Geste

from . import droits, lectures


def recus(request: HttpRequest) -> dict | None:
    """« Accès confié par … jusqu’au … »; to who had one and has nothing else here, that it is over. No query for anybody else."""
    portee = request.user.portee
    if not portee.suivis_confies and (portee.suivis or portee.roles):
        return None
    acces = lectures.acces_recus_par(request.user)
    en_cours = [un for un in acces if not un.est_fini]
    finis = (acces or lectures.dernier_recu_par(request.user)) if not en_cours and not portee.suivis else []
    return {"en_cours": en_cours, "finis": finis} if en_cours or finis else None


def etat(request: HttpRequest) -> str:
    """Where the row of « Plus » stands."""
    if not droits.enfants_de(request.user):
        return ""
    n = lectures.nombre_en_cours(request.user)
    return ngettext("%(n)s accès en cours", "%(n)s accès en cours", n) % {"n": n} if n else _("aucun")


def de_l_eleve(request: HttpRequest, fiche: Any) -> dict | None:
    """On a pupil's sheet, for the direction and who teaches the class."""
    acces = lectures.acces_a_l_eleve(request.user, fiche.eleve, fiche.etablissement)
    return {"acces": acces, "fiche": fiche} if acces else None


def desaccord(etat: EtatEcole, n: int | None) -> Geste | None:
    if not n:
        return None
    phrase = ngettext(
        "%(n)s parent n’est pas d’accord avec un accès confié.",
        "%(n)s parents ne sont pas d’accord avec un accès confié.",
        n,
    )
    return Geste(phrase % {"n": n}, _("Lire"), reverse("acces_confies_ecole", args=[etat.ecole.uai]))
