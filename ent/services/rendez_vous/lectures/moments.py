"""When a slot is, in words."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from ent.socle.dates import date_format, time_format

from ..models import Creneau

HEURE = "G\u00a0\\h\u00a0i"


def heure_dite(instant: dt.datetime) -> str:
    """« 17 h 30 »."""
    return time_format(timezone.localtime(instant), HEURE)


def moment_de(creneau: Creneau) -> str:
    """« mardi 8 décembre à 17 h 30 »."""
    return _("%(jour)s à %(heure)s") % {
        "jour": date_format(creneau.jour, "l j F"),
        "heure": heure_dite(creneau.debut),
    }
