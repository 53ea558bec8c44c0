"""What easy French draws, and other pages do not: a builtin library, as `coquille`."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ent.socle.francais import est_facile

from .coquille import icone

register = template.Library()


@register.simple_tag
def picto(nom: str) -> SafeString:
    """An icon that only easy French shows, before an important word: ``{% picto "agenda" %}``."""
    return icone(nom, "icone--picto") if est_facile() else SafeString("")


class NoeudPlus(template.Node):
    """Details that one may do without: easy French puts them away behind « En savoir plus »."""

    child_nodelists = ("details",)

    def __init__(self, details: template.NodeList) -> None:
        self.details = details

    def render(self, context: template.Context) -> SafeString:
        details = self.details.render(context)
        if not est_facile() or not details.strip():
            return details
        return format_html('<details class="savoir"><summary>{}</summary>{}</details>', _("En savoir plus"), details)


@register.tag
def savoir(parser, token) -> NoeudPlus:
    """``{% savoir %}…{% endsavoir %}``, around what nobody must read to do what the page is for. No form, no link that leads on."""
    details = parser.parse(("endsavoir",))
    parser.delete_first_token()
    return NoeudPlus(details)
