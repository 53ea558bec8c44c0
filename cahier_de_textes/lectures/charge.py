"""How long the day's work at home is for each pupil, over all the teachers who give them some."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ent.annuaire.audience.enonces import Audience
from ent.annuaire.codes import CHOIX_NIVEAUX, NIVEAUX
from ent.annuaire.droits import en_cours
from ent.annuaire.models import Classe, Groupe, Inscription
from ent.annuaire.models.portee import Suivi
from ent.socle.dates import date_format
from ent.socle.preparees import Preparee, lire_ensemble

from .. import droits
from ..models import Travail

DITS = dict(CHOIX_NIVEAUX)
SEUIL = 20  # minutes a day; beyond, the teacher is told, and decides
PLEIN, PLEIN_AU_COLLEGE = 30, 120  # minutes that fill the bar

# One row per group of a pupil, one at least.
NOMS = Preparee(
    lambda: Inscription.objects.filter(classe__fermee_le=None).values_list(
        "pk",
        "eleve_id",
        "eleve__prenom",
        "classe_id",
        "niveau",
        "classe__etablissement_id",
        "eleve__groupes__etablissement_id",
        "eleve__groupes",
    )
)
GROUPES = Preparee(
    lambda: Groupe.eleves.through.objects.order_by().values_list("personne_id", "groupe_id", "groupe__etablissement_id")
)
INSCRIPTIONS = Preparee(lambda: Inscription.objects.filter(classe__fermee_le=None).select_related("eleve", "classe"))
MINUTES = Preparee(
    lambda: (
        Travail.objects.presents()
        .filter(minutes__gt=0)
        .order_by()
        .values_list(
            "etablissement_id",
            "classe_id",
            "groupe_id",
            "niveau",
            Cast("date_pour", CharField(max_length=10)),
            "minutes",
        )
    )
)


class Donne(NamedTuple):
    """A row of `MINUTES`: what counts in a load. Numbers and words, to be read with something else."""

    etablissement_id: int
    classe_id: int | None
    groupe_id: int | None
    niveau: str
    date_pour: str  # ISO
    minutes: int


class Eleve(NamedTuple):
    """All that a week says of a pupil."""

    pk: int
    prenom: str


@dataclass(frozen=True)
class Concerne:
    """A pupil of a week, in one class: what `Suivi` says of them, without their whole person."""

    eleve: Eleve
    classe_id: int
    niveau: str
    groupes: set[int]


def publics(cibles: Collection[Classe | Groupe]) -> list[Suivi]:
    """The pupils of these classes and groups, each in every class and group of their school. Two queries."""
    # Who is in two of these is read twice.
    inscriptions = list({i.pk: i for i in INSCRIPTIONS.lire(_dans(cibles))}.values())
    groupes = _groupes_de(cibles, inscriptions)
    return [Suivi.de(i, groupes[i.eleve_id, i.classe.etablissement_id]) for i in inscriptions]


def concernes(cibles: Collection[Classe | Groupe]) -> list[Concerne]:
    """The same pupils, by their first names alone. One query."""
    eux: dict[int, Concerne] = {}
    groupes: dict[int, set[int]] = defaultdict(set)
    for pk, eleve, prenom, classe, niveau, ecole, ecole_du_groupe, groupe in NOMS.lire(_dans(cibles)):
        if pk not in eux:
            eux[pk] = Concerne(Eleve(eleve, prenom), classe, niveau, groupes[pk])
        if ecole_du_groupe == ecole:
            groupes[pk].add(groupe)
    return list(eux.values())


def _dans(cibles: Collection[Classe | Groupe]) -> Q:
    """Inscriptions of today, in the schools of these classes and groups, of the pupils who are in one of them."""
    classes = [c.pk for c in cibles if isinstance(c, Classe)]
    groupes = [c.pk for c in cibles if isinstance(c, Groupe)]
    ecoles = {c.etablissement_id for c in cibles}
    eux = en_cours("eleve__inscriptions__") & Q(eleve__inscriptions__classe__in=classes)
    if groupes:
        eux = (eux | Q(eleve__groupes__in=groupes)) if classes else Q(eleve__groupes__in=groupes)
    return en_cours() & Q(classe__etablissement__in=ecoles) & eux


def _groupes_de(cibles: Collection[Classe | Groupe], inscriptions: list) -> dict[tuple[int, int], set[int]]:
    """Groups by pupil and school."""
    ecoles = {c.etablissement_id for c in cibles}
    leurs_groupes: dict[tuple[int, int], set[int]] = defaultdict(set)
    dans_ces_ecoles = Q(personne__in={i.eleve_id for i in inscriptions}, groupe__etablissement__in=ecoles)
    for eleve, groupe, ecole in GROUPES.lire(dans_ces_ecoles):
        leurs_groupes[eleve, ecole].add(groupe)
    return leurs_groupes


def de[S: (Suivi, Concerne)](cible: Classe | Groupe, suivis: Iterable[S]) -> list[S]:
    """Those of these pupils who are in this class or group."""
    if isinstance(cible, Classe):
        return [s for s in suivis if s.classe_id == cible.pk]
    return [s for s in suivis if cible.pk in s.groupes]


def par_niveau[S: (Suivi, Concerne)](suivis: Iterable[S]) -> dict[str, list[S]]:
    """Pupils by level, in the order of a child's path; those without a level (ULIS) last."""
    niveaux = defaultdict(list)
    for suivi in suivis:
        niveaux[suivi.niveau].append(suivi)
    return {n: niveaux[n] for n in [*NIVEAUX, ""] if n in niveaux}


