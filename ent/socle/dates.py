"""The day of schools, and dates in words, as French says them."""

import datetime as dt
import re
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def aujourd_hui() -> dt.date:
    """Today where schools are: `timezone.localdate()` without its conversions. A page asks some twenty times."""
    return dt.datetime.now(timezone.get_default_timezone()).date()


def est_plausible(jour: dt.date) -> bool:
    """A school may mean this day: a day can be added to it, and taken from it."""
    return 1900 <= jour.year < 2200


class ConvertisseurJour:
    """A day, as 2026-11-24; one that does not exist is no page."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, valeur: str) -> dt.date:
        jour = dt.date.fromisoformat(valeur)
        if not est_plausible(jour):
            raise ValueError(valeur)
        return jour

    def to_url(self, jour: dt.date | str) -> str:
        return str(jour)


def premier(texte: str, quand) -> str:
    """« mardi 1er décembre »: French says « premier » for the first of a month, and for it alone."""
    if getattr(quand, "day", 0) == 1 and get_language() == "fr":
        return re.sub(r"(?<![/\d])1(?= [^\W\d_]{3}|$)", "1er", texte, count=1)
    return texte


def date_format(quand, forme: str) -> str:
    """Django's, with the first of a month. A day is written once per process: every page says the same few."""
    if type(quand) is dt.date:
        return _date_format(quand, forme, get_language())
    return heure_dite(premier(formats.date_format(quand, forme), quand))


def time_format(heure, forme: str) -> str:
    """Django's, as the language says hours."""
    return heure_dite(formats.time_format(heure, forme))


def a_venir(instant: dt.datetime) -> str:
    """When something leaves: « aujourd’hui à 7 h 00 », « demain à 7 h 00 », « lundi à 7 h 00 », « le 3 décembre à 16 h 30 »."""
    local = timezone.localtime(instant)
    ecart = (local.date() - aujourd_hui()).days
    if ecart > 6:
        jour = _("le %(jour)s") % {"jour": date_format(local, "j F")}
    else:
        jour = {0: _("aujourd’hui"), 1: _("demain")}.get(ecart) or date_format(local, "l")
    return _("%(jour)s à %(heure)s") % {"jour": jour, "heure": time_format(local, r"G \h i")}


def heure_dite(texte: str) -> str:
    """« 16 h 30 » is French's own: other languages write 16:30, which is one number in a sentence that is read from right to left too."""
    return texte if get_language() == "fr" else re.sub(r"(\d{1,2})\sh\s(\d{2})", r"\1:\2", texte)


@lru_cache(maxsize=4096)
def _date_format(jour: dt.date, forme: str, langue: str) -> str:
    return premier(formats.date_format(jour, forme), jour)
