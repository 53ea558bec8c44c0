"""The day of schools, and dates in words, as French says them."""

import datetime as dt
import re
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .francais import FACILE, langue_de_base, sans_nature


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


# Our forms are French: what other languages put between a day, its month and its year, and in which order (Unicode CLDR, « full » and « long »
# dates). Ukrainian says the month of a day in the genitive (« E »).
_DE_LATIN = (("j F Y", r"j \d\e F \d\e Y"), ("j F", r"j \d\e F"), ("F Y", r"F \d\e Y"), ("l j", "l, j"))
FORMES = {
    FACILE: (("D", "l"), ("M", "F")),  # no day, no month is shortened
    "es": _DE_LATIN,
    "pt": _DE_LATIN,
    "ta": (("l j", "l, j"),),
    "tr": (("l j F Y", "j F Y l"), ("l j F", "j F l"), ("l j", "j l")),
    "uk": (("j F", "j E"), ("l j", "l, j")),
}


@lru_cache(maxsize=512)
def forme_dite(forme: str, langue: str | None) -> str:
    """This form of a date (Django's letters) as this language writes it."""
    for francaise, sienne in FORMES.get(sans_nature(langue or ""), ()):
        forme = forme.replace(francaise, sienne)
    return forme


# Django writes their days and months as at the start of a sentence: both languages write them small.
SANS_CAPITALE = {"pt", "uk"}
NOMS = re.compile(r"(?<!\\)[DEFMNbl]")  # letters of a form that stand for the name of a day or a month


def ecrite(texte: str, quand, forme: str | None) -> str:
    """This date, written by Django in this form, as the language in force writes it.

    « mardi 1er décembre »: French says « premier » for the first of a month, and for it alone.
    """
    langue = langue_de_base()
    if langue == "fr" and getattr(quand, "day", 0) == 1:
        return re.sub(r"(?<![/\d])1(?= [^\W\d_]{3}|$)", "1er", texte, count=1)
    return texte.lower() if langue in SANS_CAPITALE and forme and NOMS.search(forme) else texte


def date_format(quand, forme: str) -> str:
    """Django's, with the first of a month. A day is written once per process: every page says the same few."""
    if type(quand) is dt.date:
        return _date_format(quand, forme, get_language())
    return heure_dite(ecrite(formats.date_format(quand, forme_dite(forme, get_language())), quand, forme))


def time_format(heure, forme: str) -> str:
    """Django's, as the language says hours. Of a clock, written once per process: there are few minutes in a day of school."""
    if type(heure) is dt.time:
        return _time_format(heure, forme, get_language())
    return heure_dite(formats.time_format(heure, forme))


@lru_cache(maxsize=4096)
def _time_format(heure: dt.time, forme: str, _langue: str | None) -> str:
    return heure_dite(formats.time_format(heure, forme))


def horaire(de: dt.time | None, a: dt.time | None) -> str:
    """« de 14 h 00 à 16 h 00 », « à 14 h 00 »; nothing for whole days."""
    if de is None:
        return ""
    debut = time_format(de, "G\u00a0\\h\u00a0i")
    if a is None:
        return _("à %(heure)s") % {"heure": debut}
    return _("de %(debut)s à %(fin)s") % {"debut": debut, "fin": time_format(a, "G\u00a0\\h\u00a0i")}


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
    return texte if langue_de_base() == "fr" else re.sub(r"(\d{1,2})\sh\s(\d{2})", r"\1:\2", texte)


@lru_cache(maxsize=4096)
def _date_format(jour: dt.date, forme: str, langue: str) -> str:
    return ecrite(formats.date_format(jour, forme_dite(forme, langue)), jour, forme)
