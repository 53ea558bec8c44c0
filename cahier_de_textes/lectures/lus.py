"""What pages show of a séance and of a travail: rows and not instances, since a page holds tens. Their blocks are read on the page of one alone."""

import datetime as dt
from dataclasses import dataclass, field, fields

from django.db.models import Q

from ent.annuaire.audience.enonces import Audience
from ent.annuaire.models import Classe, Groupe
from ent.socle.preparees import Preparee

from .. import droits
from ..models import Seance, Travail


@dataclass
class TravailLu:
    pk: int
    etablissement_id: int
    classe_id: int | None
    groupe_id: int | None
    niveau: str
    nature: str
    matiere: str
    texte: str
    date_pour: dt.date
    est_a_rendre: bool
    publie_le: dt.datetime | None
    visible_le: dt.datetime | None
    modifie_le: dt.datetime
    # In a week of its teachers: whom it is for, in words, and how many of them saw it and did it.
    cible: Classe | Groupe = field(init=False)
    prenoms: list[str] = field(init=False)
    partis: list[str] = field(init=False, default_factory=list)  # where none of those named is in the class any more
    nombre_concernes: int = field(init=False)
    nombre_faits: int = field(init=False)
    nombre_vus: int = field(init=False)

    est_brouillon, attend = Travail.est_brouillon, Travail.attend
    get_matiere_display, get_niveau_display = Travail.get_matiere_display, Travail.get_niveau_display
    get_nature_display, en_une_ligne = Travail.get_nature_display, Travail.en_une_ligne

    @property
    def audience(self) -> Audience:
        return droits.TRAVAUX.de(self)


@dataclass
class SeanceLue:
    pk: int
    etablissement_id: int
    classe_id: int | None
    groupe_id: int | None
    niveaux: str
    date: dt.date
    moment: str
    heure: dt.time | None
    domaine: str
    titre: str
    visible_le: dt.datetime | None
    # In a week of its teachers: whom it is for, in words.
    cible: Classe | Groupe = field(init=False)
    prenoms: list[str] = field(init=False)
    partis: list[str] = field(init=False, default_factory=list)

    est_brouillon, attend = Seance.est_brouillon, Seance.attend
    liste_niveaux, get_domaine_display = Seance.liste_niveaux, Seance.get_domaine_display

    @property
    def audience(self) -> Audience:
        return droits.SEANCES.de(self)


def _colonnes(forme: type) -> list[str]:
    return [champ.name for champ in fields(forme) if champ.init]


TRAVAUX = Preparee(lambda: Travail.objects.values_list(*_colonnes(TravailLu)))
SEANCES = Preparee(lambda: Seance.objects.values_list(*_colonnes(SeanceLue)))


def travaux_lus(q: Q) -> list[TravailLu]:
    """In their order. One query."""
    return [TravailLu(*ligne) for ligne in TRAVAUX.lire(q)]


def seances_lues(q: Q) -> list[SeanceLue]:
    """In their order. One query."""
    return [SeanceLue(*ligne) for ligne in SEANCES.lire(q)]
