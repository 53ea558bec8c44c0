"""Who may read what they were told, and choose how. No model is imported."""

from django.db.models import Q
from django.utils import timezone


def notifications_visibles_par(personne) -> Q:
    """One's own notifications, once quiet hours are over; those of a child, while one still follows that child."""
    suivis = [suivi.eleve.pk for suivi in personne.portee.suivis]
    return Q(destinataire=personne, visible_le__lte=timezone.now()) & (Q(eleve=None) | Q(eleve__in=suivis))


def a_soi(personne) -> Q:
    """Choices, quiet slots and devices are one's own: nobody else reads them, a direction neither."""
    return Q(personne=personne)


def joignable(prefixe: str = "") -> Q:
    """An account that somebody opened and nobody closed: whoever has none is told by paper."""
    p = prefixe
    return (
        Q(**{f"{p}is_active": True, f"{p}fermee_le": None, f"{p}fusionnee_dans": None})
        & ~Q(**{f"{p}password": ""})
        & ~Q(**{f"{p}password__startswith": "!"})
    )
