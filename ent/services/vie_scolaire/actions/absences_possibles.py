"""What may be told of an absence, whoever tells it: days of class, neither too far nor too long, and a lateness that is still to come."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.models import Etablissement
from ent.socle.dates import aujourd_hui, time_format

from ..demi_journees import DemiJournee, demi_journees, jours_de_classe
from ..models import DeclarationAbsence, Duree

HEURE = r"G \h i"
LONGUEUR = 60  # days: longer, one speaks with the direction


def exiger_possible(
    ecole: Etablissement, debut: dt.date, fin: dt.date, duree: str, heure: dt.time | None = None
) -> None:
    if fin < debut:
        raise ValidationError(_("Le dernier jour vient avant le premier."), code="fin")
    if debut < aujourd_hui() - dt.timedelta(days=DeclarationAbsence.RECUL):
        raise ValidationError(_("C’est trop loin : dites-le à la direction."), code="debut")
    if (fin - debut).days > LONGUEUR:
        raise ValidationError(_("C’est long : parlez-en avec la direction."), code="fin")
    jours = jours_de_classe(ecole, debut, fin)
    if duree in (Duree.MATIN, Duree.APRES_MIDI):
        jours = [jour for jour in jours if any(d.moment == duree for d in demi_journees(ecole, jour))]
    if not jours:
        raise ValidationError(_("Il n’y a pas classe à ce moment-là : rien à dire à l’école."), code="debut")
    if duree == Duree.RETARD:
        _exiger_un_retard([demi_journees(ecole, jour) for jour in jours], heure)


def _exiger_un_retard(jours: list[list[DemiJournee]], heure: dt.time | None) -> None:
    """A lateness is of a half-day, within its bells (of the morning, where no hour is told), and told before it ends."""
    demis = jours[0]
    moment = next((demi.moment for demi in demis if heure is None or demi.debut < heure < demi.fin), None)
    if moment is None:
        bornes = [time_format(borne, HEURE) for demi in demis for borne in (demi.debut, demi.fin)]
        phrase = _("Choisissez une heure entre %(debut)s et %(fin)s.")
        if len(demis) > 1:
            phrase = _("Choisissez une heure entre %(debut)s et %(fin)s, ou entre %(reprise)s et %(sortie)s.")
        mots = dict(zip(("debut", "fin", "reprise", "sortie"), bornes, strict=False))
        raise ValidationError(phrase % mots, code="heure")
    if max(demi.finit_a for demis in jours for demi in demis if demi.moment == moment) > timezone.now():
        return
    phrase = _("C’est déjà passé : un retard se dit avant.")
    if heure is None and jours[-1][-1].finit_a > timezone.now():
        phrase = _("La matinée est finie : pour l’après-midi, dites vers quelle heure.")
    raise ValidationError(phrase, code="heure")
