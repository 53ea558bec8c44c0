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
QUI = ("destinataire_id", "eleve_id")


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
def rendre_les_retirees(*, natures: Collection[str], objets: Collection[int]) -> bool:
    """What had been told of these things, now that they are put back. Who had read it, or had been pushed it, is told nothing anew; who had not
    read it finds it again. What was still to be pushed is, out of quiet hours, which are judged when it leaves. Says whether anything was set aside.
    """
    return _rendre(MiseDeCote.objects.filter(nature__in=natures, objet_id__in=objets))


def rendre_le_geste(*, geste: int) -> None:
    """What a geste had silenced, now that it is undone."""
    _rendre(MiseDeCote.objects.filter(geste=geste))


def _rendre(cotes: QuerySet[MiseDeCote]) -> bool:
    """As they were: read or not, held or not. Whoever was erased meanwhile is told nothing, nor anybody of them. Under new numbers: no page that
    is open has shown them.
    """
    rendues_de = list(cotes.order_by("pk").select_for_update())
    for cote in rendues_de:
        gens = {r[champ] for r in cote.rangees for champ in QUI}
        la = {None: None} | _comptes(gens - {None})
        rendues = [
            Notification(**_de_ce_jour(r) | {"id": None} | {champ: la[r[champ]] for champ in QUI})
            # Of an account that took in another, what it had been told itself comes first.
            for r in sorted(cote.rangees, key=lambda r: any(la.get(r[champ]) != r[champ] for champ in QUI))
            if {r[champ] for champ in QUI} <= la.keys()
        ]
        Notification.objects.bulk_create(rendues, ignore_conflicts=True)
        cote.delete()
    return bool(rendues_de)


def _comptes(personnes: Collection[int]) -> dict[int, int]:
    """Those who are still there, each by the account that they have now: of two that were merged, the one that stays."""
    connues = Personne.objects.filter(pk__in=personnes).order_by().values_list("pk", "fusionnee_dans")
    return {pk: fusionnee_dans or pk for pk, fusionnee_dans in connues}


def _de_ce_jour(rangee: dict) -> dict:
    """Its columns that a notification still has: they were kept as they stood on the day."""
    champs = {champ.attname for champ in Notification._meta.concrete_fields}
    return {nom: valeur for nom, valeur in rangee.items() if nom in champs}
