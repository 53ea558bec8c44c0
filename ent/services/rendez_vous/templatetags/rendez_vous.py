"""Template tags of meetings."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def de_cle(table: Mapping[Any, Any], cle: Any) -> Any:
    """What a table holds under a key; None when it holds nothing."""
    return table.get(cle)


@register.filter
def a_une_prise(soiree: Any, prises: Mapping[int, Any]) -> bool:
    """Somebody comes that evening."""
    return any(creneau.pk in prises for creneau in soiree.creneaux)
