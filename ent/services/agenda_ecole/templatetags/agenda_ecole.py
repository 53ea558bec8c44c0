"""Template tags of the agenda."""

from django import template

from ..lectures import moments

register = template.Library()
register.filter("horaire", moments.horaire)


@register.filter
def genre(cible) -> str:
    """« ecole », « classe », « groupe »: where one writes for it."""
    return {"Etablissement": "ecole", "Classe": "classe", "Groupe": "groupe"}[type(cible).__name__]
