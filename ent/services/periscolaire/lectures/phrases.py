"""What several pages say in the same words."""

import datetime as dt
import re

from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.models import Personne
from ent.socle.dates import aujourd_hui, date_format, time_format
from ent.socle.francais import en_francais

from ..models import JourDeclare, ServicePeriscolaire


def quand(instant: dt.datetime) -> str:
    """« ce matin 9 h 00 », « ce soir 18 h 00 », « demain 9 h 00 », « jeudi 3 décembre 12 h 00 »."""
    local = timezone.localtime(instant)
    ecart = (local.date() - aujourd_hui()).days
    heure = time_format(local, r"G \h i")
    if ecart == 0:
        return _("aujourd’hui %(heure)s") % {"heure": heure}
    if ecart == 1:
        return _("demain %(heure)s") % {"heure": heure}
    return f"{date_format(local, 'l j F')} {heure}"


def qui_appeler(service: ServicePeriscolaire) -> str:
    """As the school wrote it: a number is not cut at the end of a line, nor turned round in a sentence that is read from right to left."""
    return en_francais(re.sub(r"(?<=\d) (?=\d)", "\u00a0", service.contact.rstrip(".")))


def apres_l_heure(service: ServicePeriscolaire, limite: dt.datetime) -> str:
    """Nothing is lost: until when it could be said, and whom to call."""
    return _("C’était à dire avant %(quand)s. Appelez : %(contact)s.") % {
        "quand": quand(limite),
        "contact": qui_appeler(service),
    }


def deja_non(dit: JourDeclare, lecteur: Personne) -> str:
    """Why a rhythm leaves that day, and how it is said otherwise."""
    if dit.origine == JourDeclare.Origine.ABSENCE:
        return _("Une absence est annoncée ce jour-là.")
    if dit.par_id == lecteur.pk:
        return _("Vous aviez dit non : changez-le dans la semaine.")
    if dit.origine == JourDeclare.Origine.ECOLE or not dit.par:
        return _("L’école a noté non : changez-le dans la semaine.")
    return _("%(nom)s avait dit non : changez-le dans la semaine.") % {"nom": dit.par.nom_affiche}
