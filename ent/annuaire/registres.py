"""What rooms above plug into the directory: being told that ties of children or their class changed, what a line of the journal is about, what they say of each school of a
list, what makes two rows of two accounts one; who is absent, what families allow.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from django.db import models, transaction

from ent.socle.tri import cle

_identites: list[tuple[type[models.Model], str, tuple[str, ...]]] = []
_liens: list[Callable[[frozenset[int]], None]] = []
_travail: list[Callable[[frozenset[int]], None]] = []
_changements: list[tuple[Callable[[int, frozenset[int], int | None], None], Callable[[int], None]]] = []


def enregistrer_liens_changes(fonction: Callable[[frozenset[int]], None]) -> None:
    """`fonction(enfants)` is called after commit when who answers for these children (ids), with what authority, or their
    class changed by an act or an import. What a date changes by itself is not told.
    """
    _liens.append(fonction)


def prevenir_des_liens(enfants: Collection[int]) -> None:
    """In the transaction of the change. One room that fails does not keep the others from being told."""
    lesquels = frozenset(enfants)
    if lesquels:
        for fonction in _liens:
            transaction.on_commit(partial(fonction, lesquels), robust=True)


def enregistrer_changement_de_classe(
    fonction: Callable[[int, frozenset[int], int | None], None], rendre: Callable[[int], None]
) -> None:
    """`fonction(ecole, eleves, geste)` is called when pupils (ids) of a school have come to another of its classes: nothing of the former is theirs.

    What it takes away for a `geste` that may be undone (a line of the journal), `rendre(geste)` gives back.
    """
    _changements.append((fonction, rendre))


def dire_les_changements_de_classe(ecole: int, eleves: Collection[int], *, geste: int | None = None) -> None:
    """In the transaction of the change, once their enrolments are written and before anything of the new class is told."""
    if eleves:
        for fonction, _rendre in _changements:
            fonction(ecole, frozenset(eleves), geste)


def rendre_ce_qui_etait_dit(geste: int) -> None:
    """In the transaction that undoes a change of class."""
    for _fonction, rendre in _changements:
        rendre(geste)


@dataclass(frozen=True)
class Mouvement:
    """A pupil whom the direction moved by hand: of these classes, to another, or out of the school (`vers` empty). `geste`: the line that says it."""

    geste: int
    eleve: Any
    etablissement: Any
    auteur: Any
    de: tuple
    vers: Any = None


_mouvements: list[tuple[Callable[[Mouvement], None], Callable[[int], None]]] = []


def enregistrer_mouvement(dire: Callable[[Mouvement], None], taire: Callable[[int], None]) -> None:
    """`dire(mouvement)` tells who must know, once it is made; `taire(geste)` takes it back when it is undone."""
    _mouvements.append((dire, taire))


def dire_un_mouvement(mouvement: Mouvement) -> None:
    """In the transaction of the movement."""
    for dire, _taire in _mouvements:
        dire(mouvement)


def taire_un_mouvement(geste: int) -> None:
    for _dire, taire in _mouvements:
        taire(geste)


def enregistrer_travail_rendu(fonction: Callable[[frozenset[int]], None]) -> None:
    """`fonction(personnes)` is called when a direction takes a class from people (ids) who still work in the school."""
    _travail.append(fonction)


def dire_le_travail_rendu(personnes: Collection[int]) -> None:
    """In the transaction of the change, once it is made."""
    for fonction in _travail:
        fonction(frozenset(personnes))


def enregistrer_identite(modele: type[models.Model], champ: str, cles: tuple[str, ...]) -> None:
    """When two accounts become one: rows of this model follow the person in `champ`, unless one with the same `cles` is there."""
    _identites.append((modele, champ, cles))


def identites() -> list[tuple[type[models.Model], str, tuple[str, ...]]]:
    return _identites


@dataclass(frozen=True)
class Genre:
    """A kind of thing that lines of the journal name (« travail 42 »), and the paths from its row to whom it concerns.

    Given only where a direction knows of it otherwise: what a thread is about is not its to read, the class is.
    """

    modele: type[models.Model]
    ecole: str = "etablissement"  # a path to the school: a line of one school says nothing of another
    classe: str = ""
    groupe: str = ""
    personnes: tuple[str, ...] = ()


_genres: dict[str, Genre] = {}


def enregistrer_genre(nom: str, genre: Genre) -> None:
    _genres[nom] = genre


def genre_nomme(nom: str) -> Genre | None:
    return _genres.get(nom)


# By its name in an address: what a kind of acts is called, and its verbs.
_sortes: dict[str, tuple[Any, list[str]]] = {}


def enregistrer_sorte_de_gestes(nom: str, libelle: Any, verbes: Collection[str]) -> None:
    """Rooms that say the same kind are asked for together."""
    _sortes[nom] = (libelle, [*_sortes.get(nom, (libelle, []))[1], *verbes])


def sortes_de_gestes() -> list[tuple[str, Any]]:
    """By their words."""
    return sorted(((nom, libelle) for nom, (libelle, _verbes) in _sortes.items()), key=lambda sorte: cle(str(sorte[1])))


def verbes_de(sorte: str) -> list[str]:
    return _sortes[sorte][1] if sorte in _sortes else []


# --- The list of schools ----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class EtatDEcole:
    """Something that may be missing in a school: the list of schools says it beside its name, and is filtered by it.

    `ou()` gives the schools in that state: ids or a subquery of them. It is read for all, whoever asks: their list is bounded by their right.
    """

    nom: str
    libelle: Any
    ou: Callable[[], Any]
    ordre: int = 100


@dataclass(frozen=True)
class LienDEcole:
    """A value of a column that leads somewhere: words on the page, the whole address in a spreadsheet."""

    mots: str
    vers: str
    adresse: str

    def __str__(self) -> str:
        return self.adresse


@dataclass(frozen=True)
class ColonneDEcole:
    """What a room says of each school of the list, and in its export. `lire(ids)` gives a day, a number, words or a `LienDEcole` by school,
    for many at once.
    """

    nom: str
    libelle: Any
    lire: Callable[[Collection[int]], dict[int, Any]]
    ordre: int = 100


_etats: dict[str, EtatDEcole] = {}
_colonnes: dict[str, ColonneDEcole] = {}


def enregistrer_etat_d_ecole(etat: EtatDEcole) -> None:
    _etats[etat.nom] = etat


def etats_d_ecole() -> list[EtatDEcole]:
    return sorted(_etats.values(), key=lambda etat: etat.ordre)


def enregistrer_colonne_d_ecole(colonne: ColonneDEcole) -> None:
    _colonnes[colonne.nom] = colonne


def colonnes_d_ecole() -> list[ColonneDEcole]:
    return sorted(_colonnes.values(), key=lambda colonne: colonne.ordre)


# --- Absences ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Manque:
    """A child who will not come: from a day to a day, whole (`moment` empty) or one half-day of it (« matin », « apres_midi »)."""

    eleve: Any
    etablissement: Any
    debut: dt.date
    fin: dt.date
    moment: str = ""


@dataclass(frozen=True)
class Proposition:
    """What a family is offered: « Annuler la cantine d’Inès », and its effect, « Prévenu avant 9 h : il ne sera pas compté. »."""

    phrase: str
    effet: str
    bouton: str = ""  # what the button that sends says of it: « annuler 1 repas »
    icone: str = "info"


@dataclass(frozen=True)
class SuiteDAbsence:
    """A consequence of an absence that a room offers to who declares it: shown ticked, left out in one tap.

    `proposer(personne, manque)` says it, None when it has nothing to offer, or too late. `appliquer(personne, manque)` does it, in the
    transaction of the declaration; `defaire(personne, manque)` takes it back when that is withdrawn.
    """

    nom: str
    proposer: Callable[[Any, Manque], Proposition | None]
    appliquer: Callable[[Any, Manque], None]
    defaire: Callable[[Any, Manque], None]


_suites: dict[str, SuiteDAbsence] = {}
_absents: list[Callable[[int, dt.date], dict[str, set[int]]]] = []
_journees: list[Callable[[Any, list[tuple[Any, dt.date]]], list[list["FaitEnClasse"]]]] = []


def enregistrer_suite_d_absence(suite: SuiteDAbsence) -> None:
    _suites[suite.nom] = suite


def suite_d_absence(nom: str) -> SuiteDAbsence | None:
    return _suites.get(nom)


def suites_d_absence(personne: Any, manque: Manque) -> list[tuple[SuiteDAbsence, Proposition]]:
    """What may be offered to this person for that absence, by room."""
    proposees = ((suite, suite.proposer(personne, manque)) for suite in _suites.values())
    return [(suite, proposition) for suite, proposition in proposees if proposition is not None]


def enregistrer_absents(lire: Callable[[int, dt.date], dict[str, set[int]]]) -> None:
    """`lire(ecole, jour)` gives by half-day (« matin », « apres_midi ») the pupils (ids) who are not there, or will not be as far as is known."""
    _absents.append(lire)


def absents_de(ecole: int, jour: dt.date) -> dict[str, frozenset[int]]:
    """Who is absent from a school that day. Whoever asks has the right to know: nothing is said of why."""
    trouves: dict[str, set[int]] = {}
    for lire in _absents:
        for moment, eleves in lire(ecole, jour).items():
            trouves.setdefault(moment, set()).update(eleves)
    return {moment: frozenset(eleves) for moment, eleves in trouves.items()}


@dataclass(frozen=True)
class FaitEnClasse:
    """Something that a class did on a day, for who was not there: a few words, and where it is read."""

    phrase: str
    adresse: str
    precision: str = ""
    icone: str = "livre"


def enregistrer_journees_de_classe(lire: Callable[[Any, list[tuple[Any, dt.date]]], list[list[FaitEnClasse]]]) -> None:
    """`lire(personne, journees)`: of each (child as followed, day), what their class did, as this person may read it; many at once."""
    _journees.append(lire)


def journees_de_classe(personne: Any, journees: list[tuple[Any, dt.date]]) -> list[list[FaitEnClasse]]:
    trouvees: list[list[FaitEnClasse]] = [[] for _une in journees]
    for lire in _journees if journees else ():
        for faits, siens in zip(trouvees, lire(personne, journees), strict=True):
            faits += siens
    return trouvees


# --- Authorisations ---------------------------------------------------------------------------------------------------
class Autorisation(StrEnum):
    """Where a child stands, from the most cautious: what rooms obey. Only `ACCORDEE` lets a child go; two answers that differ are not given."""

    DESACCORD = "desaccord"
    REFUSEE = "refusee"
    SANS_REPONSE = "sans_reponse"
    ACCORDEE = "accordee"
    NON_DEMANDEE = "non_demandee"

    @property
    def est_donnee(self) -> bool:
        return self is Autorisation.ACCORDEE


_autorisations: list[Callable[[str, int, Collection[int], dt.date], Mapping[int, Autorisation]]] = []


def enregistrer_autorisations(
    lire: Callable[[str, int, Collection[int], dt.date], Mapping[int, Autorisation]],
) -> None:
    """`lire(genre, ecole, eleves, jour)` gives where these pupils (ids) of a school stand that day; who was asked nothing may be left out."""
    _autorisations.append(lire)


def autorisations_de(genre: str, ecole: int, eleves: Collection[int], jour: dt.date) -> dict[int, Autorisation]:
    """Of a kind (« seul »: goes home alone; « tiers »: leaves with whom the family designated; « charte », « sortie », « libre »), each of these
    pupils in that school. A fixed number of queries.

    Whoever asks has the right to know: nothing is said of who answered what.
    """
    etats = dict.fromkeys(eleves, Autorisation.NON_DEMANDEE)
    rangs = list(Autorisation)
    for lire in _autorisations if etats else ():
        for eleve, etat in lire(genre, ecole, eleves, jour).items():
            etats[eleve] = min(etats[eleve], etat, key=rangs.index)
    return etats


# --- Rooms that may be confided ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class SalleConfiee:
    """A room that a holder of authority may open to another adult: what is read there, and what one may answer there, if anything."""

    code: str
    libelle: Any
    ce_qu_on_lit: Any
    ce_qu_on_repond: Any = ""


_salles: dict[str, SalleConfiee] = {}
_actes: list[Callable[..., None]] = []


def enregistrer_salle_confiee(code: str, libelle: Any, ce_qu_on_lit: Any, ce_qu_on_repond: Any = "") -> None:
    """All that is not declared here is confided to nobody. The room then reads `Portee.suivis_de(code)`, and judges answers by `droits.peut_repondre`."""
    _salles[code] = SalleConfiee(code, libelle, ce_qu_on_lit, ce_qu_on_repond)


def salles_confiees() -> list[SalleConfiee]:
    return list(_salles.values())


def enregistrer_acte_confie(dire: Callable[..., None]) -> None:
    """`dire(par=, suivi=, salle=, geste=, adresse=)` tells who confided a child that it was used to answer."""
    _actes.append(dire)


def dire_un_acte_confie(*, par: Any, suivi: Any, salle: str, geste: Callable[[], str], adresse: str) -> None:
    """In the transaction of what `par` did in a room for a child that was confided to them; `geste()` says it, in the language of its
    reader: who confided that room, to be answered in.
    """
    for dire in _actes:
        dire(par=par, suivi=suivi, salle=salle, geste=geste, adresse=adresse)


# --- Allergies --------------------------------------------------------------------------------------------------------
_allergies: list[Callable[[Any, int, int], str]] = []


def enregistrer_allergies(lire: Callable[[Any, int, int], str]) -> None:
    """`lire(personne, ecole, eleve)` gives the words that the family wrote of a child (ids), to who answers for that child alone."""
    _allergies.append(lire)


def allergies_ecrites(personne: Any, ecole: int, eleve: int) -> str:
    """What this person may read of what was written; empty for anybody else."""
    return " ".join(filter(None, (lire(personne, ecole, eleve) for lire in _allergies)))
