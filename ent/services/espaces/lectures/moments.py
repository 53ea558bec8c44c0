"""When, in words."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ent.socle.dates import date_format, horaire, time_format

from ..models import DateDeLEspace

HEURE = "G\u00a0\\h\u00a0i"


def quand(date: DateDeLEspace) -> str:
    """« jeudi 3 décembre, de 14 h 00 à 15 h 30 »."""
    jour, heures = date_format(date.jour, "l j F"), horaire(date.de, date.a)
    return f"{jour}, {heures}" if heures else jour


def limite(date: DateDeLEspace) -> str:
    """« mercredi 2 décembre à 18 h 00 »: until when one may say."""
    if date.jusqu_a is None:
        return ""
    local = timezone.localtime(date.jusqu_a)
    return _("%(jour)s à %(heure)s") % {"jour": date_format(local, "l j F"), "heure": time_format(local.time(), HEURE)}
