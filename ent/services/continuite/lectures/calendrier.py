"""What a collège says, in the private calendar of who reads it."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import Personne
from ent.diffusion.registres import Evenement

from .. import droits
from ..models import Element
from .familles import DU_JOUR

DUREE = dt.timedelta(hours=1)  # of what is said at an hour: how long is not
SUITE_MAX = 2**31 - 1  # the greatest number that a calendar's SEQUENCE takes


def evenements_de(personne: Personne, debut: dt.date, fin: dt.date) -> list[Evenement]:
    """What stands on these days. One query; none for who follows nobody."""
    if not (droits.suivis_au_college(personne) or droits.enfants_d_ici(personne)):
        return []
    lus = Element.objects.visibles_par(personne).filter(jour__gte=debut, jour__lte=fin)
    dits = lus.filter(nature__in=DU_JOUR).select_related("enfant", "eleve")
    return [_dit(e, qui.prenom) for e in dits if (qui := e.eleve or e.enfant)]


def _dit(element: Element, prenom: str) -> Evenement:
    commence: dt.date | dt.datetime = element.jour
    finit = commence
    if element.heure is not None:
        commence = timezone.make_aware(dt.datetime.combine(element.jour, element.heure))
        finit = commence + DUREE
    quoi = element.source or element.nom_de_nature
    return Evenement(
        uid=f"college-{element.pk}",
        titre=" · ".join(filter(None, (prenom, "" if element.enfant_id else quoi, element.titre))),
        debut=commence,
        fin=finit,
        modifie_le=element.recu_le,
        sequence=min(element.version - 1, SUITE_MAX),
        chemin=reverse("continuite") if element.source else reverse("continuite_aller", args=[element.pk]),
    )
