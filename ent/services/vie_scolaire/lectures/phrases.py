"""How what is asked is said: when and where, until when it holds."""

from django.utils.translation import gettext as _

from ent.socle.dates import date_format, time_format

from ..models import DemandeConsentement

HEURE = r"G \h i"


def quand_et_ou(demande: DemandeConsentement) -> str:
    """« Jeudi 3 décembre, de 8 h 40 à 16 h 15, à la ferme du Pré-Vert. »; of what holds for the year, until when."""
    if not demande.est_sortie:
        return _("Jusqu’au %(fin)s.") % {"fin": date_format(demande.fin, "j F Y")}
    mots = [jours(demande)]
    if heures := _heures(demande):
        mots.append(heures)
    if demande.lieu:
        mots.append(demande.lieu)
    dit = ", ".join(mots)
    return f"{dit[0].upper()}{dit[1:]}."


def jours(demande: DemandeConsentement) -> str:
    """« jeudi 3 décembre », « du jeudi 3 décembre au vendredi 4 décembre »."""
    if demande.debut == demande.fin:
        return date_format(demande.debut, "l j F")
    return _("du %(debut)s au %(fin)s") % {
        "debut": date_format(demande.debut, "l j F"),
        "fin": date_format(demande.fin, "l j F"),
    }


def _heures(demande: DemandeConsentement) -> str:
    depart = time_format(demande.depart_a, HEURE) if demande.depart_a else ""
    retour = time_format(demande.retour_a, HEURE) if demande.retour_a else ""
    if depart and retour:
        return _("de %(depart)s à %(retour)s") % {"depart": depart, "retour": retour}
    if depart:
        return _("départ %(depart)s") % {"depart": depart}
    return _("retour %(retour)s") % {"retour": retour} if retour else ""
