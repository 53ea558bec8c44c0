"""Template tags of the cahier."""

import datetime as dt
import json
import re
from functools import cache, lru_cache
from typing import NamedTuple

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ent.annuaire.models import Classe
from ent.coquille.jinja import dessiner, outil
from ent.socle.adresses import adresse
from ent.socle.dates import aujourd_hui
from ent.socle.typographie import tenu_d_avance

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


class Carte(NamedTuple):
    """All that a week shows of a séance: two that are alike are drawn alike."""

    pk: int
    titre: str
    niveaux: str
    second_niveau: str  # of the week: filled, where the others are outlined
    heure: dt.time | None
    domaine: str
    cible: str  # its class or group, where several are shown
    prenoms: str  # of the pupils that it names
    est_brouillon: bool
    attend: str  # when families will see it

    liste_niveaux = Seance.liste_niveaux


@outil
def carte(seance: Seance, second_niveau: str, a_sa_cible: bool) -> SafeString:
    """A séance in a week, drawn once for all who read the same words of it: its teachers again and again, its direction."""
    attend = quand_visible(seance) if seance.attend else ""
    cible, prenoms = seance.cible.nom if a_sa_cible else "", ", ".join(seance.prenoms)
    dite = (seance.pk, seance.titre, seance.niveaux, second_niveau, seance.heure, seance.domaine)
    return _carte(Carte(*dite, cible, prenoms, seance.est_brouillon, attend), get_language())


@lru_cache(maxsize=2048)
def _carte(carte: Carte, _langue: str | None) -> SafeString:
    """Kept by what it shows, so that nothing has to say that it is stale (decision 0193)."""
    return SafeString(tenu_d_avance(dessiner("cahier_de_textes/semaine.html:seance", carte)))


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
