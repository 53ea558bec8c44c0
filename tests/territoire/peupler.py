"""An invented territory of any size, with the proportions of the plan, repeatable by its seed.

At 204 schools: 1,108 classes, 28,000 pupils, some 46,000 responsables, 1,500 teachers and the year's homework. All is
drawn commune by commune from `random.Random(graine)`, so that memory holds one commune at a time. The same seed, on the
same day, in a database without invented schools, gives the same people and the same files.
"""

import datetime as dt
import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from config.demonstration.distribution import COMMUNES
from ent.annuaire.journal import consigner
from ent.annuaire.models import AnneeScolaire, Commune, Etablissement

from . import base
from .aaf import DepotAaf
from .comptes import Comptes
from .ecoles import ECOLES_MAX, Ecole, nommer, tracer
from .familles import Famille, Peuplement
from .onde import Depot
from .personnel import recruter
from .travaux import Cahiers

__all__ = ["ECOLES_MAX", "Bilan", "peupler"]


@dataclass
class Bilan:
    """What was made, and a few ways in: (what they are, how they sign in)."""

    ecoles: int = 0
    classes: int = 0
    eleves: int = 0
    responsables: int = 0
    enseignants: int = 0
    travaux: int = 0
    entrees: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def peupler(
    *,
    ecoles: int,
    graine: int = 1,
    dossier: Path | None = None,
    aaf: Path | None = None,
    avec_personnes: bool = True,
    instant: dt.datetime | None = None,
) -> Bilan:
    """Draw the territory and write it; with `dossier`, write its ONDE exports too; with `aaf`, a Complet of the State's directory.

    Without people, the database receives the schools alone, so that an import of the files can be measured.
    """
    instant = instant or timezone.now()
    annee = AnneeScolaire.objects.pour(timezone.localdate(instant))
    communes = {
        code: Commune.objects.get_or_create(code_insee=code, defaults={"nom": nom})[0] for code, nom in COMMUNES.items()
    }
    premier = _premier_numero()
    tirage = partial(_tirage, f"{graine}/{premier}")
    territoire = tracer(ecoles, tirage("ecoles"), communes, premier)
    bilan, comptes = Bilan(ecoles=ecoles), Comptes()
    # The whole staff first: its total is the territory's. Families then come commune by commune.
    _equiper([e for liste in territoire.values() for e in liste], tirage("equipes"), annee, bilan, avec_personnes)
    cahiers = Cahiers(instant, annee.debut, annee.fin)
    with _depots(dossier, aaf, timezone.localdate(instant)) as depots:
        for code, liste in territoire.items():
            familles = list(Peuplement(liste, tirage(code), annee.debut))
            _compter(bilan, liste, familles)
            _deposer(depots, liste, familles)
            if avec_personnes:
                confirmees_le = timezone.make_aware(dt.datetime.combine(annee.debut, dt.time(10)))
                base.ecrire_familles(familles, annee.debut, confirmees_le)
                bilan.travaux += base.ecrire_cahiers(cahiers, liste, familles, tirage(f"{code}/cahier"))
                comptes.ouvrir(liste, familles)
    if avec_personnes:
        comptes.ouvrir_le_territoire(tirage("territoire"), communes, annee.debut)
    bilan.entrees = comptes.entrees
    consigner("demonstration.peupler", ecoles=ecoles, graine=graine, eleves=bilan.eleves)
    return bilan


def _tirage(graine: str, quoi: str) -> random.Random:
    """Draws of each part depend on the seed alone; added to a populated database, they are new ones."""
    return random.Random(f"{graine}/{quoi}")


def _equiper(
    ecoles: list[Ecole], alea: random.Random, annee: AnneeScolaire, bilan: Bilan, avec_personnes: bool
) -> None:
    """Write the schools, and who works in them."""
    base.ecrire_ecoles(ecoles)
    roles, affectations = recruter(ecoles, alea, annee.debut)
    for ecole in ecoles:
        nommer(ecole, alea)
    bilan.enseignants = len({id(r.personne) for r in roles})
    if avec_personnes:
        base.ecrire_equipes(ecoles, annee, roles, affectations)


def _premier_numero() -> int:
    """Invented schools are numbered 0790001, 0790002…: carry on after those that are already there."""
    dernier = Etablissement.objects.filter(uai__startswith="079").order_by("-uai").values_list("uai", flat=True).first()
    return int(dernier[3:7]) + 1 if dernier else 1


@contextmanager
def _depots(dossier: Path | None, aaf: Path | None, jour: dt.date) -> Iterator[list[Depot | DepotAaf]]:
    """Those that were asked for, closed at the end."""
    with ExitStack() as pile:
        demandes = [*([Depot(dossier)] if dossier else []), *([DepotAaf(aaf, jour)] if aaf else [])]
        yield [pile.enter_context(depot) for depot in demandes]


def _deposer(depots: list[Depot | DepotAaf], ecoles: list[Ecole], familles: list[Famille]) -> None:
    """The files of each school: its pupils, and those who answer for them."""
    for ecole in ecoles:
        siennes = [f for f in familles if any(e.place.ecole is ecole for e in f.enfants)]
        for depot in depots:
            depot.deposer(ecole, siennes)


def _compter(bilan: Bilan, ecoles: list[Ecole], familles: list[Famille]) -> None:
    bilan.classes += sum(len(e.salles) for e in ecoles)
    bilan.eleves += sum(len(f.enfants) for f in familles)
    bilan.responsables += sum(len(f.adultes) for f in familles)
