"""What a school holds of this module, in words: what turning it off would hide."""

from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import ngettext

from ..models import Rencontre, Reservation


def tenu(ecoles: Collection[int]) -> list[str]:
    """Meetings to come, and what families booked of them. Two queries."""
    a_venir = Rencontre.objects.filter(etablissement__in=ecoles, fin__gt=timezone.now())
    n = a_venir.count()
    prises = Reservation.objects.en_vigueur().filter(
        creneau__rencontre__etablissement__in=ecoles, creneau__debut__gt=timezone.now()
    )
    pris = prises.count()
    dits = []
    if n:
        dits.append(ngettext("%(n)s rencontre à venir", "%(n)s rencontres à venir", n) % {"n": n})
    if pris:
        dits.append(ngettext("%(n)s rendez-vous pris", "%(n)s rendez-vous pris", pris) % {"n": pris})
    return dits
