"""What a school holds of this module, in words: what turning it off would hide."""

from collections.abc import Collection

from django.utils.translation import ngettext

from .. import droits
from ..models import EcoleDeLEspace


def tenu(ecoles: Collection[int]) -> list[str]:
    """Spaces that last. One query."""
    dedans = EcoleDeLEspace.objects.filter(droits.espace_ouvert("espace__"), etablissement__in=ecoles)
    n = dedans.exclude(accord_le=None).filter(quittee_le=None).values("espace").distinct().count()
    return [ngettext("%(n)s espace en cours", "%(n)s espaces en cours", n) % {"n": n}] if n else []
