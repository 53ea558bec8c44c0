"""Template tags of families' pages. A day shows twenty lines: each only fills a pattern."""

import datetime as dt
import json
from functools import lru_cache
from types import SimpleNamespace

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ent.annuaire.dates import date_format
from ent.annuaire.models.portee import Suivi
from ent.portail.templatetags.portail import gommette

from .. import evenements
from ..contenus import blocs_de, fichiers_de
from ..domaines import CHOIX_DOMAINES, couleur_de
from ..lectures.familles import Cours
from ..models import Seance
from ..patrons import patron
from .cahier import en_toutes_lettres, insecables
from .contenus import contenu

register = template.Library()

DOMAINES = dict(CHOIX_DOMAINES)
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
    texte = en_toutes_lettres(date, "l j F")
    return texte[:1].upper() + texte[1:]


@register.simple_tag
def jour_court(date: dt.date) -> str:
    """« lun. 23 »."""
    return date_format(date, "D j")


@register.simple_tag
def cours_de_famille(cours: Cours, entier: bool = False) -> SafeString:
    """What one child did in class that day; `entier` shows what is written under each title."""
    eleve = cours.suivi.eleve
    return format_html(
        patron("cours"),
        enfant=eleve.uuid,
        gommette=gommette(eleve),
        prenom=eleve.prenom,
        classe=cours.suivi.inscription.classe.nom,
        seances=mark_safe("".join(_seance(seance, eleve.uuid, entier) for seance in cours.seances)),  # noqa: S308
    )


def _seance(seance: Seance, eleve, entier: bool) -> SafeString:
    return format_html(
        patron("seance_famille", domaine=DOMAINES.get(seance.domaine, ""), couleur=couleur_de(seance.domaine)),
        adresse=reverse("cahier_enfant_seance", args=[eleve, seance.pk]),
        titre=insecables(seance.titre),
        contenu=_contenu(seance) if entier else "",
    )


def _contenu(seance: Seance) -> SafeString:
    """What is written under a title. A whole class reads the same words: without a file, they are drawn once."""
    if fichiers_de(seance.contenu):
        return contenu(seance)
    brut = blocs_de(seance.contenu)
    return _dessiner(json.dumps(brut), get_language()) if brut else SafeString("")


@lru_cache(maxsize=2048)
def _dessiner(brut: str, langue: str) -> SafeString:
    """Depends on nothing but these blocks and the language."""
    return contenu(SimpleNamespace(contenu=json.loads(brut)))


@register.simple_tag
def enfant_libre(suivi: Suivi) -> SafeString:
    """A child who has nothing for that day."""
    eleve = suivi.eleve
    return format_html(patron("enfant_libre"), enfant=eleve.uuid, gommette=gommette(eleve), prenom=eleve.prenom)


@register.filter
def en_webcal(adresse: str) -> str:
    """The same address under the scheme that opens a device's calendar."""
    return "webcal:" + adresse.partition(":")[2]
