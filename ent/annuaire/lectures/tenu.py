"""All that the installation holds on an adult, as each room declares it (`ent.annuaire.traitement`): what they take away, under RGPD art. 15 and 20."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, UUIDField

from ..models import Personne
from ..traitement import Tenue, Traitement, traitements
from .colonnes import en_francais


@dataclass(frozen=True)
class Chapitre:
    """Of one thing that the school does: the rows that are this person's, model by model."""

    traitement: Traitement
    tables: list["Table"]


@dataclass(frozen=True)
class Table:
    """Rows as they are kept (`lignes`) and the words for their columns."""

    titre: str
    modele: str
    colonnes: dict[str, str]
    lignes: list[dict[str, Any]]


def tenu_sur(personne: Personne) -> list[Chapitre]:
    """By treatment, in the order of the register; only where there is something. One query by model that an adult takes away."""
    chapitres = []
    for traitement in traitements():
        tables = [table for tenue in traitement.tenues if tenue.gens and (table := _table(tenue, personne)).lignes]
        if tables:
            chapitres.append(Chapitre(traitement, tables))
    return chapitres


def _table(tenue: Tenue, personne: Personne) -> Table:
    champs = {champ.name: en_francais(str(champ.verbose_name)) for champ in tenue.champs()}
    colonnes = champs | {chemin: en_francais(chemin) for chemin in tenue.avec}
    meta = tenue.classe._meta
    lignes = tenue.classe._base_manager.filter(_siennes(tenue, personne)).order_by("pk").distinct().values(*colonnes)
    return Table(
        tenue.titre or en_francais(str(meta.verbose_name)),
        meta.label,
        colonnes,
        [_dites(tenue, ligne) for ligne in lignes],
    )


def _siennes(tenue: Tenue, personne: Personne) -> Q:
    return reduce(or_, (Q(**{chemin: _valeur(tenue, chemin, personne)}) for chemin in tenue.gens))


def _valeur(tenue: Tenue, chemin: str, personne: Personne) -> Any:
    """The journal knows people by their opaque number."""
    champ = None if "__" in chemin or chemin == "pk" else tenue.classe._meta.get_field(chemin)
    return personne.uuid if isinstance(champ, UUIDField) else personne.pk


def _dites(tenue: Tenue, ligne: dict[str, Any]) -> dict[str, Any]:
    """A choice in words; a content in its blocks."""
    dites = dict(ligne)
    for champ in tenue.champs():
        choix = dict(champ.flatchoices)
        valeur = dites[champ.name]
        if choix and valeur in choix:  # a list, which has no hash, is asked of no choice
            dites[champ.name] = str(choix[valeur])
        elif hasattr(valeur, "raw_data"):
            dites[champ.name] = list(valeur.raw_data)
    return dites
