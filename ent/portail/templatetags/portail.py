"""Tags that the homes and the services share, above the directory."""

from django import template

from ..traduction import est_branchee

register = template.Library()


@register.inclusion_tag("portail/_traduire_ici.html", takes_context=True)
def traduire_ici(context: dict, adresse: str) -> dict:
    """« Traduire », under words that the school wrote in French, for who reads the product in another language."""
    langue = context["request"].LANGUAGE_CODE
    return {
        "offre": est_branchee() and langue != "fr",
        "adresse": adresse,
        "langue": langue,
        "traduction": "",
        "erreur": "",
    }


@register.filter
def jour_de(numero: str, jours: dict) -> str:
    """« 0 » → « Lundi », in the language of the page."""
    return jours[numero]
