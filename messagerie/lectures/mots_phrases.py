"""When a mot leaves, in words."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ent.socle.dates import date_format, time_format

from ..models.mots import HEURE, Mot


def quand_il_part(mot: Mot) -> str:
    """« Partira demain à 7 h 00 », « Partira lundi à 7 h 00 », « Partira le 3 décembre à 16 h 30 »."""
    local = timezone.localtime(mot.visible_le)
    ecart = (local.date() - timezone.localdate()).days
    heure = time_format(local, HEURE)
    if ecart == 0:
        return _("Partira aujourd’hui à %(heure)s") % {"heure": heure}
    if ecart == 1:
        return _("Partira demain à %(heure)s") % {"heure": heure}
    forme = "l" if ecart < 7 else "j F"
    phrase = _("Partira %(jour)s à %(heure)s") if ecart < 7 else _("Partira le %(jour)s à %(heure)s")
    return phrase % {"jour": date_format(local, forme), "heure": heure}
