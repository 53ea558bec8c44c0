"""How many came, in words. Of months that are over alone: a count that moves would say who has just come; and below five, « moins de 5 ».

Of several schools, what is said is true of their sum and gives back no part that is hidden: « au moins 42 » adds those of five and more, which
each school's own page says, and « moins de 5 par école » adds nothing.
"""

import datetime as dt
from collections.abc import Collection, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from ..attributs import Public
from ..models import OuvertureTiers, VisitesTiers

PEU = 5


def dernier_mois() -> dt.date:
    return (timezone.localdate().replace(day=1) - dt.timedelta(days=1)).replace(day=1)


def en_mots(profil: str, comptes: Sequence[int]) -> str:
    """School by school. Nobody is « moins de 5 » too: that none of three teachers came would be said of each."""
    dits = [n for n in comptes if n >= PEU]
    somme: int | str = sum(dits)
    if not dits:
        somme = _("moins de 5")
    elif len(dits) < len(comptes):
        somme = _("au moins %(n)s") % {"n": somme}
    phrase = _de_ce_profil(profil, somme)
    return phrase if dits or len(comptes) == 1 else _("%(phrase)s par école") % {"phrase": phrase}


def _de_ce_profil(profil: str, combien: int | str) -> str:
    phrases = {
        Public.ELEVE: _("%(combien)s élèves"),
        Public.RESPONSABLE: _("%(combien)s responsables"),
        Public.ENSEIGNANT: _("%(combien)s enseignants"),
        Public.DIRECTION: _("%(combien)s personnes de la direction"),
        Public.PERSONNEL: _("%(combien)s autres personnels"),
    }
    return phrases[Public(profil)] % {"combien": combien}


def des_ouvertures(ouvertures: Collection[OuvertureTiers]) -> list[str]:
    """Of last month, kind by kind, in the schools of these openings of one service; nothing if none of them was open then. One query."""
    mois = dernier_mois()
    la = [o for o in ouvertures if not o.service.est_un_lien and timezone.localdate(o.ouvert_le) < _suivant(mois)]
    if not la:
        return []
    venus = _venus(la, mois)
    comptes = {p: [venus.get((o.pk, p), 0) for o in la if p in o.publics_dits] for p in Public}
    return [en_mots(public, siens) for public, siens in comptes.items() if siens]


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
    return {o.pk: [en_mots(p, [venus.get((o.pk, p), 0)]) for p in Public if p in o.publics_dits] for o in la}


def _suivant(mois: dt.date) -> dt.date:
    return (mois + dt.timedelta(days=32)).replace(day=1)
