"""Template tags of image rights."""

from django import template
from django.utils.translation import gettext_lazy as _

from ent.fichiers.supports import Support

from ..evenements import consentements as evenements

register = template.Library()

NOMS = {Support.JOURNAL: _("Journal de la classe"), Support.SITE: _("Site de l’école")}
QUESTIONS = {
    Support.JOURNAL: _("Dans le journal de la classe, lu par les familles de la classe ?"),
    Support.SITE: _("Sur le site de l’école, ouvert à tous sur internet ?"),
}


@register.simple_tag
def evenements_des_consentements() -> str:
    """What makes a page ask for itself again."""
    return ", ".join(
        f"{nom.replace('.', ':')} from:body" for nom in (evenements.DEMANDE, evenements.CHANGE, "reconnexion")
    )


@register.filter
def nom_court(support: str):
    """A medium at the head of a column."""
    return NOMS[Support(support)]


@register.filter
def en_question(support: str):
    """A medium as a family is asked about it."""
    return QUESTIONS[Support(support)]
