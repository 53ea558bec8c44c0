"""Template tags of families' pages. A day shows twenty lines: each only fills a pattern."""

import datetime as dt
import json
from functools import lru_cache
from types import SimpleNamespace

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ent.annuaire.models.portee import Suivi
from ent.portail.templatetags.portail import gommette
from ent.socle.dates import date_format

from .. import evenements
from ..blocs import FICHIERS
from ..contenus import blocs_de
from ..domaines import couleur_de
from ..lectures.familles import Cours
from ..lectures.lignes import Jour
from ..models import Seance
from ..patrons import patron, remplir
from .cahier import adresse_d_enfant, insecables, lignes_de_famille, precision_du_jour, titre_du_jour
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


@register.simple_tag(takes_context=True)
def jours_de_famille(context: dict, jours: list[Jour]) -> SafeString:
    """What there is to do, by day; the first is the one that matters."""
    return mark_safe("".join(_jour(context, jour, rang == 0) for rang, jour in enumerate(jours)))  # noqa: S308


def _jour(context: dict, jour: Jour, est_premier: bool) -> SafeString:
    modele = patron(
        "jour_famille",
        iso=jour.date.isoformat(),
        titre=titre_du_jour(jour.date),
        precision=precision_du_jour(jour.date),
        est_premier=est_premier,
    )
    libres = "".join(enfant_libre(suivi) for suivi in jour.libres)
    return remplir(modele, lignes=SafeString(lignes_de_famille(context, jour.lignes) + libres))


@register.simple_tag
def cours_de_famille(cours: Cours, entier: bool = False) -> SafeString:
    """What one child did in class that day; `entier` shows what is written under each title."""
    eleve = cours.suivi.eleve
    return remplir(
        patron("cours"),
        enfant=eleve.uuid,
        gommette=gommette(eleve),
        prenom=eleve.prenom,
        classe=cours.suivi.inscription.classe.nom,
        seances=mark_safe("".join(_seance(seance, eleve.uuid, entier) for seance in cours.seances)),  # noqa: S308
    )


def _seance(seance: Seance, eleve, entier: bool) -> SafeString:
    return remplir(
        patron("seance_famille", domaine=seance.domaine, couleur=couleur_de(seance.domaine)),
        adresse=SafeString(adresse_d_enfant("cahier_enfant_seance").format(enfant=eleve, travail=seance.pk)),
        titre=insecables(seance.titre),
        contenu=_contenu(seance) if entier else "",
    )


def _contenu(seance: Seance) -> SafeString:
    """What is written under a title. A whole class reads the same words: without a file, they are drawn once."""
    brut = blocs_de(seance.contenu)
    if any(bloc["type"] in FICHIERS for bloc in brut):
        return contenu(seance)
    return _dessiner(json.dumps(brut), get_language()) if brut else SafeString("")


@lru_cache(maxsize=2048)
def _dessiner(brut: str, langue: str) -> SafeString:
    """Depends on nothing but these blocks and the language."""
    return contenu(SimpleNamespace(contenu=json.loads(brut)))


@register.simple_tag
def enfant_libre(suivi: Suivi) -> SafeString:
    """A child who has nothing for that day."""
    eleve = suivi.eleve
    return remplir(patron("enfant_libre"), enfant=eleve.uuid, gommette=gommette(eleve), prenom=eleve.prenom)


@register.filter
def en_webcal(adresse: str) -> str:
    """The same address under the scheme that opens a device's calendar."""
    return "webcal:" + adresse.partition(":")[2]
