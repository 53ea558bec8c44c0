"""Tags of the journal: addresses of what its pages add to the frame."""

from django import template

from ent.portail.assemblages import adresse, assembler

register = template.Library()


@register.simple_tag
def feuille_du_journal() -> str:
    """Address of the sheet that the pages of the journal add."""
    assembler("journal.css")
    return adresse("journal.css")


@register.simple_tag
def script_du_journal() -> str:
    """Address of the script that draws rectangles on a photo."""
    assembler("journal.js")
    return adresse("journal.js")
