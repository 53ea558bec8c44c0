"""Tags of files."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ent.coquille.assemblages import adresse
from ent.coquille.jinja import outil

register = template.Library()
ICONES = {"image": "image", "son": "son", "video": "photo", "document": "fichier"}


@register.inclusion_tag("fichiers/_icone.html")
def icone_de(fichier) -> dict[str, str]:
    """The icon of a kind of file, beside its name."""
    return {"nom": ICONES[fichier.nature]}


@outil
@register.simple_tag
def visionneuse() -> SafeString:
    """What opens photos over the page, beside links marked `data-visionneuse`. Said by each list of them, a browser runs it once."""
    return format_html('<script type="module" src="{}"></script>', adresse("visionneuse.js"))
