"""Tags of files."""

from django import template

register = template.Library()
ICONES = {"image": "image", "son": "son", "video": "photo", "document": "fichier"}


@register.inclusion_tag("fichiers/_icone.html")
def icone_de(fichier) -> dict[str, str]:
    """The icon of a kind of file, beside its name."""
    return {"nom": ICONES[fichier.nature]}
