"""Template tags of the roll."""

from django import template

from ..evenements import appels as evenements

register = template.Library()
A_L_ECOLE = (evenements.APPEL, evenements.DECLAREE, "reconnexion")


@register.simple_tag
def evenements_des_appels() -> str:
    """What makes a page of the school ask for itself again."""
    return ", ".join(f"{nom.replace('.', ':')} from:body" for nom in A_L_ECOLE)
