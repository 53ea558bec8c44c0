"""What each room holds on people, why, for whom and how long: the register of processing (RGPD art. 30) and what a person may take away (art. 15)
are made of it, so that no model can be left out of either (`tests/annuaire/test_traitements.py`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

# What is nobody's to take away, whatever the model: secrets, addresses that open something, what a machine computes.
TUS = {"password", "jeton", "cle", "empreinte", "secret", "uuid", "recherche", "lot"}


class Base(Enum):
    """Why the law allows it (RGPD art. 6.1)."""

    MISSION = _("Mission d’intérêt public (art. 6.1.e)")
    OBLIGATION = _("Obligation légale (art. 6.1.c)")
    ACCORD = _("Accord de la personne, qu’elle peut reprendre (art. 6.1.a)")


# Fields that name a pupil, or who a row was made for, whatever the room: it goes with them.
POUR_QUI = {"eleve", "eleves", "enfant", "destinataire", "delegue"}


class Depuis(Enum):
    """What a time to keep runs from."""

    ECRIT = _("après avoir été écrit")
    ANNEE = _("après la fin de l’année scolaire")
    DERNIERE_ANNEE = _("après la fin de la dernière année scolaire de l’élève")
    FIN_DU_LIEN = _("après la fin du lien ou des fonctions")
    DEPART = _("après le départ de l’élève")
    DATE = _("après sa date")
    PERSONNE = _("avec le compte de la personne")
    ELEVE = _("avec le compte de l’élève")
    PORTEUR = _("avec ce qui le porte")
    SOURCE = _("quand l’annuaire de l’État ne le dit plus")
    MAIN = _("quand l’école l’efface")


@dataclass(frozen=True)
class Garde:
    """How long something is kept, from what, and by what it is erased: the sentence of the register and the machine (`actions.conservation`) are
    made of the same numbers.

    `lignes`: models whose rows are erased by the nightly work, each with the path to the day (or the instant) that the time runs from. `par`:
    otherwise, the periodic work of a room that erases them by a rule of its own; « conservation » is the one that erases people.
    """

    depuis: Depuis
    jours: int = 0
    quoi: Any = ""
    lignes: Mapping[str, str] = field(default_factory=dict)
    par: str = ""
    au_plus: bool = False  # the school may choose less (`conservation.delai`)

    @property
    def est_automatique(self) -> bool:
        return bool(self.lignes or self.par)

    @property
    def dite(self) -> str:
        """« Un brouillon : 60 jours après avoir été écrit »."""
        temps = f"{_temps(self.jours)} {_('au plus')}" if self.au_plus else _temps(self.jours)
        quand = f"{temps} {self.depuis.value}".strip()
        return f"{self.quoi}\u00a0: {quand}" if self.quoi else quand[:1].upper() + quand[1:]


def _temps(jours: int) -> str:
    if not jours:
        return ""
    if jours % 365 == 0:
        return ngettext("%(n)s an", "%(n)s ans", jours // 365) % {"n": jours // 365}
    return ngettext("%(n)s jour", "%(n)s jours", jours) % {"n": jours}


@dataclass(frozen=True)
class Tenue:
    """Rows of one model, by its label: « annuaire.Role ».

    `gens`: paths from a row to the adults whose own words or data it is; they take it away. `hors`: fields that name somebody to whom it gives
    nothing: a pupil, of whom their holders read what each may; whoever wrote it for the
    school, noted, judged or handled it, and may have left since; who was told of a child whom they may answer for no more. `avec`: paths to the
    words without which a row says nothing (the title of what was signed). `tus`: fields that leave in no file. `titre`: what an adult who takes them away
    reads above, where the name of the model does not say it.

    When a person is erased, their rows go by each field of `gens`, and by those that name whom a row is for (`POUR_QUI`), a tie of several
    letting them go; other rows stay, and name nobody any more. `restent`: fields of the first that leave the row, since another family or the law needs
    it; `partent`: others that take it. `oeuvres`: by the field of its author, what is emptied if they objected to its keeping.
    """

    modele: str
    gens: tuple[str, ...] = ()
    hors: tuple[str, ...] = ()
    avec: tuple[str, ...] = ()
    tus: tuple[str, ...] = ()
    restent: tuple[str, ...] = ()
    partent: tuple[str, ...] = ()
    oeuvres: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    titre: str = ""

    @property
    def effaces_par(self) -> list[str]:
        """Paths to the person whose erasure takes the row (or lets them go, of a tie of several)."""
        siens = [*self.gens, *(c for c in self.hors if c in POUR_QUI), *self.partent]
        return [chemin for chemin in siens if chemin not in self.restent and chemin not in self.oeuvres]

    @property
    def classe(self) -> type[models.Model]:
        return apps.get_model(self.modele)

    def champs(self) -> list[models.Field]:
        """The fields that leave: words, numbers, dates and choices. Ties name other people, or are read with what they tie."""
        return [
            champ
            for champ in self.classe._meta.concrete_fields
            if not champ.is_relation
            and not isinstance(champ, models.AutoField | models.BinaryField | models.FileField)
            and champ.name not in TUS
            and champ.name not in self.tus
        ]


@dataclass(frozen=True)
class Traitement:
    """A thing that a school does with what it holds on people. Every sentence is one that a family could read."""

    nom: str
    intitule: Any
    finalite: Any
    personnes: Any
    donnees: Any
    destinataires: Any
    gardes: tuple[Garde, ...]
    base: Base
    tenues: tuple[Tenue, ...]
    sensible: bool = False  # health: under a right of its own

    @property
    def duree(self) -> str:
        return " ; ".join(garde.dite for garde in self.gardes)

    @property
    def automatique(self) -> bool:
        """What ends goes by itself; else one of its times is a rule that the school has to keep."""
        return all(garde.est_automatique for garde in self.gardes)


_traitements: dict[str, Traitement] = {}
_sans_personne: dict[str, str] = {}


def enregistrer_traitements(*traitements: Traitement, sans_personne: dict[str, str] | None = None) -> None:
    """`sans_personne`: models that hold nothing on anybody, each with what it is instead."""
    for traitement in traitements:
        if traitement.nom in _traitements:
            raise ValueError(f"« {traitement.nom} » is declared twice.")
        _traitements[traitement.nom] = traitement
    _sans_personne.update(sans_personne or {})


def traitements() -> list[Traitement]:
    """In the order of their titles, as a register is read."""
    return sorted(_traitements.values(), key=lambda t: str(t.intitule))


def sans_personne() -> dict[str, str]:
    return dict(_sans_personne)


# --- Telling --------------------------------------------------------------------------------------------------------
_effacements: list[tuple[Callable[[Any], None], Callable[[Any], None]]] = []


def enregistrer_annonce_d_effacement(dire: Callable[[Any], None], taire: Callable[[Any], None]) -> None:
    """`dire(effacement)` tells whom it concerns that an account is going, in the transaction that plans it; `taire(effacement)` takes it back in the
    one that gives it up.
    """
    _effacements.append((dire, taire))


def dire_les_effacements(effacement: Any) -> None:
    for dire, _taire in _effacements:
        dire(effacement)


def taire_les_effacements(effacement: Any) -> None:
    for _dire, taire in _effacements:
        taire(effacement)
