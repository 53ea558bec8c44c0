"""What a long form needs to be kept while it is typed (`views/brouillons.py`)."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ..models import Brouillon
from ..registres import formulaire_garde

register = template.Library()


@register.simple_tag(takes_context=True)
def brouillon_de(context: dict, cle: str) -> SafeString:
    """Inside a form: keep what is typed, and offer to take it up again. One query."""
    garde = Brouillon.objects.ecrits_par(context["request"].user).filter(cle=cle).first()
    champs = [[nom, valeur] for nom, valeurs in garde.champs for valeur in valeurs] if garde else None
    contexte = {
        "cle": cle,
        "adresse": formulaire_garde(cle).adresse(cle),
        "garde": garde and {"champs": champs, "a": int(garde.modifie_le.timestamp() * 1000)},
    }
    return render_to_string("portail/brouillon.html", contexte)
