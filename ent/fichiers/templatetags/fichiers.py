"""Tags of files."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ent.coquille.assemblages import adresse
from ent.coquille.jinja import outil
from ent.coquille.templatetags.coquille import icone

from .. import droits, visages
from ..models import numeroter

register = template.Library()
ICONES = {"image": "image", "son": "son", "video": "photo", "document": "fichier"}


@outil
@register.simple_tag
def icone_du_fichier(fichier) -> SafeString:
    """The icon of a kind of file, beside its name."""
    return icone(ICONES[fichier.nature])


@register.filter
def numerotes(fichiers) -> list:
    """Of one item: told apart where several are of one kind."""
    return numeroter(fichiers)


@outil
@register.simple_tag
def visionneuse() -> SafeString:
    """What opens photos over the page, beside links marked `data-visionneuse`. Said by each list of them, a browser runs it once."""
    return format_html('<script type="module" src="{}"></script>', adresse("visionneuse.js"))


@register.inclusion_tag("fichiers/_a_regler.html", takes_context=True)
def images_a_regler(context, fichiers) -> dict:
    """Of these files of an item, what its families are not shown: for the adults of the school alone, who may settle it."""
    return a_regler(context["request"], fichiers)


def a_regler(request, fichiers) -> dict:
    siens = [f for f in fichiers if droits.peut_dire_qui(request.user, f)]
    return {"cachees": visages.cachees(siens), "suite": request.get_full_path()}
