"""Who may read what they were told."""

from django.db.models import Q
from django.utils import timezone


def notifications_visibles_par(personne) -> Q:
    """One's own notifications, once quiet hours are over."""
    return Q(destinataire=personne, visible_le__lte=timezone.now())
