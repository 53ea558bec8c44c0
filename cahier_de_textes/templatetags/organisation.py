"""Template tags of what is done to a week or to an item: undo, tools, visas."""

import datetime as dt

from django import template
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import Classe
from ent.annuaire.preparees import Preparee

from .. import droits, ecrits
from ..actions.gestes import phrase_du_geste
from ..models import Geste, Visa

VISAS = Preparee(lambda: Visa.objects.all())
ACTES = ("imprimer", "etiquettes", "decaler", "annee")

register = template.Library()
register.filter("texte_de", ecrits.texte_de)
register.filter("date_de", ecrits.date_de)
register.filter("nom_de", ecrits.nom_de)


@register.simple_tag(takes_context=True)
def numero_demande(context: dict, nom: str) -> int:
    """What the address says under this name; 0 for what is not a number."""
    texte = context["request"].GET.get(nom, "")
    return int(texte) if texte.isascii() and texte.isdigit() and len(texte) < 12 else 0


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
    phrase = phrase_du_geste(geste) if geste else ""
    return {"geste": geste, "phrase": phrase, "suite": suite, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("cahier_de_textes/_menu_semaine.html", takes_context=True)
def outils_de_la_semaine(context: dict, cible, lundi: dt.date) -> dict:
    """What one may do with this week: print it, move it, have it visaed, export the year."""
    personne, est_classe = context["request"].user, isinstance(cible, Classe)
    semaine = Q(classe=cible, date_lundi=lundi)
    return {
        "cible": cible,
        **{f"nom_{acte}": f"cahier_{acte}_{'classe' if est_classe else 'groupe'}" for acte in ACTES},
        # One comes back from a sick day: today, unless another week is looked at.
        "depuis": max(lundi, min(timezone.localdate(), lundi + dt.timedelta(days=6))).isoformat(),
        "est_classe": est_classe,
        "semaine": lundi.isoformat(),
        "visas": VISAS.lire(droits.visas_visibles_par(personne) & semaine) if est_classe else [],
        "peut_donner": droits.peut_donner_travail(personne, **({"classe": cible} if est_classe else {"groupe": cible})),
        "peut_viser": est_classe and droits.peut_viser(personne, cible),
    }


@register.filter
def est_partageable_par(ecrit: ecrits.UnEcrit, personne) -> bool:
    return droits.peut_partager(personne, ecrit)
