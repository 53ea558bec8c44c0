"""How many came, in words. Of months that are over alone: a count that moves would say who has just come; and below five, « moins de 5 »."""

import datetime as dt
from collections.abc import Collection

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
    venus = _venus(la, mois)
    comptes = {p: [venus.get((o.pk, p), 0) for o in la if p in o.publics_dits] for p in Public}
    return [en_mots(public, _somme(siens)) for public, siens in comptes.items() if siens]


def _somme(comptes: list[int]) -> int:
    """None if one of them is under five: a direction that reads its own would subtract it."""
    return sum(comptes) if min(comptes) >= PEU else 0


def _venus(ouvertures: Collection[OuvertureTiers], mois: dt.date) -> dict[tuple[int, str], int]:
    lues = VisitesTiers.objects.filter(ouverture__in=ouvertures, mois=mois).order_by()
    return {(o, profil): n for o, profil, n in lues.values_list("ouverture", "profil", "personnes")}


def par_ouverture(ouvertures: Collection[OuvertureTiers]) -> dict[int, list[str]]:
    """The same, each apart. One query, whatever their number."""
    mois = dernier_mois()
    la = [o for o in ouvertures if not o.service.est_un_lien and timezone.localdate(o.ouvert_le) < _suivant(mois)]
    if not la:
        return {}
    venus = _venus(la, mois)
    return {o.pk: [en_mots(p, venus.get((o.pk, p), 0)) for p in Public if p in o.publics_dits] for o in la}


def _suivant(mois: dt.date) -> dt.date:
    return (mois + dt.timedelta(days=32)).replace(day=1)
