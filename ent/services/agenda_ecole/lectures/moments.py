"""When an event is, in words."""

import datetime as dt

from django.utils.translation import gettext as _

from ent.socle.dates import date_format, horaire

from ..models import Evenement


def quand(evenement: Evenement, jour: dt.date) -> str:
    """« mardi 8 décembre, de 14 h 00 à 16 h 00 », « du mardi 8 au jeudi 10 décembre »."""
    fin = jour + (evenement.dernier_jour - evenement.jour)
    if fin > jour:
        meme_mois = (jour.year, jour.month) == (fin.year, fin.month)
        return _("du %(debut)s au %(fin)s") % {
            "debut": date_format(jour, "l j" if meme_mois else "l j F"),
            "fin": date_format(fin, "l j F"),
        }
    dit = date_format(jour, "l j F")
    heures = horaire(evenement.de, evenement.a)
    return f"{dit}, {heures}" if heures else dit


def quand_deplace(evenement: Evenement, avant: dt.date | None) -> str:
    """The same, « au lieu de lundi 7 décembre » where it was moved."""
    dit = quand(evenement, evenement.jour)
    if avant is None:
        return dit
    return _("%(apres)s au lieu de %(avant)s") % {"apres": dit, "avant": date_format(avant, "l j F")}


def rythme_dit(evenement: Evenement) -> str:
    """« Chaque semaine, jusqu’au 30 juin »; nothing for what happens once."""
    if not evenement.est_une_serie:
        return ""
    rythme = str(evenement.get_rythme_display())
    if evenement.jusqu_au is None:
        return rythme
    return _("%(rythme)s, jusqu’au %(jour)s") % {"rythme": rythme, "jour": date_format(evenement.jusqu_au, "j F Y")}
