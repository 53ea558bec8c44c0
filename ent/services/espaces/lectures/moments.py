"""When, in words."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ent.socle.dates import date_format, time_format

from ..models import DateDeLEspace

HEURE = "G\u00a0\\h\u00a0i"


def quand(date: DateDeLEspace) -> str:
    """« jeudi 3 décembre, de 14 h 00 à 15 h 30 »."""
    jour, heures = date_format(date.jour, "l j F"), horaire(date)
    return f"{jour}, {heures}" if heures else jour


def horaire(date: DateDeLEspace) -> str:
    """« de 14 h 00 à 15 h 30 », « à 14 h 00 »; nothing without hours."""
    if date.de is None:
        return ""
    debut = time_format(date.de, HEURE)
    if date.a is None:
        return _("à %(heure)s") % {"heure": debut}
    return _("de %(debut)s à %(fin)s") % {"debut": debut, "fin": time_format(date.a, HEURE)}


def limite(date: DateDeLEspace) -> str:
    """« mercredi 2 décembre à 18 h 00 »: until when one may say."""
    if date.jusqu_a is None:
        return ""
    local = timezone.localtime(date.jusqu_a)
    return _("%(jour)s à %(heure)s") % {"jour": date_format(local, "l j F"), "heure": time_format(local.time(), HEURE)}
