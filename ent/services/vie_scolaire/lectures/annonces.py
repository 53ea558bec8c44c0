"""When families are told of what was just done to what they are asked, and how many of them a screen does not reach."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire import calendrier
from ent.annuaire.models import Personne
from ent.socle.dates import date_format

from ..models import DemandeConsentement
from .autorisations import suivi_de


def est_annoncee(demande: DemandeConsentement) -> bool:
    """Its families were told of it; else quiet hours still hold it, whatever its page says."""
    return calendrier.ouverture(demande.etablissement, demande.visible_le) <= timezone.now()


def quand_elles_le_savent(personne: Personne, demande: DemandeConsentement) -> str:
    """« Les familles le liront lundi à 7 h, à la fin du repos de l’école. 13 familles ne sont jointes que sur papier : prévenez-les. » No query but for the latter: seven."""
    return " ".join(filter(None, (_quand(demande), _sur_papier(personne, demande))))


def _quand(demande: DemandeConsentement) -> str:
    maintenant = timezone.now()
    if demande.visible_le > maintenant:
        quand = dit_le(calendrier.ouverture(demande.etablissement, demande.visible_le))
        return _("Les familles le liront %(quand)s, à la fin du repos de l’école.") % {"quand": quand}
    if calendrier.est_calme(demande.etablissement, maintenant):
        quand = dit_le(calendrier.ouverture(demande.etablissement, maintenant))
        return _(
            "Les familles le lisent dès maintenant ici, et seront prévenues %(quand)s, à la fin du repos de l’école."
        ) % {"quand": quand}
    return _("Les familles sont prévenues.")


def dit_le(instant: dt.datetime) -> str:
    """« lundi 30 novembre à 7 h »."""
    local = timezone.localtime(instant)
    return date_format(local, r"l j F \à G \h i" if local.minute else r"l j F \à G \h")


def _sur_papier(personne: Personne, demande: DemandeConsentement) -> str:
    n = sum(not rang.est_atteint for rang in suivi_de(personne, demande).rangs)
    if not n:
        return ""
    if demande.est_ouverte:
        phrase = ngettext(
            "La famille de %(n)d enfant n’est jointe que sur papier : imprimez son coupon.",
            "Les familles de %(n)d enfants ne sont jointes que sur papier : imprimez leurs coupons.",
            n,
        )
    else:
        phrase = ngettext(
            "La famille de %(n)d enfant n’est pas jointe par l’écran : prévenez-la.",
            "Les familles de %(n)d enfants ne sont pas jointes par l’écran : prévenez-les.",
            n,
        )
    return phrase % {"n": n}
