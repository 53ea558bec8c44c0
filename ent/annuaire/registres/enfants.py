"""What rooms say of a child: who is absent and what follows, what families allow, what they wrote of allergies."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop


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

    `proposer(personne, manque, remplaces)` says it, None when it has nothing to offer, or too late; `remplaces` had it done already, and this
    absence takes their place. `appliquer(personne, manque)` does it, in the transaction of the declaration; `defaire(personne, manque, restent)`
    takes it back when that is withdrawn, but for what those that are still told (`restent`, whoever tells them) hold too.
    """

    nom: str
    proposer: Callable[[Any, Manque, Collection[Manque]], Proposition | None]
    appliquer: Callable[[Any, Manque], None]
    defaire: Callable[[Any, Manque, Collection[Manque]], None]


_suites: dict[str, SuiteDAbsence] = {}
_absents: list[Callable[[int, dt.date], Mapping[str, Mapping[int, dt.time | None]]]] = []
_gardes: list[Callable[[int, dt.datetime], Mapping[int, str] | None]] = []
_ailleurs: list[Callable[[int, dt.date], Collection["Ailleurs"]]] = []
_journees: list[Callable[[Any, list[tuple[Any, dt.date]]], list[list["FaitEnClasse"]]]] = []


def enregistrer_suite_d_absence(suite: SuiteDAbsence) -> None:
    _suites[suite.nom] = suite


def suite_d_absence(nom: str) -> SuiteDAbsence | None:
    return _suites.get(nom)


def suites_d_absence(
    personne: Any, manque: Manque, remplaces: Mapping[str, Collection[Manque]]
) -> list[tuple[SuiteDAbsence, Proposition]]:
    """What may be offered to this person for that absence, by room. `remplaces`: by consequence, the absences that had it done and that this one replaces."""
    proposees = ((suite, suite.proposer(personne, manque, remplaces.get(suite.nom, ()))) for suite in _suites.values())
    return [(suite, proposition) for suite, proposition in proposees if proposition is not None]


def enregistrer_absents(lire: Callable[[int, dt.date], Mapping[str, Mapping[int, dt.time | None]]]) -> None:
    """`lire(ecole, jour)` gives by half-day (« matin », « apres_midi ») the pupils (ids) who are not there, or will not be as far as is known: None,
    or since when, of who left and did not come back.
    """
    _absents.append(lire)


def absents_de(ecole: int, jour: dt.date) -> dict[str, dict[int, dt.time | None]]:
    """Who is absent from a school that day, or left it, and when. Whoever asks has the right to know: nothing is said of why."""
    trouves: dict[str, dict[int, dt.time | None]] = {}
    for lire in _absents:
        for moment, eleves in lire(ecole, jour).items():
            trouves.setdefault(moment, {}).update(eleves)
    return trouves


def enregistrer_gardes(lire: Callable[[int, dt.datetime], Mapping[int, str] | None]) -> None:
    """`lire(ecole, instant)` gives the pupils (ids) who are kept at school then, around class, and by what, in a word; None where it does not know
    who stays there at that hour.
    """
    _gardes.append(lire)


def gardes_a(ecole: int, instant: dt.datetime) -> dict[int, str] | None:
    """Who is still, or already, at school outside class; None when nothing here knows it: a cantine may be kept elsewhere. Whoever asks has the right
    to know.
    """
    dits = [dit for lire in _gardes if (dit := lire(ecole, instant)) is not None]
    return {eleve: quoi for dit in dits for eleve, quoi in dit.items()} if dits else None


@dataclass(frozen=True)
class Ailleurs:
    """Classes (ids; None: the whole school) that are not at school on a day, or for a part of it: why, in a few words."""

    phrase: str
    classes: frozenset[int] | None = None
    depuis: dt.time | None = None
    jusqu_a: dt.time | None = None

    def touche(self, debut: dt.time, fin: dt.time) -> bool:
        """Whether it holds some of these hours."""
        return (self.depuis is None or self.depuis < fin) and (self.jusqu_a is None or debut < self.jusqu_a)


def enregistrer_ailleurs(lire: Callable[[int, dt.date], Collection[Ailleurs]]) -> None:
    """`lire(ecole, jour)`: of a school (id), what takes classes away from it that day."""
    _ailleurs.append(lire)


