"""Addresses. `{% url %}`, as Django reads it, asked once per name and kinds of numbers: a page writes ten, and a home five that never change."""

from urllib.parse import quote

from django import template
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as url_de_django
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from ent.socle.adresses import adresse

register = template.Library()


class NoeudAdresse(template.Node):
    def __init__(self, noeud: URLNode) -> None:
        self.noeud = noeud

    def render(self, context: template.Context) -> str:
        nom = self.noeud.view_name.resolve(context)
        if ":" in str(nom):  # of a namespace, which depends on the page
            return self.noeud.render(context)
        positions = [valeur.resolve(context) for valeur in self.noeud.args]
        nommes = {cle: valeur.resolve(context) for cle, valeur in self.noeud.kwargs.items()}
        try:
            trouvee = adresse(nom, *positions, **nommes)
        except NoReverseMatch:  # Django says it, or leaves it out where it is kept under a name
            return self.noeud.render(context)
        if self.noeud.asvar:
            context[self.noeud.asvar] = trouvee
            return ""
        return conditional_escape(trouvee) if context.autoescape else trouvee


@register.tag
def url(parser: template.base.Parser, token: template.base.Token) -> NoeudAdresse:
    return NoeudAdresse(url_de_django(parser, token))


@register.filter
def mailto(courriel: str) -> str:
    """What a link that writes to this address leads to, and the only one that does: « a?cc=b@c.fr » is an address, which would otherwise
    write to others too.
    """
    return f"mailto:{quote(courriel, safe='@+')}"


@register.filter
def secable(dit) -> SafeString:
    """What holds an e-mail address: too long for its line, it goes to the next one at its « @ », not in the middle of a word."""
    return mark_safe(conditional_escape(dit).replace("@", "<wbr>@"))  # noqa: S308 (escaped first)
