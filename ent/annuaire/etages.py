"""Settings by levels (territory, commune, school): what rooms declare, and what is in force under what each level said. No row, no request.

A room declares its own in `reglages_declares.py`, and its `branchements.py` plugs them. A value is kept as JSON has it (« 20:00 »), and read as its
declaration types it.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ent.socle.dates import time_format
from ent.socle.tri import cle

Mots = str | Promise
JOUR = 24 * 60  # minutes
COLLEGE = "college"  # a nature of school (`Etablissement.Nature`)
EST_UN_COLLEGE = f"nature:{COLLEGE}"
MODULE, MODULES = "module.", "modules"  # of codes; the rubric where they stand
ANNULABLE = dt.timedelta(days=15)  # what was said may be undone


class Etage(StrEnum):
    """From the one that rules to the one that is ruled."""

    TERRITOIRE = "territoire"
    COMMUNE = "commune"
    ECOLE = "ecole"


TOUS = frozenset(Etage)


class Mode(StrEnum):
    """What a level does with its value: gives it to those below that say nothing, holds them to it, or bounds them by it."""

    LIBRE = "libre"
    FIXE = "fixe"
    BORNE = "borne"


class Ordre(StrEnum):
    """How a value bounds: at most (no later than), at least (no earlier than)."""

    AU_PLUS = "au_plus"
    AU_MOINS = "au_moins"


# --- Types ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class OuiNon:
    """Kept and read as a boolean."""

    def lire(self, brut: Any) -> bool:
        if not isinstance(brut, bool):
            raise TypeError(brut)
        return brut

    def ecrire(self, valeur: bool) -> bool:
        return valeur

    def en_mots(self, valeur: bool) -> str:
        return _("oui") if valeur else _("non")

    def rang(self, valeur: bool) -> int:
        return int(valeur)


@dataclass(frozen=True)
class OuvertFerme(OuiNon):
    """A module: on or off."""

    def en_mots(self, valeur: bool) -> str:
        return _("ouvert") if valeur else _("fermé")


@dataclass(frozen=True)
class Choix:
    """One of these, kept and read as its word; those that bound one another are given in order."""

    choix: Sequence[tuple[str, Mots]]

    def lire(self, brut: Any) -> str:
        if brut not in dict(self.choix):
            raise ValueError(brut)
        return brut

    def ecrire(self, valeur: str) -> str:
        return str(valeur)

    def en_mots(self, valeur: str) -> str:
        return str(dict(self.choix)[valeur])

    def rang(self, valeur: str) -> int:
        return list(dict(self.choix)).index(valeur)


@dataclass(frozen=True)
class Heure:
    """An hour between two, kept as « 20:00 », read as a `datetime.time`. Past midnight is later than the evening: hours are ranked from the first."""

    de: dt.time = dt.time(0)
    a: dt.time = dt.time(23, 59)

    def lire(self, brut: Any) -> dt.time:
        return dt.time.fromisoformat(brut)

    def ecrire(self, valeur: dt.time) -> str:
        return valeur.isoformat("minutes")

    def en_mots(self, valeur: dt.time) -> str:
        return time_format(valeur, "G\u00a0\\h\u00a0i" if valeur.minute else "G\u00a0\\h")

    def rang(self, valeur: dt.time) -> int:
        return (valeur.hour * 60 + valeur.minute - self.de.hour * 60 - self.de.minute) % JOUR


@dataclass(frozen=True)
class Entier:
    """A number from one to another, both included; `unite` is said after it."""

    de: int
    a: int
    unite: Mots = ""

    def lire(self, brut: Any) -> int:
        if not isinstance(brut, int) or isinstance(brut, bool) or not self.de <= brut <= self.a:
            raise ValueError(brut)
        return brut

    def ecrire(self, valeur: int) -> int:
        return valeur

    def en_mots(self, valeur: int) -> str:
        return f"{valeur}\u00a0{self.unite}" if self.unite else str(valeur)

    def rang(self, valeur: int) -> int:
        return valeur


# --- What a room declares ---------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Declaration:
    """A setting: its name, what it does in a sentence that a head understands, its type, what holds where nobody said anything, who may say it.

    With an `ordre` a level may bound it; `borne` says so around the value (« au plus tard à %(valeur)s »).
    """

    code: str
    nom: Mots
    phrase: Mots
    genre: OuiNon | Choix | Heure | Entier
    defaut: Any
    etages: frozenset[Etage] = TOUS
    ordre: Ordre | None = None
    borne: Mots = ""
    rubrique: str = ""
    defauts: Mapping[str, Any] = field(default_factory=dict)  # by nature of school, where another holds than `defaut`
    sauf: frozenset[str] = frozenset()  # natures of schools to which it says nothing: their pages do not show it
    dans_la_portee: bool = False  # read of all the schools of a person at once (`Portee.ecoles_qui_disent`): of a `Choix`, what is not its default

    @property
    def module(self) -> str:
        """The module that it turns on or off; empty for any other setting."""
        return self.code.removeprefix(MODULE) if self.code.startswith(MODULE) else ""

    def defaut_de(self, nature: str) -> Any:
        """What holds where nobody said anything, in a school of this nature."""
        return self.defauts.get(nature, self.defaut)

    def lire(self, brut: Any, nature: str = "") -> Any:
        """The value that is kept; the default where there is none, or one that the declaration no longer knows."""
        try:
            return self.defaut_de(nature) if brut is None else self.genre.lire(brut)
        except (TypeError, ValueError):
            return self.defaut_de(nature)

    def est_lisible(self, brut: Any) -> bool:
        try:
            self.genre.lire(brut)
        except (TypeError, ValueError):
            return False
        return True

    def tient(self, valeur: Any, borne: Any) -> bool:
        """Whether a value is within a bound."""
        ici, la = self.genre.rang(valeur), self.genre.rang(borne)
        return ici <= la if self.ordre is Ordre.AU_PLUS else ici >= la

    def en_mots(self, valeur: Any, mode: str = Mode.LIBRE) -> str:
        dite = self.genre.en_mots(valeur)
        return str(self.borne) % {"valeur": dite} if mode == Mode.BORNE else dite


@dataclass(frozen=True)
class Rubrique:
    """Settings that are shown together."""

    nom: str
    libelle: Mots
    ordre: int
    note: Mots = ""
    a_part: bool = False  # many alike: on a page of their own, and of a school as it says (`Ailleurs`)


@dataclass(frozen=True)
class Ailleurs:
    """What is not one value and is set on a page of its own: `adresse(etage, objet)` leads there (`objet`: the UAI, the INSEE code, nothing of
    the territory), None where that level has none.
    """

    rubrique: str
    libelle: Mots
    phrase: Mots
    adresse: Callable[[Etage, str], str | None]


_ailleurs: list[Ailleurs] = []
_declarations: dict[str, Declaration] = {}
_rubriques: dict[str, Rubrique] = {}


class ReglageInconnu(LookupError):
    """Nobody declared a setting of that name."""


def enregistrer_rubrique(nom: str, libelle: Mots, *, ordre: int, note: Mots = "", a_part: bool = False) -> None:
    _rubriques[nom] = Rubrique(nom, libelle, ordre, note, a_part)


def enregistrer_reglages(declarations: Iterable[Declaration]) -> None:
    for une in declarations:
        _declarations[une.code] = une


def enregistrer_ailleurs(page: Ailleurs) -> None:
    _ailleurs.append(page)


def ailleurs(rubrique: str, etage: Etage, objet: str) -> list[tuple[Ailleurs, str]]:
    """Pages of their own, of this rubric, where that level sets something."""
    menees = ((page, page.adresse(etage, objet)) for page in _ailleurs if page.rubrique == rubrique)
    return [(page, vers) for page, vers in menees if vers]


def rubriques() -> list[Rubrique]:
    """Those that hold a setting, or lead to one, in order."""
    tenues = {une.rubrique for une in _declarations.values()} | {page.rubrique for page in _ailleurs}
    return sorted((r for r in _rubriques.values() if r.nom in tenues), key=lambda r: (r.ordre, cle(r.nom)))


def declarations(rubrique: str = "") -> list[Declaration]:
    """All, or those of a rubric, as they were declared."""
    return [une for une in _declarations.values() if rubrique in ("", une.rubrique)]


def est_a_part(une: Declaration) -> bool:
    return _rubriques[une.rubrique].a_part


def declaration(code: str) -> Declaration:
    try:
        return _declarations[code]
    except KeyError:
        raise ReglageInconnu(code) from None


# --- What follows a change --------------------------------------------------------------------------------------------
Suite = Callable[..., None]
_suites: list[tuple[str, Suite]] = []


def enregistrer_suite(code: str, suite: Suite) -> None:
    """`suite(ecoles=…)` is called in the transaction that changed what is in force of this setting in these schools (ids)."""
    _suites.append((code, suite))


def dire_les_suites(changees: Mapping[int, tuple[Mapping[str, Any], Mapping[str, Any]]]) -> None:
    """By school (id), what was in force and what is."""
    for code, suite in _suites:
        if ecoles := {pk for pk, (avant, apres) in changees.items() if avant.get(code) != apres.get(code)}:
            suite(ecoles=ecoles)


# --- Modules ----------------------------------------------------------------------------------------------------------
Tenu = Callable[
    [Collection[int]], list[str]
]  # of schools (ids): what a module holds there, in words (« 12 menus à venir »)
_tenus: dict[str, Tenu] = {}


def module(code: str, nom: Mots, phrase: Mots, *, ferme_en: Collection[str] = ()) -> Declaration:
    """What a room declares that a school may not have: on where nobody said anything, but in schools of these natures (`ferme_en`). Its rights are
    written with `Portee.pour(code)`, its navigation, news and confided rooms bear the same code: off in a school, nothing of it is read or written
    there, and nothing is lost.
    """
    defauts = dict.fromkeys(ferme_en, False)
    return Declaration(f"{MODULE}{code}", nom, phrase, OuvertFerme(), defaut=True, rubrique=MODULES, defauts=defauts)


def enregistrer_module(declaree: Declaration, tenu: Tenu) -> None:
    """`tenu(ecoles)` says what closing it would hide."""
    enregistrer_reglages([declaree])
    _tenus[declaree.module] = tenu


def tenu_par(code: str, ecoles: Collection[int]) -> list[str]:
    return _tenus[code](ecoles) if ecoles else []


def modules() -> list[Declaration]:
    return [une for une in _declarations.values() if une.module]


def lus_par_la_portee(vigueur: Mapping[str, Any], nature: str) -> str:
    """Of what is in force in a school (as it is kept), what a portée reads, each between two spaces: modules that are off, choices that are not
    the default (« connexion.second_facteur:equipe »), and that it is a collège. Empty for none.
    """
    mots = {une.module for une in modules() if not une.lire(vigueur.get(une.code), nature)}
    if nature == COLLEGE:
        mots.add(EST_UN_COLLEGE)
    for une in _declarations.values():
        if une.dans_la_portee and (valeur := une.lire(vigueur.get(une.code))) != une.defaut:
            mots.add(f"{une.code}:{valeur}")
    return f" {' '.join(sorted(mots))} " if mots else ""


# --- What is in force -------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Dit:
    """What one level said, as it is kept; `source` is who said it and when. A value of None says nothing: what is above is followed."""

    etage: Etage
    valeur: Any
    mode: str
    source: Any = None


@dataclass(frozen=True)
class EnVigueur:
    """What holds at a level, typed; `origine` gave it (nobody: the default), `verrou` fixed it, `borne` is the tightest bound and who set it."""

    valeur: Any
    origine: Dit | None = None
    verrou: Dit | None = None
    borne: tuple[Any, Dit] | None = None


def calculer(une: Declaration, dits: Collection[Dit], nature: str = "") -> EnVigueur:
    """From what each level said, at most once each; in a school of this nature. Who is below a fixed value says nothing; who is beyond a bound is held to it,
    and who is within it, having chosen nothing, keeps what it had.
    """
    vigueur = EnVigueur(une.defaut_de(nature))
    par_etage = {dit.etage: dit for dit in dits if dit.etage in une.etages and une.est_lisible(dit.valeur)}
    for etage in Etage:
        if (dit := par_etage.get(etage)) is None:
            continue
        valeur, borne = une.genre.lire(dit.valeur), vigueur.borne
        if borne and not une.tient(valeur, borne[0]):
            valeur = borne[0]
        if dit.mode == Mode.FIXE:
            return EnVigueur(valeur, dit, dit, borne)
        if dit.mode == Mode.BORNE and une.ordre:
            vigueur = _sous_une_borne(une, vigueur, valeur, dit)
        else:
            vigueur = EnVigueur(valeur, dit, None, borne)
    return vigueur


def _sous_une_borne(une: Declaration, vigueur: EnVigueur, borne: Any, dit: Dit) -> EnVigueur:
    """A bound gives no value: it holds what is beyond it, and leaves what is within it to who gave it."""
    if vigueur.valeur == borne or not une.tient(vigueur.valeur, borne):
        return EnVigueur(borne, dit, None, (borne, dit))
    return EnVigueur(vigueur.valeur, vigueur.origine, None, (borne, dit))


QUI = {
    Etage.TERRITOIRE: gettext_lazy("le territoire"),
    Etage.COMMUNE: gettext_lazy("la commune"),
    Etage.ECOLE: gettext_lazy("l’école"),
}
