"""Whose right to an account ended, and when what is held on them goes. Nobody who is tied anywhere is ever among them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ent.socle.tri import cle

from ..droits import DELAI_MAX, GARDE_DES_ANNEES, PREAVIS, en_cours
from ..models import (
    Affectation,
    AnneeScolaire,
    Delegation,
    Effacement,
    Etablissement,
    Inscription,
    Personne,
    PlacePrevue,
    Responsabilite,
    Role,
)
from ..traitement import Depuis, Garde, Tenue, Traitement, traitements

Genre = Effacement.Genre
LOT = 500


@dataclass(frozen=True, order=True)
class FinDeDroit:
    """From which day somebody may be erased, what they were, where; and the last day of their right."""

    efface_le: dt.date
    fin: dt.date
    genre: str
    ecole: int | None


def _pas_fini(jour: dt.date) -> Q:
    return Q(fin=None) | Q(fin__gte=jour)


def _tenus(jour: dt.date) -> list:
    """Ties of today or to come, as questions on a person: whoever has one stays. A class that was closed, and a plan of a year that is over, hold nobody."""
    pas_fini, elle = _pas_fini(jour), OuterRef("pk")
    inscrits = Inscription.objects.filter(pas_fini).order_by()
    liens = Responsabilite.objects.filter(pas_fini).order_by()
    enfants = inscrits.filter(eleve=OuterRef("enfant"))
    # A child whom a school declared, who has no class yet.
    attendus = liens.filter(enfant__fermee_le=None, enfant__inscriptions=None, enfant__fusionnee_dans=None)
    return [
        Exists(Role.objects.filter(pas_fini, personne=elle).order_by()),
        Exists(Affectation.objects.filter(pas_fini, enseignant=elle, classe__fermee_le=None).order_by()),
        Exists(inscrits.filter(eleve=elle)),
        Exists(liens.filter(Exists(enfants), adulte=elle)),
        Exists(attendus.filter(Q(adulte=elle) | Q(enfant=elle))),
        Exists(Delegation.objects.filter(fin__gte=jour, finie_le=None, delegue=elle).order_by()),
        Exists(
            PlacePrevue.objects.filter(
                passage__fait_le=None, passage__annee__fin__gte=jour, vers__isnull=False, eleve=elle
            ).order_by()
        ),
    ]


def _detaches(jour: dt.date, parmi: Q | None = None) -> list[int]:
    """People (ids) tied to nothing, who were not erased."""
    personnes = Personne.objects.filter(parmi or Q(), is_superuser=False).exclude(effacement__fait_le__isnull=False)
    for question in _tenus(jour):
        personnes = personnes.filter(~question)
    return list(personnes.order_by("pk").values_list("pk", flat=True).distinct())


def est_tenue(personne: int, jour: dt.date) -> bool:
    """Whether that person is tied somewhere, that day."""
    toutes = Personne.objects.filter(pk=personne)
    for question in _tenus(jour):
        toutes = toutes.filter(~question)
    return not toutes.exists()


def fins_de_droit(jour: dt.date, parmi: Q | None = None) -> Iterator[tuple[int, FinDeDroit]]:
    """By person (id) who is tied to nothing, batch by batch; among some, or of all."""
    detaches = _detaches(jour, parmi)
    delais = {ecole.pk: dt.timedelta(days=ecole.reglage("conservation.delai")) for ecole in Etablissement.objects.all()}
    for debut in range(0, len(detaches), LOT):
        lot = detaches[debut : debut + LOT]
        fins = _fins(lot, delais)
        for pk, cree_le, fermee_le in (
            Personne.objects.filter(pk__in=lot).order_by("pk").values_list("pk", "cree_le", "fermee_le")
        ):
            le = timezone.localdate(fermee_le or cree_le)
            yield pk, max(fins[pk]) if fins[pk] else FinDeDroit(le + DELAI_MAX, le, Genre.AUTRE, None)


def _fins(lot: Collection[int], delais: dict[int, dt.timedelta]) -> dict[int, list[FinDeDroit]]:
    """What each of them was, and until when: a pupil and who answers for them, as long as a year that is over is read; others, the delay of the school."""
    fins: dict[int, list[FinDeDroit]] = defaultdict(list)

    def finir(pk: int, fin: dt.date | None, ecole: int | None, genre: str) -> None:
        if fin is not None:
            fins[pk].append(FinDeDroit(fin + delais.get(ecole or 0, DELAI_MAX), fin, genre, ecole))

    for pk, fin, ecole in (
        Role.objects.filter(personne__in=lot).order_by().values_list("personne", "fin", "etablissement")
    ):
        finir(pk, fin, ecole, Genre.EQUIPE)
    for pk, fin, ecole in (
        Affectation.objects.filter(enseignant__in=lot)
        .order_by()
        .values_list("enseignant", "fin", "classe__etablissement")
    ):
        finir(pk, fin, ecole, Genre.EQUIPE)
    for pk, fin, ecole in (
        Delegation.objects.filter(delegue__in=lot).order_by().values_list("delegue", "fin", "etablissement")
    ):
        finir(pk, fin, ecole, Genre.AUTRE)
    liens = Responsabilite.objects.filter(adulte__in=lot).order_by()
    liens_lus = list(liens.values_list("adulte", "enfant", "fin", "etablissement"))
    scolarites = _scolarites({*lot, *(enfant for _adulte, enfant, _fin, _ecole in liens_lus)})
    for pk in lot:
        fins[pk] += [FinDeDroit(le, fin, Genre.ELEVE, ecole) for le, fin, ecole in scolarites[pk]]
    for pk, enfant, fin, ecole in liens_lus:
        finir(pk, fin, ecole, Genre.RESPONSABLE)
        if fin is None:
            fins[pk] += [FinDeDroit(le, fini, Genre.RESPONSABLE, ici) for le, fini, ici in scolarites[enfant]]
    return fins


def _scolarites(eleves: Collection[int]) -> dict[int, list[tuple[dt.date, dt.date, int]]]:
    """Of each pupil: when each of their classes is read no more, the last day there, the school."""
    lues: dict[int, list[tuple[dt.date, dt.date, int]]] = defaultdict(list)
    places = Inscription.objects.filter(eleve__in=eleves).exclude(fin=None).order_by()
    for eleve, fin, annee, ecole in places.values_list("eleve", "fin", "classe__annee__fin", "classe__etablissement"):
        lues[eleve].append((max(fin, annee) + GARDE_DES_ANNEES, fin, ecole))
    return lues


# --- What is told -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Ligne:
    """Of one school (none: of no school), one kind: how many go, and the first day on which one does."""

    ecole: Etablissement | None
    genre: str
    n: int
    premier: dt.date

    @property
    def libelle(self) -> str:
        return str(Genre(self.genre).label)


@dataclass(frozen=True)
class Perimees:
    """Of one model: how many rows have had their time, and what says so."""

    titre: str
    modele: str
    n: int
    garde: Garde


@dataclass(frozen=True)
class Prevision:
    """What goes, without a name."""

    comptes: list[Ligne]
    lignes: list[Perimees]

    @property
    def n(self) -> int:
        return sum(ligne.n for ligne in self.comptes)


def a_blanc(jour: dt.date | None = None) -> Prevision:
    """What the next rounds do: accounts that were told or are to be, rows that have had their time. It writes nothing."""
    jour = jour or timezone.localdate()
    comptes: dict[tuple[int | None, str], list[dt.date]] = defaultdict(list)
    for ecole, genre, le in _comptes(jour):
        comptes[ecole, genre].append(le)
    ecoles = {e.pk: e for e in Etablissement.objects.filter(pk__in={ecole for ecole, _genre in comptes if ecole})}
    lignes = [Ligne(ecoles.get(ecole or 0), genre, len(jours), min(jours)) for (ecole, genre), jours in comptes.items()]
    lignes.sort(key=lambda une: (une.ecole is None, cle(une.ecole.nom) if une.ecole else "", une.genre))
    return Prevision(lignes, _perimees(jour))


def _comptes(jour: dt.date) -> Iterator[tuple[int | None, str, dt.date]]:
    prevus = Effacement.objects.a_venir().order_by()
    dits = set()
    for pk, ecole, genre, le in prevus.values_list("personne", "etablissement", "genre", "date_prevue"):
        dits.add(pk)
        if not est_tenue(pk, jour):
            yield ecole, genre, le
    for pk, fin in fins_de_droit(jour):
        if pk not in dits:
            yield fin.ecole, fin.genre, max(fin.efface_le, jour + PREAVIS)


def _perimees(jour: dt.date) -> list[Perimees]:
    lues = [
        Perimees(str(traitement.intitule), modele, perimees(garde, modele, chemin, jour).count(), garde)
        for traitement, garde, modele, chemin in gardes_de_lignes()
    ]
    return [une for une in lues if une.n]


def gardes_de_lignes() -> Iterator[tuple[Traitement, Garde, str, str]]:
    """What is erased by its date: the declaration, the model, the path to the day."""
    for traitement in traitements():
        for garde in traitement.gardes:
            for modele, chemin in garde.lignes.items():
                yield traitement, garde, modele, chemin


def perimees(garde: Garde, modele: str, chemin: str, jour: dt.date) -> models.QuerySet:
    """Rows of that model that have had their time, that day."""
    limite = jour - dt.timedelta(days=garde.jours)
    if garde.depuis is Depuis.ANNEE:
        limite = AnneeScolaire.objects.prevue(limite).debut
    classe = Tenue(modele).classe
    borne: Any = limite
    if isinstance(classe._meta.get_field(chemin.partition("__")[0]), models.DateTimeField):
        borne = timezone.make_aware(dt.datetime.combine(limite, dt.time()))
    return classe._base_manager.filter(**{f"{chemin}__lt": borne})


@dataclass(frozen=True)
class Partant:
    """One of a school, for its direction, who knew them."""

    personne: Personne
    genre: str
    le: dt.date
    est_prevenu: bool
    a_une_adresse: bool


def partants_de(ecole: Etablissement) -> list[Partant]:
    """Those of the school who were told, then those who are to be, by day."""
    prevus = Effacement.objects.a_venir().filter(etablissement=ecole).select_related("personne")
    return [
        Partant(p.personne, str(Genre(p.genre).label), p.date_prevue, True, _a_une_adresse(p.personne))
        for p in prevus.order_by("date_prevue", "personne__nom", "pk")
    ]


def a_prevenir_de(ecole: Etablissement) -> list[Ligne]:
    """Those of the school whose turn comes later, by kind."""
    jour = timezone.localdate()
    passes = (
        Q(roles__etablissement=ecole)
        | Q(inscriptions__classe__etablissement=ecole)
        | Q(responsabilites__etablissement=ecole)
        | Q(delegations_recues__etablissement=ecole)
    )
    jours: dict[str, list[dt.date]] = defaultdict(list)
    for _pk, fin in fins_de_droit(jour, passes & Q(effacement=None)):
        if fin.ecole == ecole.pk:
            jours[fin.genre].append(max(fin.efface_le, jour + PREAVIS))
    return [Ligne(ecole, genre, len(siens), min(siens)) for genre, siens in sorted(jours.items())]


def partis_de(ecole: Etablissement) -> int:
    return Effacement.objects.filter(etablissement=ecole).exclude(fait_le=None).count()


def effacements_dits_a(personne: Personne) -> list[Effacement]:
    """One's own, and those of the children for whom one answers."""
    liens = Responsabilite.objects.filter(en_cours(), adulte=personne).exclude(autorite=Responsabilite.Autorite.SANS)
    siens = Q(personne=personne) | Q(personne__in=liens.order_by().values("enfant"))
    return list(Effacement.objects.a_venir().filter(siens).select_related("personne"))


def _a_une_adresse(personne: Personne) -> bool:
    return bool(personne.courriel or personne.courriel_contact)
