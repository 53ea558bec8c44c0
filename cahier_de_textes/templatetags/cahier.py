"""Template tags of the cahier."""

import datetime as dt
import html
import json
import re
from functools import cache, lru_cache
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ent.annuaire.models import Classe
from ent.portail.templatetags.portail import gommette
from ent.socle.dates import aujourd_hui, date_format

from .. import domaines
from ..lectures.lignes import Ligne
from ..models import Seance, Travail
from ..patrons import patron
from ..views import travaux as views

register = template.Library()

COUPURES = re.compile(r"(?<=«) | (?=[»:;?!])")  # where a line must not end

ICONES = {
    Travail.Nature.APPRENDRE: "cahier",
    Travail.Nature.LIRE: "livre",
    Travail.Nature.APPORTER: "sac",
    Travail.Nature.PREPARER: "stylo",
    Travail.Nature.PROJET: "groupe",
    Travail.Nature.ECRIRE: "stylo",
}


@register.filter
def icone_de(travail: Travail) -> str:
    """Name of the icon of a travail's kind."""
    return ICONES[travail.nature]


@register.filter
def couleur_de(domaine: str) -> str:
    """Colour of a domain's spine."""
    return domaines.couleur_de(domaine)


@register.filter
def semaine_de_cible(cible) -> str:
    """Address of the week of a class or group."""
    return reverse(f"cahier_{_genre(cible)}", args=[cible.pk])


@register.filter
def donner_a(cible) -> str:
    return reverse(f"cahier_donner_{_genre(cible)}", args=[cible.pk])


@register.filter
def seance_de(cible) -> str:
    return reverse(f"cahier_seance_{_genre(cible)}", args=[cible.pk])


def _genre(cible) -> str:
    return "classe" if isinstance(cible, Classe) else "groupe"


@register.filter
def nom_du_domaine(code: str) -> str:
    return domaines.nom_de(code)


@register.filter
def nom_du_moment(moment: str) -> str:
    return Seance.Moment(moment).label


@register.filter
def en_json(valeur: dict) -> str:
    return json.dumps(valeur)


@register.filter
def jour_proche(date: dt.date) -> str:
    """« demain », or « prochain jour » after a day without class."""
    return _("demain") if (date - aujourd_hui()).days == 1 else _("prochain jour")


@register.filter
def insecables(texte: str) -> str:
    """Keep French punctuation with its word: « Novembre », page 14 ?"""
    return COUPURES.sub("\u00a0", texte)


@register.simple_tag(takes_context=True)
def lignes_de_famille(context: dict, lignes: list[Ligne]) -> SafeString:
    """The lines of a day in a family's cahier. A home shows twenty: each only fills a pattern, with what its child's all say."""
    jeton, enfants, rendues = str(context["csrf_token"]), {}, []
    for ligne in lignes:
        travail, eleve = ligne.travail, ligne.suivi.eleve
        qui = enfants.get(eleve.pk)
        if qui is None:
            prenom = html.escape(eleve.prenom)
            qui = {"csrf_token": jeton, "enfant": str(eleve.uuid), "gommette": gommette(eleve), "prenom": prenom}
            enfants[eleve.pk] = qui
        modele = patron(
            "ligne", adresse=adresse_d_enfant("cahier_cocher"), page=adresse_d_enfant("cahier_enfant_travail"), icone=ICONES[travail.nature],
            nature=Travail.Nature(travail.nature), est_fait=ligne.est_fait,
        )  # fmt: skip
        texte = html.escape(travail.texte)
        rendues.append(modele.format(**qui, texte=texte, texte_insecable=insecables(texte), travail=travail.pk))
    return SafeString("".join(rendues))


@cache
def adresse_d_enfant(nom: str) -> str:
    """The address of a child's travail or séance, as a pattern: `{enfant}`, `{travail}`."""
    aucun = UUID(int=0)
    arguments = {"pk": 0, "eleve": aucun}
    return reverse(nom, kwargs=arguments).replace("/0/", "/{travail}/").replace(str(aucun), "{enfant}")


@register.filter
def quand_visible(travail: Travail) -> str:
    return views.quand_visible(travail)


@register.simple_tag
def titre_du_jour(date: dt.date) -> str:
    """« Pour demain », « Pour jeudi », « Pour le lundi 7 décembre »."""
    return _titre(date, (date - aujourd_hui()).days, get_language())


@lru_cache(maxsize=1024)
def _titre(date: dt.date, ecart: int, langue: str) -> str:
    if ecart == 0:
        return _("Pour aujourd’hui")
    if ecart == 1:
        return _("Pour demain")
    if ecart < 7:
        return _("Pour %(jour)s") % {"jour": date_format(date, "l")}
    return _("Pour le %(jour)s") % {"jour": date_format(date, "l j F")}


@register.simple_tag
def precision_du_jour(date: dt.date) -> str:
    """What the title of the day leaves out: the date after « demain » or « jeudi », nothing after a full date."""
    ecart = (date - aujourd_hui()).days
    if ecart >= 7:
        return ""
    return date_format(date, "l j F" if ecart <= 1 else "j F")
