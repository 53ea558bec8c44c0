"""What families are told of a roll, in words."""

import datetime as dt
from collections.abc import Callable, Collection
from functools import partial

from django.utils.translation import gettext as _

from ent.socle.dates import time_format

from ..evenements import appels as evenements
from ..models import LigneAppel

HEURE = r"G \h i"


def dire_l_absence(jour: dt.date, moment: str, prenom: str) -> str:
    return _("%(enfant)s · Absence %(quand)s. L’école ne sait pas pourquoi : dites-le-lui.") % {
        "enfant": prenom,
        "quand": evenements.quand_dit(jour, moment),
    }


def absences_redites(lignes: Collection[int]) -> dict[int, Callable[[str], str]]:
    """What says each of them again."""
    lues = LigneAppel.objects.filter(pk__in=lignes).order_by()
    dites = lues.values_list("pk", "appel__jour", "appel__moment")
    return {pk: partial(dire_l_absence, jour, moment) for pk, jour, moment in dites}


def dire_la_presence(arrivee: dt.time | None, prenom: str) -> str:
    if arrivee is None:
        return _("%(enfant)s · Bien à l’école : l’appel a été corrigé.") % {"enfant": prenom}
    return _("%(enfant)s · Bien à l’école, depuis %(heure)s.") % {
        "enfant": prenom,
        "heure": time_format(arrivee, HEURE),
    }


def presences_redites(lignes: Collection[int]) -> dict[int, list[Callable[[str], str]]]:
    """What may have told that each of these pupils is there: an hour that was written since was not told."""
    lues = LigneAppel.objects.filter(pk__in=lignes).order_by().values_list("pk", "arrive_a")
    return {pk: [partial(dire_la_presence, heure) for heure in {heure, None}] for pk, heure in lues}