@dataclass
class Charge:
    """The minutes of one day for the pupils of one level of a class or group."""

    date: dt.date
    libelle: str
    minutes: dict[int, int] = field(default_factory=dict)  # by pupil
    prenoms: dict[int, str] = field(default_factory=dict)
    est_college: bool = False  # where several teach, and written work is given

    @cached_property
    def commune(self) -> int:
        """What every pupil of the level has."""
        return min(self.minutes.values(), default=0)

    @cached_property
    def maximum(self) -> int:
        return max(self.minutes.values(), default=0)

    @property
    def depasse(self) -> bool:
        return self.maximum > SEUIL and not self.est_college

    @property
    def largeur(self) -> int:
        """Of the bar, on 100."""
        return min(100, round(self.maximum * 100 / (PLEIN_AU_COLLEGE if self.est_college else PLEIN)))

    @property
    def duree(self) -> str:
        """« 10 min », « 10 à 25 min » when some pupils have more."""
        return _duree(self.commune, self.maximum, get_language())

    @property
    def qui(self) -> str:
        """Who goes beyond: the whole level, or pupils by their names."""
        charges = [e for e, n in self.minutes.items() if n > SEUIL]
        if len(charges) == len(self.minutes):
            return self.libelle
        noms = ", ".join(self.prenoms[e] for e in charges[:3])
        autres = len(charges) - 3
        if autres > 0:
            noms = ngettext("%(noms)s et %(n)s autre", "%(noms)s et %(n)s autres", autres) % {
                "noms": noms,
                "n": autres,
            }
        return f"{self.libelle} ({noms})"


@lru_cache(maxsize=512)
def _duree(commune: int, maximum: int, _langue: str | None) -> str:
    """A week says few of them, for each level of each day."""
    if commune == maximum:
        return _("%(n)s min") % {"n": maximum}
    return _("%(de)s à %(a)s min") % {"de": commune, "a": maximum}


def alertes(charges: Iterable[Charge]) -> list[str]:
    """What goes beyond, each day once: levels that have as much are said together."""
    ensemble: dict[tuple[dt.date, int], list[str]] = defaultdict(list)
    for charge_du_jour in charges:
        if charge_du_jour.depasse:
            ensemble[charge_du_jour.date, charge_du_jour.maximum].append(charge_du_jour.qui)
    phrase = _(
        "%(jour)s, %(qui)s : %(n)s min de travail à la maison. Au-delà de %(seuil)s, on vous le dit ; vous décidez."
    )
    return [
        phrase % {"jour": date_format(jour, "l").capitalize(), "qui": " · ".join(qui), "n": n, "seuil": SEUIL}
        for (jour, n), qui in ensemble.items()
    ]