def ailleurs_de(ecole: int, jour: dt.date) -> list[Ailleurs]:
    """A strike, a closure, an outing. Whoever asks works there, or feeds it: no pupil is named."""
    return [une for lire in _ailleurs for une in lire(ecole, jour)]


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
    """Where a child stands, from the most cautious: what rooms obey. Two answers that differ are not given; a « oui » of those alone whose
    parental authority the school has not confirmed yet is, and whoever obeys it says that doubt.
    """

    DESACCORD = "desaccord"
    REFUSEE = "refusee"
    SANS_REPONSE = "sans_reponse"
    A_CONFIRMER = "a_confirmer"
    ACCORDEE = "accordee"
    NON_DEMANDEE = "non_demandee"

    @property
    def est_donnee(self) -> bool:
        return self in (Autorisation.ACCORDEE, Autorisation.A_CONFIRMER)


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


# --- Who leaves, and with whom ----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Venant:
    """Somebody whom a holder of authority (`par`) lets collect a child; until a day, or always."""

    nom: str
    lien: str
    par: Any
    fin: dt.date | None = None
    photo: Any = None


@dataclass(frozen=True)
class Venants:
    """Those who may come for a child that day. What another holder said of a reader's own child (`est_le_sien`) is not among them."""

    qui: tuple[Venant, ...] = ()
    est_le_sien: bool = False


SEUL_DIT = {
    Autorisation.ACCORDEE: gettext_noop("peut rentrer seul"),
    Autorisation.A_CONFIRMER: gettext_noop("peut rentrer seul · accord à confirmer"),
    Autorisation.DESACCORD: gettext_noop("désaccord : appeler la direction"),
}
TIERS_DIT = {
    Autorisation.A_CONFIRMER: gettext_noop("accord à confirmer sur ces personnes"),
    Autorisation.REFUSEE: gettext_noop("refus de partir avec ces personnes : appeler la direction"),
    Autorisation.DESACCORD: gettext_noop("désaccord sur ces personnes : appeler la direction"),
}


@dataclass(frozen=True)
class Depart:
    """How a child leaves school that day. `venants` is None where the reader may not know, or nothing here says it."""

    seul: Autorisation = Autorisation.NON_DEMANDEE
    tiers: Autorisation = Autorisation.NON_DEMANDEE
    venants: Venants | None = None

    @property
    def peut_rentrer_seul(self) -> bool:
        return self.seul.est_donnee

    @property
    def seul_dit(self) -> str:
        """Whether the child may go home alone, in words; nothing where nobody said so."""
        dit = SEUL_DIT.get(self.seul)
        return _(dit) if dit else ""

    @property
    def responsables_dits(self) -> str:
        """Whom the child is handed to, where nobody else may come."""
        return _("Ou remis à ses responsables.") if self.peut_rentrer_seul else _("Ses responsables seulement.")

    @property
    def est_en_desaccord(self) -> bool:
        """Two holders of authority say otherwise: the child leaves alone with nobody's word."""
        return self.seul is Autorisation.DESACCORD

    @property
    def est_a_confirmer(self) -> bool:
        return self.seul is Autorisation.A_CONFIRMER

    @property
    def tiers_dit(self) -> str:
        """What its holders said of the child's leaving with whom one of them designated, where that one's word is not enough."""
        dit = TIERS_DIT.get(self.tiers)
        return _(dit) if dit else ""

    @property
    def tiers_a_confirmer(self) -> bool:
        return self.tiers is Autorisation.A_CONFIRMER


_venants: list[Callable[[Any, int, Collection[int], dt.date], Mapping[int, Venants]]] = []


def enregistrer_venants(lire: Callable[[Any, int, Collection[int], dt.date], Mapping[int, Venants]]) -> None:
    """`lire(personne, ecole, eleves, jour)`: of those of these pupils (ids) whose gate this person keeps, who may come; nothing of the others."""
    _venants.append(lire)


def departs_de(personne: Any, ecole: int, eleves: Collection[int], jour: dt.date) -> dict[int, Depart]:
    """Of each of these pupils of a school, how they leave it that day, as this person may read it. A fixed number of queries."""
    seuls, tiers = (autorisations_de(genre, ecole, eleves, jour) for genre in ("seul", "tiers"))
    lus: dict[int, Venants] = {}
    for lire in _venants if seuls else ():
        lus |= lire(personne, ecole, eleves, jour)
    return {eleve: Depart(seuls[eleve], tiers[eleve], lus.get(eleve)) for eleve in seuls}


# --- Allergies --------------------------------------------------------------------------------------------------------
_allergies: list[Callable[[Any, int, int], str]] = []


def enregistrer_allergies(lire: Callable[[Any, int, int], str]) -> None:
    """`lire(personne, ecole, eleve)` gives the words that the family wrote of a child (ids), to who answers for that child alone."""
    _allergies.append(lire)


def allergies_ecrites(personne: Any, ecole: int, eleve: int) -> str:
    """What this person may read of what was written; empty for anybody else."""
    return " ".join(filter(None, (lire(personne, ecole, eleve) for lire in _allergies)))
