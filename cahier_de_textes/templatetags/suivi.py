"""Template tags of the follow-up and of families' pages."""

import datetime as dt

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.socle.dates import date_format, time_format

register = template.Library()


@register.filter
def moment(instant: dt.datetime) -> str:
    """« aujourd’hui, 18 h 02 », « lundi, 18 h 02 », « lundi 9 novembre »."""
    local = timezone.localtime(instant)
    ecart = (timezone.localdate() - local.date()).days
    if ecart > 6:
        return date_format(local.date(), "l j F")
    jour = _("aujourd’hui") if ecart == 0 else date_format(local.date(), "l")
    return _("%(jour)s, %(heure)s") % {"jour": jour, "heure": time_format(local, r"G \h i")}
