"""Who may read what they were told."""

from django.db.models import Q
from django.utils import timezone


def notifications_visibles_par(personne) -> Q:
    """One's own notifications, once quiet hours are over; those of a child, while one still follows that child."""
    suivis = [suivi.eleve.pk for suivi in personne.portee.suivis]
    return Q(destinataire=personne, visible_le__lte=timezone.now()) & (Q(eleve=None) | Q(eleve__in=suivis))
