"""What a school holds of this module, in words: what turning it off would hide."""

from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import ngettext

from ..models import Evenement


def tenu(ecoles: Collection[int]) -> list[str]:
    """Dates to come. One query."""
    n = Evenement.objects.filter(etablissement__in=ecoles, serie=None, dernier__gte=timezone.localdate()).count()
    return [ngettext("%(n)s date à venir", "%(n)s dates à venir", n) % {"n": n}] if n else []
