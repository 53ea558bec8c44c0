"""How many came, in words. Of months that are over alone: a count that moves would say who has just come; and below five, « moins de 5 »."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from ..attributs import Public
from ..models import OuvertureTiers, VisitesTiers

PEU = 5


def dernier_mois() -> dt.date:
    return (timezone.localdate().replace(day=1) - dt.timedelta(days=1)).replace(day=1)


def en_mots(profil: str, personnes: int) -> str:
    """Nobody is « moins de 5 » too: that none of three teachers came would be said of each."""
    combien = {"combien": personnes if personnes >= PEU else _("moins de 5")}
    phrases = {
        Public.ELEVE: _("%(combien)s élèves"),
        Public.RESPONSABLE: _("%(combien)s responsables"),
        Public.ENSEIGNANT: _("%(combien)s enseignants"),
        Public.DIRECTION: _("%(combien)s personnes de la direction"),
        Public.PERSONNEL: _("%(combien)s autres personnels"),
    }
    return phrases[Public(profil)] % combien


def des_ouvertures(ouvertures: Collection[OuvertureTiers]) -> list[str]:
    """Of last month, kind by kind, in the schools of these openings of one service; nothing if none of them was open then. One query."""
    mois = dernier_mois()
    la = [o for o in ouvertures if not o.service.est_un_lien and timezone.localdate(o.ouvert_le) < _suivant(mois)]
    if not la:
        return []
    venus = VisitesTiers.objects.filter(ouverture__in=la, mois=mois).order_by().values_list("profil")
    par_profil = dict(venus.annotate(Sum("personnes")))
    ouverts = frozenset().union(*(o.publics_dits for o in la))
    return [en_mots(public, par_profil.get(public, 0)) for public in Public if public in ouverts]


def par_ouverture(ouvertures: Collection[OuvertureTiers]) -> dict[int, list[str]]:
    """The same, each apart. One query, whatever their number."""
    mois = dernier_mois()
    la = [o for o in ouvertures if not o.service.est_un_lien and timezone.localdate(o.ouvert_le) < _suivant(mois)]
    if not la:
        return {}
    lues = VisitesTiers.objects.filter(ouverture__in=la, mois=mois).order_by()
    venus = {(o, profil): n for o, profil, n in lues.values_list("ouverture", "profil", "personnes")}
    return {o.pk: [en_mots(p, venus.get((o.pk, p), 0)) for p in Public if p in o.publics_dits] for o in la}


def _suivant(mois: dt.date) -> dt.date:
    return (mois + dt.timedelta(days=32)).replace(day=1)
