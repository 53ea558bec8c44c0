"""Show a content, to an adult, a pupil or a whole room."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from ent.fichiers.models import numeroter
from ent.fichiers.templatetags.fichiers import a_regler

from ..blocs import FICHIERS, est_du_web
from ..contenus import blocs_de, en_uuid, phrase_de
from ..operations import poser
from ..porteurs import images_d_ailleurs
from ..texte_riche import nettoyer

register = template.Library()
VARIANTES = ("adulte", "eleve", "projection")


@dataclass
class Montre:
    """A block ready to be drawn."""

    type: str
    valeur: Any
    phrase: str
    fichier: Any = None

    @property
    def gabarit(self) -> str:
        return f"cahier_de_textes/contenu/{self.type}.html"


@register.simple_tag
def contenu(objet, variante: str = "adulte", blocs: list[dict] | None = None) -> SafeString:
    """The content of a travail or séance: ``{% contenu seance %}``, ``{% contenu travail "eleve" %}``; or these `blocs` of it alone.

    A file is shown only if the item holds it: naming it in the content is not enough. Lists prefetch
    `fichiers`.
    """
    if variante not in VARIANTES:
        raise ValueError(f"No variant « {variante} ».")
    blocs = blocs_de(objet.contenu) if blocs is None else blocs
    if not blocs:
        return SafeString("")
    fichiers = _fichiers(objet) if any(b["type"] in FICHIERS for b in blocs) else {}
    montres = [montre for bloc in blocs if (montre := _montrer(bloc, fichiers))]
    numeroter(montre.fichier for montre in montres if montre.fichier)
    return render_to_string("cahier_de_textes/contenu/contenu.html", {"blocs": montres, "variante": variante})


@register.inclusion_tag("cahier_de_textes/_images_du_contenu.html", takes_context=True)
def images_du_contenu(context, ecrit) -> dict:
    """Of what is given to several households, the images that they are not shown yet; and those that they will not be, of another class."""
    images = any(b["type"] in ("image", "video") for b in blocs_de(ecrit.contenu))
    if not images or ecrit.est_brouillon or ecrit.est_pour_un_seul:
        return {"cachees": []}
    ailleurs, fichiers = images_d_ailleurs(ecrit), _fichiers(ecrit).values()
    restent = [fichier for fichier in fichiers if fichier.pk not in ailleurs]
    return a_regler(context["request"], restent) | {"d_ailleurs": len(fichiers) - len(restent)}


def _fichiers(objet) -> dict:
    return {f.uuid: f for f in objet.fichiers.all()}


def _montrer(bloc: dict, fichiers: dict) -> Montre | None:
    valeur, fichier, phrase = bloc["value"], None, phrase_de(bloc)
    match bloc["type"]:
        case "texte":
            valeur = mark_safe(nettoyer(valeur))  # noqa: S308 (cleaned here, whatever the database holds)
        case "lien":
            if not est_du_web(valeur["adresse"]):
                return None  # whatever the database holds
            valeur = valeur | {"hote": (urlsplit(valeur["adresse"]).hostname or "").removeprefix("www.")}
            phrase = valeur["titre"] or valeur["hote"]  # nobody listens to an address
        case "operation":
            valeur = poser(valeur["nombres"], valeur["signe"])
        case type_ if type_ in FICHIERS:
            fichier = fichiers.get(en_uuid(valeur["fichier"]))
            if fichier is None or fichier.nature != type_:
                return None
    return Montre(bloc["type"], valeur, phrase, fichier)
