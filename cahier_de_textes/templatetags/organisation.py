"""Template tags of what is done to a week or to an item: undo, share."""

from django import template
from django.urls import reverse

from ent.socle.nombres import entier

from .. import droits, ecrits
from ..models import Geste

register = template.Library()
register.filter("texte_de", ecrits.texte_de)
register.filter("date_de", ecrits.date_de)
register.filter("nom_de", ecrits.nom_de)


@register.simple_tag(takes_context=True)
def numero_demande(context: dict, nom: str) -> int:
    """What the address says under this name; 0 for what is not a number."""
    return entier(context["request"].GET.get(nom)) or 0


@register.filter
def adresse_de(ecrit: ecrits.UnEcrit) -> str:
    """The page of a travail or of a séance."""
    return reverse(f"cahier_{ecrits.nom_de(ecrit)}", args=[ecrit.pk])


@register.inclusion_tag("cahier_de_textes/_geste.html", takes_context=True)
def geste_a_annuler(context: dict) -> dict:
    """After an act of this person on several items (?geste=), what was done and « Annuler »; nothing else otherwise."""
    request = context["request"]
    demande = numero_demande(context, "geste")
    geste = Geste.objects.faits_par(request.user).filter(pk=demande, annule_le=None).first() if demande else None
    parametres = request.GET.copy()
    parametres.pop("geste", None)
    suite = f"{request.path}?{parametres.urlencode()}" if parametres else request.path
    phrase = ecrits.phrase_du_geste(geste) if geste else ""
    return {"geste": geste, "phrase": phrase, "suite": suite, "csrf_token": context.get("csrf_token")}


@register.filter
def est_partageable_par(ecrit: ecrits.UnEcrit, personne) -> bool:
    return droits.peut_partager(personne, ecrit)
