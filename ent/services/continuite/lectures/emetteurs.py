"""What the operator reads of each sender: what arrives, what was refused, since when."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Max, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Etablissement, Personne

from ..lignes import PHRASES, Raison
from ..models import Appel, Emetteur

JOURS = 30
PANNES = {
    "trop_gros": _("trop gros"),
    "signature": _("signature refusée"),
    "heure": _("heure refusée"),
    "forme": _("corps illisible"),
}


@dataclass(frozen=True)
class Etat:
    """Of the last thirty days."""

    appels: int
    pris: int
    inchanges: int
    refus: list[tuple[str, int]]  # sentence, how many
    pannes: list[tuple[str, int]]
    premier: dt.datetime | None
    dernier: dt.datetime | None


def colleges() -> list[Etablissement]:
    """Schools that a sender may speak for."""
    return list(Etablissement.objects.filter(nature="college").order_by("nom", "pk"))


def liste_de(personne: Personne) -> list[Emetteur]:
    """Each with when it last called, and how many lines it gave in thirty days. One query."""
    depuis = timezone.now() - dt.timedelta(days=JOURS)
    tenus = Emetteur.objects.tenus_par(personne).select_related("etablissement")
    return list(
        tenus.annotate(dernier=Max("appels__recu_le"), pris=Sum("appels__pris", filter=Q(appels__recu_le__gte=depuis)))
    )


def etat_de(emetteur: Emetteur, personne: Personne) -> Etat:
    """One query."""
    depuis = timezone.now() - dt.timedelta(days=JOURS)
    appels = list(Appel.objects.tenus_par(personne).filter(emetteur=emetteur, recu_le__gte=depuis))
    refus: Counter[str] = Counter()
    for appel in appels:
        refus.update(appel.refus)
    pannes = Counter(appel.panne for appel in appels if appel.panne)
    return Etat(
        appels=len(appels),
        pris=sum(a.pris for a in appels),
        inchanges=sum(a.inchanges for a in appels),
        refus=[(str(PHRASES[Raison(raison)]), n) for raison, n in refus.most_common()],
        pannes=[(str(PANNES.get(panne, panne)), n) for panne, n in pannes.most_common()],
        premier=min((a.recu_le for a in appels), default=None),
        dernier=max((a.recu_le for a in appels), default=None),
    )
