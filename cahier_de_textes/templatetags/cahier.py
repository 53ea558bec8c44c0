"""Template tags of the cahier."""

import datetime as dt
import json
import re
from functools import cache

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ent.annuaire.models import Classe
from ent.coquille.jinja import outil
from ent.socle.adresses import adresse
from ent.socle.dates import aujourd_hui

from .. import domaines
from ..ecrits import quand_visible
from ..models import Seance, Travail

register = template.Library()
register.filter(outil(quand_visible))

COUPURES = re.compile(r"(?<=«) | (?=[»:;?!])")  # where a line must not end

ICONES = {
    Travail.Nature.APPRENDRE: "cahier",
    Travail.Nature.LIRE: "livre",
    Travail.Nature.APPORTER: "sac",
    Travail.Nature.PREPARER: "stylo",
    Travail.Nature.PROJET: "groupe",
    Travail.Nature.ECRIRE: "stylo",
}


@outil
@register.filter
def icone_de(travail: Travail) -> str:
    """Name of the icon of a travail's kind."""
    return ICONES[travail.nature]


@outil
@register.filter
def couleur_de(domaine: str) -> str:
    """Colour of a domain's spine."""
    return domaines.couleur_de(domaine)


@register.filter
def semaine_de_cible(cible) -> str:
    """Address of the week of a class or group."""
    return adresse(f"cahier_{_genre(cible)}", cible.pk)


@outil
@register.filter
def donner_a(cible) -> str:
    return adresse(f"cahier_donner_{_genre(cible)}", cible.pk)


@outil
@register.filter
def seance_de(cible) -> str:
    return adresse(f"cahier_seance_{_genre(cible)}", cible.pk)


def _genre(cible) -> str:
    return "classe" if isinstance(cible, Classe) else "groupe"


@outil
@register.filter
def nom_du_domaine(code: str) -> str:
    return domaines.nom_de(code)


@outil
@register.filter
def nom_du_moment(moment: str) -> str:
    return _moment(moment, get_language())


@cache
def _moment(moment: str, _langue: str) -> str:
    return str(Seance.Moment(moment).label)


@register.filter
def en_json(valeur: dict) -> str:
    return json.dumps(valeur)


@outil
@register.filter
def jour_proche(date: dt.date) -> str:
    """« demain », or « prochain jour » after a day without class."""
    return _("demain") if (date - aujourd_hui()).days == 1 else _("prochain jour")


@outil
@register.filter
def insecables(texte: str) -> str:
    """Keep French punctuation with its word: « Novembre », page 14 ?"""
    return COUPURES.sub("\u00a0", texte)