@dataclass(frozen=True)
class Ajout:
    """What is being written: so many minutes for these pupils, that day."""

    date: dt.date
    minutes: int
    eleves: frozenset[int]


def vises(suivis: Iterable[Suivi], *, niveau: str = "", eleves: Collection = ()) -> frozenset[int]:
    """Of these pupils of one class or group: those named, or those of the level, or all."""
    if eleves:
        return frozenset(e.pk for e in eleves)
    return frozenset(s.eleve.pk for s in suivis if not niveau or s.niveau == niveau)


def comptes(
    personne, suivis: list[Suivi] | list[Concerne], dates: Collection[dt.date], *, sauf: Travail | None = None
) -> tuple[Preparee, Q]:
    """What is to be read for the load of these pupils on these days, over all their teachers.

    What is given counts, even if families do not read it yet; a draft counts for who may finish it. `sauf` is being corrected and does not count.
    """
    leurs = Q(groupe=None, classe__in={s.classe_id for s in suivis}) | Q(
        groupe__in={g for s in suivis for g in s.groupes}
    )
    comptent = leurs & (~Q(visible_le=None) | droits.modifiables_par(personne)) & Q(date_pour__in=dates)
    return MINUTES, comptent if sauf is None else comptent & ~Q(pk=sauf.pk)


def charge(
    personne,
    cibles: Collection[Classe | Groupe],
    suivis: list[Suivi] | list[Concerne],
    dates: Collection[dt.date],
    *,
    sauf: Travail | None = None,
    plus: Ajout | None = None,
) -> dict[dt.date, list[Charge]]:
    """For each of these days, the load of each level. `plus` is being written and counts. One query."""
    (lues,) = lire_ensemble(comptes(personne, suivis, dates, sauf=sauf))
    return charge_lue(lues, cibles, suivis, dates, plus=plus)


def charge_lue(
    lues: Iterable[tuple],
    cibles: Collection[Classe | Groupe],
    suivis: list[Suivi] | list[Concerne],
    dates: Collection[dt.date],
    *,
    plus: Ajout | None = None,
) -> dict[dt.date, list[Charge]]:
    """The same, of the rows of `comptes`."""
    minutes = _minutes(lues, suivis)
    for eleve in plus.eleves if plus else ():
        minutes[plus.date, eleve] += plus.minutes
    lignes: dict[dt.date, list[Charge]] = {date: [] for date in dates}
    for cible in cibles:
        for code, eleves in par_niveau(de(cible, suivis)).items():
            niveau = DITS.get(code, "")
            # Several classes on one page: the name of each, then its level if it has several.
            libelle = niveau or cible.nom
            if len(cibles) > 1:
                libelle = cible.nom if niveau in ("", cible.nom) else f"{niveau}, {cible.nom}"
            prenoms = {s.eleve.pk: s.eleve.prenom for s in eleves}
            for date in dates:
                siennes = {e: minutes.get((date, e), 0) for e in prenoms}
                lignes[date].append(Charge(date, libelle, siennes, prenoms, cible.etablissement.est_college))
    return lignes


def _minutes(lues: Iterable[tuple], suivis: Iterable[Suivi | Concerne]) -> dict[tuple[dt.date, int], int]:
    """What is asked of each pupil on each day, in minutes."""
    minutes: dict[tuple[dt.date, int], int] = defaultdict(int)
    eleves_de: dict[Audience, set[int]] = {}  # the same audiences come back
    for ligne in lues:
        travail = Donne(*ligne)
        audience, jour = droits.TRAVAUX.de(travail), dt.date.fromisoformat(travail.date_pour)
        if audience not in eleves_de:
            eleves_de[audience] = {s.eleve.pk for s in suivis if audience.comprend(s)}
        for eleve in eleves_de[audience]:
            minutes[jour, eleve] += travail.minutes
    return minutes
