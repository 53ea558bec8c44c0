"""Say when one is away, and what who writes reads meanwhile."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne

from ..models import Absence


@transaction.atomic
def declarer_absence(*, personne: Personne, debut: dt.date, fin: dt.date, texte: str) -> Absence:
    """Both days included. Two absences never share a day: who writes reads one answer."""
    if fin < debut:
        raise ValidationError(_("Le retour vient après le départ."))
    if fin < timezone.localdate():
        raise ValidationError(_("Ces jours sont déjà passés."))
    if not texte.strip():
        raise ValidationError(_("Écrivez ce que lira qui vous écrit."))
    Personne.objects.select_for_update().get(pk=personne.pk)  # one after the other
    if Absence.objects.filter(personne=personne, debut__lte=fin, fin__gte=debut).exists():
        raise ValidationError(_("Vous avez déjà annoncé une absence ces jours-là. Retirez-la d’abord."))
    absence = Absence.objects.create(personne=personne, debut=debut, fin=fin, texte=texte)
    consigner("messagerie.declarer_absence", auteur=personne, objet=f"absence {absence.pk}")
    return absence


@transaction.atomic
def retirer_absence(*, absence: Absence, personne: Personne) -> None:
    """One is back sooner, or it was a mistake. What was already answered stays."""
    consigner("messagerie.retirer_absence", auteur=personne, objet=f"absence {absence.pk}")
    absence.delete()
