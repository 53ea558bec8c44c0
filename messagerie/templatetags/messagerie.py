"""Template tags of the messages."""

import datetime as dt
import uuid
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django import template
from django.utils import timezone
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ent.coquille.jinja import dessiner, dessiner_une_fois, outil
from ent.coquille.templatetags.coquille import icone
from ent.socle.dates import date_format, time_format
from ent.socle.typographie import tenu_d_avance

from ..lectures.bulles import Bulle
from ..lectures.fils import titre
from ..lectures.pieces import en_mots
from ..models import Fil, Reaction
from ..trames import GARDEES, HEURE, Dit, gardee, trame_de, vide
from ..trames import adresse as adresse_de

register = template.Library()

SIGNES = {"merci": "soleil", "oui": "coche", "bravo": "etoile", "coeur": "coeur", "question": "info"}


@outil
def nouvel_uuid() -> str:
    """The number of the message that will be written on this page: sent twice, it arrives once."""
    return str(uuid.uuid4())


register.filter("en_mots", en_mots)


@outil
@register.simple_tag
def signe(nom: str) -> SafeString:
    """The drawing of a reaction; its word stands beside it, or is read aloud."""
    return icone(SIGNES[nom], "icone--petite") if nom in SIGNES else SafeString("")


@register.simple_tag
def signes_offerts() -> list[tuple[str, str]]:
    """Value and word of each."""
    return Reaction.Signe.choices


@outil
@register.simple_tag
def mot_du_signe(nom: str) -> str:
    return str(dict(Reaction.Signe.choices).get(nom, ""))


@register.filter
def nom_d_alors(fil: Fil) -> str:
    """How a thread of a class that is over is named: a household's by the child, then the class."""
    return titre(fil, [fil.classe.nom] if fil.classe_id else [])


@outil
def adresse_du_message(pk: int) -> str:
    return adresse_de("messagerie_message", pk)


class Dessin(NamedTuple):
    jour: str  # of the message, ISO
    jour_dit: str
    html: SafeString


@register.simple_tag
def bulles(
    lues: Iterable[Bulle], *, est_eleve: bool, datees: bool = False, premier_non_lu: int = 0, a_relire: bool = False
) -> SafeString:
    """Messages in their order, each drawn the same for all who read the same words from the same side. `datees`: a line above the first of each day,
    and one above `premier_non_lu`.
    """
    langue, jour, morceaux = get_language(), "", []
    for lue in lues:
        dessin = gardee(_bulle, lue.dit)(lue.dit, lue.est_moi, est_eleve, a_relire, langue)
        if datees and dessin.jour != jour:
            jour = dessin.jour
            morceaux.append(dessiner_une_fois("messagerie/fils/_bulle.html:jour", jour, dessin.jour_dit))
        if datees and lue.dit.numero == premier_non_lu:
            morceaux.append(dessiner_une_fois("messagerie/fils/_bulle.html:nouveaux"))
        morceaux.append(dessin.html)
    return SafeString(" ".join(morceaux))


@lru_cache(maxsize=GARDEES)
def _bulle(dit: Dit, est_moi: bool, est_eleve: bool, a_relire: bool, langue: str | None) -> Dessin:
    trame = trame_de(dit, langue)
    html = dessiner("messagerie/fils/_bulle.html:bulle", trame, est_moi, est_eleve, a_relire)
    return Dessin(trame["jour"], trame["jour_dit"], SafeString(tenu_d_avance(html)))


@register.simple_tag
def modele_de_bulle(est_eleve: bool) -> SafeString:
    """The pattern that the script fills: the bubble of nobody, which is the same for all."""
    return _modele_de_bulle(get_language(), est_eleve)


@cache
def _modele_de_bulle(_langue: str | None, est_eleve: bool) -> SafeString:
    return dessiner("messagerie/fils/_bulle.html:bulle", vide(), False, est_eleve, False)


@register.simple_tag
def quand_court(instant: dt.datetime) -> str:
    """« 17 h 05 » today, « hier », « lundi » this week, else « 3 nov. »."""
    local, aujourd_hui = timezone.localtime(instant), timezone.localdate()
    jours = (aujourd_hui - local.date()).days
    if jours == 0:
        return time_format(local, HEURE)
    if jours == 1:
        return _("hier")
    return date_format(local, "l" if jours < 7 else "j N")


@register.simple_tag
def curseurs(lus: list[dict[str, Any]]) -> SafeString:
    """How far the others have read, for the script that writes it under one's messages."""
    return json_script(lus, "curseurs")
