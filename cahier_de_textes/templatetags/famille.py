"""Template tags of families' pages, of which the lines are drawn by `jinja2/cahier_de_textes/famille.html`."""

import datetime as dt
import json
from functools import lru_cache
from types import SimpleNamespace

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ent.coquille.jinja import outil
from ent.socle.dates import date_format

from .. import evenements
from ..blocs import FICHIERS
from ..contenus import blocs_de
from ..models import Seance
from .contenus import contenu

register = template.Library()

EVENEMENTS = (
    evenements.TRAVAIL_PUBLIE, evenements.TRAVAIL_CHANGE, evenements.TRAVAIL_FAIT, evenements.SEANCE_CHANGEE,
    evenements.REMISE_CHANGEE,
)  # fmt: skip
DECLENCHEURS = ", ".join(f"{nom.replace('.', ':')} from:body" for nom in (*EVENEMENTS, "reconnexion"))


@register.simple_tag
def evenements_de_famille() -> str:
    """What makes a family's page ask for itself again."""
    return DECLENCHEURS


@register.simple_tag
def jour_en_lettres(date: dt.date) -> str:
    """« Mardi 24 novembre »."""
    texte = date_format(date, "l j F")
    return texte[:1].upper() + texte[1:]


@register.simple_tag
def jour_court(date: dt.date) -> str:
    """« lun. 23 »."""
    return date_format(date, "D j")


@outil
def contenu_de_seance(seance: Seance) -> SafeString:
    """What is written under a title. A whole class reads the same words: without a file, they are drawn once."""
    brut = blocs_de(seance.contenu)
    if any(bloc["type"] in FICHIERS for bloc in brut):
        return contenu(seance)
    return _dessiner(json.dumps(brut), get_language()) if brut else SafeString("")


@lru_cache(maxsize=2048)
def _dessiner(brut: str, langue: str) -> SafeString:
    """Depends on nothing but these blocks and the language."""
    return contenu(SimpleNamespace(contenu=json.loads(brut)))


@register.filter
def en_webcal(adresse: str) -> str:
    """The same address under the scheme that opens a device's calendar."""
    return "webcal:" + adresse.partition(":")[2]
