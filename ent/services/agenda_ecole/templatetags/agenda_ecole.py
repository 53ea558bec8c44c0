"""Template tags of the agenda."""

from django import template

from ent.socle import dates

from ..models import Evenement

register = template.Library()


@register.filter
def horaire(evenement: Evenement) -> str:
    return dates.horaire(evenement.de, evenement.a)


@register.filter
def genre(cible) -> str:
    """« ecole », « classe », « groupe »: where one writes for it."""
    return {"Etablissement": "ecole", "Classe": "classe", "Groupe": "groupe"}[type(cible).__name__]
