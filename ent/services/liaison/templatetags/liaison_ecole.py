"""A cell of the table of positions: two hundred of them stand on a page."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def position(rangee, code: str, degres: Mapping[int, object]) -> SafeString:
    """A choice among degrees, or none, named by its row and its column."""
    dit = rangee.dites.get(code)
    choix = format_html_join(
        "", '<option value="{0}"{1}>{0}</option>', ((n, SafeString(" selected" if n == dit else "")) for n in degres)
    )
    pk = rangee.dossier.pk
    balise = '<select name="p-{0}-{1}" data-colonne="{1}" aria-labelledby="e-{0} c-{1}"><option value="">–</option>{2}</select>'
    return format_html(balise, pk, code, choix)
