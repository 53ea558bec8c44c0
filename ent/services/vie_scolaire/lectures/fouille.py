"""Absences of one's children that a search finds, the latest first: by « absence », the child or the day."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from ent.annuaire.recherche import correspond
from ent.portail.registres import LIMITE, Trouvaille

from ..droits.absences import siens_de
from ..evenements.appels import quand_dit
from ..models import LigneAppel
from .absences import est_visible

LUES = 500  # a school year of several children


def trouver(request: HttpRequest, voulus: Sequence[str]) -> list[Trouvaille]:
    """One query of who follows a child, none of another."""
    if not siens_de(request.user):
        return []
    lues = (
        LigneAppel.objects.des_enfants_de(request.user)
        .demi_journees_manquees()
        .select_related("appel__etablissement", "eleve")
    )
    trouvees = []
    for ligne in lues.order_by("-appel__jour", "appel__moment", "pk")[:LUES]:
        quand = quand_dit(ligne.appel.jour, ligne.appel.moment)
        if est_visible(ligne) and correspond(voulus, [_("Absences"), ligne.eleve.prenom, quand]):
            trouvees.append(Trouvaille(ligne.eleve.prenom, reverse("absences"), quand))
    return trouvees[:LIMITE]
