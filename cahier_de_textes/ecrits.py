"""What a travail and a séance answer alike, so that one act serves both."""

import datetime as dt
from typing import Any

from django.utils.translation import ngettext

from .models import Seance, Travail

# A séance or a travail. Their managers and foreign keys are each model's own: no type says both.
UnEcrit = Any

MODELES: dict[str, type[UnEcrit]] = {"seance": Seance, "travail": Travail}
CHAMP_DATE: dict[type[UnEcrit], str] = {Seance: "date", Travail: "date_pour"}
CHAMP_TEXTE: dict[type[UnEcrit], str] = {Seance: "titre", Travail: "texte"}
# What its author wrote: what a copy takes, and what a correction changes.
FOND: dict[type[UnEcrit], list[str]] = {
    Seance: ["titre", "domaine", "contenu", "moment", "heure"],
    Travail: ["texte", "nature", "minutes", "est_a_rendre", "contenu"],
}


def nom_de(ecrit: UnEcrit) -> str:
    """« seance » or « travail »: its name in addresses and in a geste."""
    return next(nom for nom, modele in MODELES.items() if isinstance(ecrit, modele))


def date_de(ecrit: UnEcrit) -> dt.date:
    return getattr(ecrit, CHAMP_DATE[type(ecrit)])


def texte_de(ecrit: UnEcrit) -> str:
    return getattr(ecrit, CHAMP_TEXTE[type(ecrit)])


def compter(seances: int, travaux: int) -> str:
    """« 12 séances et 5 travaux », without what there is none of."""
    parties = []
    if seances:
        parties.append(ngettext("%(n)d séance", "%(n)d séances", seances) % {"n": seances})
    if travaux or not seances:
        parties.append(ngettext("%(n)d travail", "%(n)d travaux", travaux) % {"n": travaux})
    return ngettext("%(a)s", "%(a)s et %(b)s", len(parties)) % {"a": parties[0], "b": parties[-1]}
