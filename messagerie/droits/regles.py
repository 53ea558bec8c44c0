"""Who may write to whom: one table per school (role × role: no, reply only, yes).

The same predicate serves the recipient picker, the directory and the check at sending. Each cell that is a choice (`CHOIX`) is a setting by levels
(`code`); `DEFAUTS` holds where nobody said anything. The others are none: an adult is never alone with a pupil, and pupils write only in the thread
that a teacher opens (`ADMIS`).
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Qualite(TextChoices):
    """In what capacity one is in a thread."""

    DIRECTION = "direction", _("direction")
    ENSEIGNANT = "enseignant", _("enseignant")
    PERSONNEL = "personnel", _("personnel")
    RESPONSABLE = "responsable", _("responsable")
    ELEVE = "eleve", _("élève")


class Droit(TextChoices):
    NON = "non", _("non")
    REPONSE = "reponse", _("en réponse seulement")
    OUI = "oui", _("oui")


class Nature(TextChoices):
    """Kinds of threads. None of them can hold one adult and one pupil alone."""

    ANNONCE = "annonce", _("Annonces de la classe")
    ECOLE = "ecole", _("Annonces de l’école")
    FOYER = "foyer", _("Famille")
    EQUIPE = "equipe", _("Équipe de l’école")
    PROJET = "projet", _("Groupe de projet")
    ELEVES = "eleves", _("Les élèves de la classe")
    PARENTS = "parents", _("Les parents de la classe")
    COMMUNE = "commune", _("La direction et la commune")
    COLLECTIF = "collectif", _("Groupe de plusieurs écoles")


ADULTES_DE_L_ECOLE = (Qualite.DIRECTION, Qualite.ENSEIGNANT, Qualite.PERSONNEL)
# What reaches no family waits for nobody's evening.
ENTRE_COLLEGUES = (Nature.EQUIPE, Nature.PROJET, Nature.COMMUNE, Nature.COLLECTIF)
# What one household at most reads with its own school: nobody asks who is on its photos. Colleagues of several schools show none.
A_UN_FOYER = (Nature.FOYER, Nature.EQUIPE, Nature.PROJET, Nature.COMMUNE)
# What may be joined where several schools read: an image of a child is judged elsewhere.
SANS_IMAGE = ("son", "document")

# Who follows the schools of a commune: in no thread but the one that they share with a direction, so in no cell of a school's table.
REFERENT = "referent"

_D, _E, _P, _R, _L = Qualite.DIRECTION, Qualite.ENSEIGNANT, Qualite.PERSONNEL, Qualite.RESPONSABLE, Qualite.ELEVE
DEFAUTS: dict[tuple[str, str], str] = {
    **{(a, c): Droit.OUI for a in ADULTES_DE_L_ECOLE for c in ADULTES_DE_L_ECOLE},
    (_D, _R): Droit.OUI, (_D, _L): Droit.NON,
    (_E, _R): Droit.OUI, (_E, _L): Droit.OUI,
    (_P, _R): Droit.NON, (_P, _L): Droit.NON,
    (_R, _D): Droit.OUI, (_R, _E): Droit.OUI, (_R, _P): Droit.NON,
    (_R, _R): Droit.NON,  # « parents of a class see each other »
    (_R, _L): Droit.NON,
    (_L, _D): Droit.NON, (_L, _E): Droit.REPONSE, (_L, _P): Droit.NON, (_L, _R): Droit.NON, (_L, _L): Droit.REPONSE,
}  # fmt: skip
_TOUT, _SANS_COMMENCER = (Droit.NON, Droit.REPONSE, Droit.OUI), (Droit.NON, Droit.REPONSE)
ADMIS: dict[tuple[str, str], tuple[str, ...]] = {
    **dict.fromkeys(DEFAUTS, _TOUT),
    (_D, _L): (Droit.NON,), (_P, _L): (Droit.NON,), (_P, _R): (Droit.NON,), (_R, _P): (Droit.NON,),
    (_R, _L): (Droit.NON,), (_L, _D): (Droit.NON,), (_L, _P): (Droit.NON,), (_L, _R): (Droit.NON,),
    (_E, _L): (Droit.NON, Droit.OUI), (_R, _R): (Droit.NON, Droit.OUI),
    (_L, _E): _SANS_COMMENCER, (_L, _L): _SANS_COMMENCER,
}  # fmt: skip

# Why a cell is not a choice, for whoever reads the table.
_PAS_SEUL = _("Un adulte n’est jamais seul avec un élève.")
_DANS_LEUR_FIL = _("Les élèves n’écrivent que dans le fil de leur classe, que leur enseignant ouvre.")
_PAR_L_ENSEIGNANT = _("Les familles s’adressent à l’enseignant ou à la direction.")
RAISONS: dict[tuple[str, str], Any] = {
    (_D, _L): _PAS_SEUL, (_P, _L): _PAS_SEUL, (_R, _L): _PAS_SEUL,
    (_L, _D): _DANS_LEUR_FIL, (_L, _P): _DANS_LEUR_FIL, (_L, _R): _DANS_LEUR_FIL,
    (_P, _R): _PAR_L_ENSEIGNANT, (_R, _P): _PAR_L_ENSEIGNANT,
}  # fmt: skip


CODES = "messagerie.ecrire."  # the settings that hold the table, a cell each
CHOIX = tuple(cellule for cellule, permis in ADMIS.items() if len(permis) > 1)


def code(auteur: str, cible: str) -> str:
    """« messagerie.ecrire.responsable-enseignant »."""
    return f"{CODES}{auteur}-{cible}"


def admis(auteur: str, cible: str, droit: str) -> str:
    """This right if the cell may hold it, else « no »: a row written by another hand opens nothing."""
    return droit if droit in ADMIS[auteur, cible] else Droit.NON


class Table:
    """The table of one school: the cells that are in force there, else the defaults."""

    def __init__(self, cellules: Mapping[tuple[str, str], str] | None = None) -> None:
        self.cellules = DEFAUTS | dict(cellules or {})

    @classmethod
    def en_vigueur(cls, valeurs: Mapping[str, Any]) -> "Table":
        """From what is in force, by code."""
        return cls({cellule: valeurs[code(*cellule)] for cellule in CHOIX if code(*cellule) in valeurs})

    @classmethod
    def la_plus_stricte(cls, tables: Iterable["Table"]) -> "Table":
        """Cell by cell, what each of these schools allows: what one forbids, nobody does. Of no school, nothing."""
        toutes = list(tables)
        return cls({c: min((t.droit(*c) for t in toutes), key=_TOUT.index, default=Droit.NON) for c in DEFAUTS})

    def droit(self, auteur: str, cible: str) -> str:
        if REFERENT in (auteur, cible):
            return Droit.OUI if Qualite.DIRECTION in (auteur, cible) else Droit.NON
        return admis(auteur, cible, self.cellules[auteur, cible])

    @property
    def les_parents_se_voient(self) -> bool:
        """« Parents of a class see each other »: off unless a school says so."""
        return self.droit(Qualite.RESPONSABLE, Qualite.RESPONSABLE) == Droit.OUI

    def permet(self, auteur: str, cible: str, *, en_reponse: bool) -> bool:
        """`en_reponse`: someone of that capacity has written here already."""
        droit = self.droit(auteur, cible)
        return droit == Droit.OUI or (droit == Droit.REPONSE and en_reponse)


@dataclass(frozen=True)
class Situation:
    """What holds, at a moment, for one person in one school."""

    table: Table
    est_suspendu: bool = False
    incident: str = ""  # « eleves » or « tous », while one lasts

    def peut_parler(self, qualite: str) -> bool:
        """An incident silences pupils, or all but the direction; a suspension, one person."""
        if qualite == Qualite.DIRECTION:
            return not self.est_suspendu
        return not self.est_suspendu and self.incident != "tous" and not (self.incident and qualite == Qualite.ELEVE)


def adresses_a(nature: str, auteur: str, *, a_une_classe: bool) -> tuple[str, ...]:
    """To whom one speaks in a thread of this kind, in this capacity; empty when one only reads there."""
    match nature, auteur:
        case (Nature.ANNONCE, Qualite.DIRECTION | Qualite.ENSEIGNANT) | (Nature.ECOLE, Qualite.DIRECTION):
            return (Qualite.RESPONSABLE,)
        case Nature.FOYER, Qualite.RESPONSABLE:
            return (Qualite.ENSEIGNANT if a_une_classe else Qualite.DIRECTION,)
        case Nature.FOYER, Qualite.ENSEIGNANT if a_une_classe:
            return (Qualite.RESPONSABLE,)
        case Nature.FOYER, Qualite.DIRECTION if not a_une_classe:
            return (Qualite.RESPONSABLE,)
        case Nature.COMMUNE, Qualite.DIRECTION:
            return (REFERENT,)
        case Nature.COMMUNE, "referent":
            return (Qualite.DIRECTION,)
        case (
            Nature.EQUIPE | Nature.PROJET | Nature.COLLECTIF,
            Qualite.DIRECTION | Qualite.ENSEIGNANT | Qualite.PERSONNEL,
        ):
            return ADULTES_DE_L_ECOLE
        case Nature.ELEVES, Qualite.ENSEIGNANT:
            return (Qualite.ELEVE,)
        case Nature.ELEVES, Qualite.ELEVE:
            return (Qualite.ENSEIGNANT, Qualite.ELEVE)
        case Nature.PARENTS, Qualite.RESPONSABLE | Qualite.ENSEIGNANT:
            return (Qualite.RESPONSABLE,)
    return ()


def peut_ecrire(
    situation: Situation,
    qualites: Collection[str],
    *,
    nature: str,
    a_une_classe: bool,
    est_ouvert: bool,
    ont_ecrit: Collection[str],
) -> bool:
    """Whether someone of these capacities writes in a thread: one of them at least may speak to all whom it addresses.

    `ont_ecrit` are the capacities that have written there. A closed thread is written in by nobody; the pupils' thread,
    opened by its teacher, counts as begun.
    """
    if not est_ouvert or (nature == Nature.PARENTS and not situation.table.les_parents_se_voient):
        return False
    ecrits = {Qualite.ENSEIGNANT, Qualite.ELEVE} if nature == Nature.ELEVES else set(ont_ecrit)
    for qualite in qualites:
        cibles = adresses_a(nature, qualite, a_une_classe=a_une_classe)
        if (
            cibles
            and situation.peut_parler(qualite)
            and all(situation.table.permet(qualite, cible, en_reponse=cible in ecrits) for cible in cibles)
        ):
            return True
    return False


# --- What the direction keeps -----------------------------------------------------------------------------------------
def signalements_moderes_par(personne) -> Q:
    """The direction reads what was reported in its school; so does whom it confided that to, but of a message that a direction wrote, that they or
    theirs wrote or reported, or of a thread about a child of theirs (that of the other household too).
    """
    portee = personne.portee
    enfants = portee.siens
    juge = (
        _des_siens(personne, enfants, "message__auteur")
        | _des_siens(personne, enfants, "message__signalements__par")
        | Q(message__auteur__roles__nature="directeur")
    )
    if enfants:
        juge |= Q(message__fil__eleve__in=enfants)
    return Q(etablissement__in=portee.etablissements_diriges) | Q(etablissement__in=_confiees(portee)) & ~juge


def suspensions_moderees_par(personne) -> Q:
    """Those of one's school; confided, but one's own, those of the children to whom one is tied, and of who is tied to them too."""
    portee = personne.portee
    siennes = _des_siens(personne, portee.siens, "personne")
    return Q(etablissement__in=portee.etablissements_diriges) | Q(etablissement__in=_confiees(portee)) & ~siennes


def _confiees(portee) -> frozenset[int]:
    return portee.ecoles_ou("moderation") - portee.etablissements_diriges


def _des_siens(personne, enfants: Collection[int], chemin: str) -> Q:
    """Whom this path names is this person, one of these children of theirs, or somebody tied to one: nobody judges their own family."""
    if not enfants:
        return Q(**{chemin: personne})
    return Q(**{f"{chemin}__in": {personne.pk, *enfants}}) | Q(**{f"{chemin}__responsabilites__enfant__in": enfants})


def suspensions_subies_par(personne) -> Q:
    """One's own that hold today, and those of the children one answers for in the school that set them."""
    siennes = Q(personne=personne)
    for suivi in personne.portee.suivis:
        siennes |= Q(personne=suivi.eleve.pk, etablissement=suivi.etablissement_id)
    return siennes & Q(levee_le=None, date_fin__gte=timezone.localdate())


def signalements_faits_par(personne) -> Q:
    """One's own."""
    return Q(par=personne)


def incidents_visibles_par(personne) -> Q:
    """A direction sees the incidents of its school and of the territory; the operator, all."""
    if personne.portee.est_operateur:
        return Q()
    return Q(etablissement__in=personne.portee.etablissements_diriges) | Q(etablissement=None)


def peut_declarer_un_incident(personne, etablissement) -> bool:
    """The direction for its school; the operator for a school or for the whole territory (None)."""
    if personne.portee.est_operateur:
        return True
    return etablissement is not None and etablissement.pk in personne.portee.etablissements_diriges


def jours_des_preuves(incident) -> tuple[dt.date, dt.date]:
    """First and last day of which the evidence is taken: two months before it was declared, a week after it ended.

    A direction does not read the threads of others: an old incident must not open those of the whole year.
    """
    declare = timezone.localtime(incident.declare_le).date()
    fin = (
        timezone.localtime(incident.fini_le).date() + dt.timedelta(days=7) if incident.fini_le else timezone.localdate()
    )
    return declare - dt.timedelta(days=62), fin


def absences_de(personne) -> Q:
    """One's own."""
    return Q(personne=personne)
