"""What rooms above plug into the directory: being told that ties of children or their class changed, what a line of the journal is about, what they say of each school of a
list, what makes two rows of two accounts one; who is absent, what families allow.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import models, transaction

from .enfants import (
    Autorisation,
    FaitEnClasse,
    Manque,
    Proposition,
    SuiteDAbsence,
    absents_de,
    allergies_ecrites,
    autorisations_de,
    enregistrer_absents,
    enregistrer_allergies,
    enregistrer_autorisations,
    enregistrer_journees_de_classe,
    enregistrer_suite_d_absence,
    journees_de_classe,
    suite_d_absence,
    suites_d_absence,
)
from .gestes import (
    enregistrer_entre_eux,
    enregistrer_sorte_de_gestes,
    sortes_de_gestes,
    verbes_de,
    verbes_entre_eux,
)

__all__ = [
    "Autorisation",
    "ColonneDEcole",
    "EtatDEcole",
    "FaitEnClasse",
    "Genre",
    "LienDEcole",
    "Manque",
    "Mouvement",
    "Proposition",
    "SalleConfiee",
    "SuiteDAbsence",
    "absents_de",
    "allergies_ecrites",
    "autorisations_de",
    "colonnes_d_ecole",
    "dire_des_decisions",
    "dire_l_equipe_changee",
    "dire_le_travail_donne",
    "dire_le_travail_rendu",
    "dire_les_changements_de_classe",
    "dire_un_acte_confie",
    "dire_un_mouvement",
    "dire_une_aide",
    "enregistrer_absents",
    "enregistrer_acte_confie",
    "enregistrer_aide",
    "enregistrer_allergies",
    "enregistrer_autorisations",
    "enregistrer_changement_de_classe",
    "enregistrer_colonne_d_ecole",
    "enregistrer_decision",
    "enregistrer_entre_eux",
    "enregistrer_equipe_changee",
    "enregistrer_etat_d_ecole",
    "enregistrer_genre",
    "enregistrer_identite",
    "enregistrer_invitation",
    "enregistrer_journees_de_classe",
    "enregistrer_liens_changes",
    "enregistrer_mouvement",
    "enregistrer_salle_confiee",
    "enregistrer_sorte_de_gestes",
    "enregistrer_suite_d_absence",
    "enregistrer_travail_donne",
    "enregistrer_travail_rendu",
    "etats_d_ecole",
    "genre_nomme",
    "identites",
    "inviter",
    "journees_de_classe",
    "prevenir_des_liens",
    "rendre_ce_qui_etait_dit",
    "salles_confiees",
    "sortes_de_gestes",
    "suite_d_absence",
    "suites_d_absence",
    "taire_un_mouvement",
    "taire_une_aide",
    "verbes_de",
    "verbes_entre_eux",
]

_identites: list[tuple[type[models.Model], str, tuple[str, ...]]] = []
_liens: list[Callable[[frozenset[int]], None]] = []
_travail: list[Callable[[frozenset[int]], None]] = []
_donnes: list[Callable[[frozenset[int]], None]] = []
_equipes: list[Callable[[int, frozenset[int]], None]] = []
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


_aides: list[tuple[Callable[[Any], None], Callable[[Any], None]]] = []


_decisions: list[Callable[[list[int]], None]] = []


def enregistrer_decision(dire: Callable[[list[int]], None]) -> None:
    """`dire(lignes)` tells who directs a school what a level above decided of it: a line of its journal (id) for each school."""
    _decisions.append(dire)


def dire_des_decisions(lignes: list[int]) -> None:
    """In the transaction of the decision."""
    for dire in _decisions:
        dire(lignes)


def enregistrer_aide(dire: Callable[[Any], None], taire: Callable[[Any], None]) -> None:
    """`dire(aide)` tells whoever helps that a school is open to them, and until when; `taire(aide)` takes it back once it is over."""
    _aides.append((dire, taire))


def dire_une_aide(aide: Any) -> None:
    """In the transaction that opens it."""
    for dire, _taire in _aides:
        dire(aide)


def taire_une_aide(aide: Any) -> None:
    for _dire, taire in _aides:
        taire(aide)


_invitations: list[Callable[..., None]] = []


def enregistrer_invitation(inviter: Callable[..., None]) -> None:
    """`inviter(etablissement=, auteur=, personnes=)` sends an e-mail to people (ids) who arrive in a school, at the address that it knows."""
    _invitations.append(inviter)


def inviter(*, etablissement: Any, auteur: Any, personnes: Collection[int]) -> None:
    """In the transaction that welcomes them."""
    for une in _invitations:
        une(etablissement=etablissement, auteur=auteur, personnes=personnes)


def enregistrer_travail_rendu(fonction: Callable[[frozenset[int]], None]) -> None:
    """`fonction(personnes)` is called when a direction takes a class, or powers, from people (ids) who still work in the school."""
    _travail.append(fonction)


def dire_le_travail_rendu(personnes: Collection[int]) -> None:
    """In the transaction of the change, once it is made."""
    for fonction in _travail:
        fonction(frozenset(personnes))


def enregistrer_travail_donne(fonction: Callable[[frozenset[int]], None]) -> None:
    """`fonction(personnes)` is called when roles or powers are given, or given back, to people (ids): what their account asks of them may be more
    than it was. What a date begins by itself is not told.
    """
    _donnes.append(fonction)


def dire_le_travail_donne(personnes: Collection[int]) -> None:
    """In the transaction of the change."""
    for fonction in _donnes:
        fonction(frozenset(personnes))


def enregistrer_equipe_changee(fonction: Callable[[int, frozenset[int]], None]) -> None:
    """`fonction(ecole, personnes)` is called when an act ends what people (ids) do in a school, or gives back what another ended. What a date ends by itself, or an
    import, is not told: whoever counts on it looks each day too.
    """
    _equipes.append(fonction)


def dire_l_equipe_changee(ecole: int, personnes: Collection[int]) -> None:
    """In the transaction of the change, once it is made."""
    for fonction in _equipes:
        fonction(ecole, frozenset(personnes))


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


# --- Rooms that may be confided ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class SalleConfiee:
    """A room that a holder of authority may open to another adult: what is read there, and what one may answer there, if anything."""

    code: str
    libelle: Any
    ce_qu_on_lit: Any
    ce_qu_on_repond: Any = ""
    module: str = ""  # that a school may turn off (`etages.module`)


_salles: dict[str, SalleConfiee] = {}
_actes: list[Callable[..., None]] = []


def enregistrer_salle_confiee(
    code: str, libelle: Any, ce_qu_on_lit: Any, ce_qu_on_repond: Any = "", module: str = ""
) -> None:
    """All that is not declared here is confided to nobody. The room then reads `Portee.suivis_de(code)`, and judges answers by `droits.peut_repondre`."""
    _salles[code] = SalleConfiee(code, libelle, ce_qu_on_lit, ce_qu_on_repond, module)


def salles_confiees() -> list[SalleConfiee]:
    return list(_salles.values())


def enregistrer_acte_confie(dire: Callable[..., None]) -> None:
    """`dire(par=, suivi=, salle=, geste=, adresse=, foyer=)` tells who confided a child that it was used to answer."""
    _actes.append(dire)


def dire_un_acte_confie(
    *,
    par: Any,
    suivi: Any,
    salle: str,
    geste: Callable[[], str],
    adresse: str,
    foyer: Collection[int] | None = None,
) -> None:
    """In the transaction of what `par` did in a room for a child that was confided to them; `geste()` says it, in the language of its
    reader: who confided that room, to be answered in; among these adults alone (`foyer`), of what is one household's.
    """
    for dire in _actes:
        dire(par=par, suivi=suivi, salle=salle, geste=geste, adresse=adresse, foyer=foyer)
