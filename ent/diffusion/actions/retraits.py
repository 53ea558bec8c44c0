"""What was told of a thing that is withdrawn and may be put back: set aside meanwhile, read by nobody, and given back as it was.

A room that withdraws calls `mettre_de_cote` where it would have called `denotifier`, and `rendre` (perdus.py) when the thing is put back. What was never told (it
waited for its hour while it was withdrawn) is the room's own to tell: `rendre`, then its `annoncer_…`, which changes nothing for those who were.
"""

import datetime as dt
from collections.abc import Collection
from itertools import groupby

from django.db import transaction
from django.db.models import QuerySet

from ent.annuaire.models import Personne
from ent.socle.rustines.django_suppressions import effacer_sans_lire

from ..models import MiseDeCote, Notification

RETIREES = dt.timedelta(days=31)  # where withdrawn things are offered to be put back, they are for a month


@transaction.atomic(savepoint=False)
def mettre_de_cote(*, natures: Collection[str], objets: Collection[int]) -> None:
    """Take back what was told of things that are withdrawn, until they are put back."""
    dites = Notification.objects.filter(nature__in=natures, objet_id__in=objets)
    rangees = dites.order_by("nature", "objet_id", "etablissement_id", "pk").values()
    de_quoi = groupby(rangees, key=lambda r: (r["nature"], r["objet_id"], r["etablissement_id"]))
    MiseDeCote.objects.bulk_create(
        MiseDeCote(nature=nature, objet_id=objet, etablissement_id=ecole, rangees=list(siennes))
        for (nature, objet, ecole), siennes in de_quoi
    )
    effacer_sans_lire(dites)


@transaction.atomic(savepoint=False)
def rendre_les_retirees(*, natures: Collection[str], objets: Collection[int]) -> None:
    """What had been told of these things, now that they are put back. Who had read it, or had been pushed it, is told nothing anew; who had not
    read it finds it again. What was still to be pushed is, out of quiet hours, which are judged when it leaves.
    """
    _rendre(MiseDeCote.objects.filter(nature__in=natures, objet_id__in=objets))


def rendre_le_geste(*, geste: int) -> None:
    """What a geste had silenced, now that it is undone."""
    _rendre(MiseDeCote.objects.filter(geste=geste))


def _rendre(cotes: QuerySet[MiseDeCote]) -> None:
    """As they were: read or not, held or not. Whoever was erased meanwhile is told nothing, nor anybody of them. Under new numbers: no page that
    is open has shown them.
    """
    for cote in cotes.select_for_update():
        gens = {r[champ] for r in cote.rangees for champ in ("destinataire_id", "eleve_id")}
        la = {None, *Personne.objects.filter(pk__in=gens - {None}).values_list("pk", flat=True)}
        rendues = [
            Notification(**r | {"id": None}) for r in cote.rangees if {r["destinataire_id"], r["eleve_id"]} <= la
        ]
        Notification.objects.bulk_create(rendues, ignore_conflicts=True)
        cote.delete()
