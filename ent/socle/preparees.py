"""Queries compiled once per process: what a page of a family reads is always of the same shape, with other values.

Django builds and compiles a query at each use; for the few queries of every page, that costs several times what the
database takes. Here the `Q` of a right (`droits.py`) is the key: its shape says which compiled query serves, and its
values are those of the moment. So rights and dates are stated once, where they were, and nothing is kept of a result.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import Choices, Exists, Expression, F, Field, Model, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from .rustines import django_requetes

# What may vary, and how it is written for the database. None and booleans are part of the shape: they change the SQL.
TYPES: dict[type, Field] = {
    int: models.IntegerField(),
    str: models.CharField(),
    dt.date: models.DateField(),
    dt.datetime: models.DateTimeField(),
    uuid.UUID: models.UUIDField(),
}
LONGUE = 4096
DEMONTEE = "demontee"  # the attribute of a `Q` that holds its shape and its values (`gardee`)
# Values that a database takes as they are; the others are written as their field says. Moments too, which may have no time zone.
TELS_QUELS = {"postgresql": frozenset({int, str, dt.date, uuid.UUID}), "sqlite": frozenset({int, str})}


class NonPreparable(TypeError):
    """A `Q` that holds what has no shape (a queryset, an `F`, an expression of Django's), or no value that is written here: Django writes it."""


class Place(Value):
    """Where values will go: one, or the `nombre` values of an `IN`."""

    def __init__(self, type_: type, rang: int, nombre: int | None) -> None:
        if type_ not in TYPES:
            raise NonPreparable(f"A prepared query takes no {type_.__name__}.")
        super().__init__(None, output_field=TYPES[type_])
        self.rang, self.nombre = rang, nombre

    def ecrire(self, valeur: Any, connexion: Any) -> Any:
        """The value as this database takes it."""
        if type(valeur) is dt.datetime and valeur.tzinfo is not None and connexion.vendor == "postgresql":
            return valeur
        return self.output_field.get_db_prep_value(valeur, connexion)

    def as_sql(self, compiler, connection):
        if self.nombre is None:
            return "%s", [(Place, self.rang)]
        rangs = range(self.rang, self.rang + self.nombre)
        return f"({', '.join(['%s'] * self.nombre)})", [(Place, rang) for rang in rangs]


class _Jour(Value):
    def __init__(self) -> None:
        super().__init__(None, output_field=models.DateField())

    def as_sql(self, compiler, connection):
        return "%s", [JOUR if _se_prepare.get() else self.ecrire(connection)]

    def ecrire(self, connexion: Any) -> Any:
        return self.output_field.get_db_prep_value(timezone.localdate(), connexion)


# Today, said when the database is asked and not when the rule is written: a rule that holds it may be kept, and prepared.
JOUR = _Jour()
_se_prepare: ContextVar[bool] = ContextVar("_se_prepare", default=False)


class Regle(Expression):
    """A rule on the row in hand, written in SQL once: ``Q(Regle(Fichier, rule))`` is `rule`, without what Django takes to write it. It holds no value of
    a reader nor of the moment but `JOUR`; what it joins, it asks in a subquery.
    """

    conditional = True

    def __init__(self, modele: type[Model], regle: Q) -> None:
        super().__init__(output_field=models.BooleanField())
        self.modele, self.regle, self.ligne = modele, regle, F("pk")
        self._ecrites: dict[str, tuple[str, str, list]] = {}  # by kind of database; shared with every copy

    @property
    def identity(self) -> tuple:
        return Regle, id(self.regle), self.ligne

    def get_source_expressions(self) -> list:
        return [self.ligne]

    def set_source_expressions(self, sources: list) -> None:
        (self.ligne,) = sources

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list]:
        if connection.vendor not in self._ecrites:
            jeton = _se_prepare.set(True)
            try:
                self._ecrites[connection.vendor] = django_requetes.condition(self.modele, self.regle, connection)
            finally:
                _se_prepare.reset(jeton)
        sql, ici, parametres = self._ecrites[connection.vendor]
        jour = JOUR if _se_prepare.get() else JOUR.ecrire(connection)
        la = f"{compiler.quote_name(self.ligne.alias)}."
        return f"({sql.replace(ici, la)})", [jour if p is JOUR else p for p in parametres]


class Lignes:
    """Rows of a table that a right lets through, as the value of an `IN`: ``Q(billet__in=Lignes(Billet, lus))`` is `Billet.objects.filter(lus)`, and what
    holds it may be prepared.
    """

    def __init__(self, modele: type[Model], q: Q) -> None:
        self.modele, self.q = modele, q

    def resolve_expression(self, *arguments: Any, **options: Any) -> Any:
        lues = self.modele._base_manager.filter(self.q).order_by().values("pk")
        return lues.resolve_expression(*arguments, **options)


class Existe:
    """A row of this table points by `champ` at the row in hand, and follows `q`: ``Q(Existe(PieceBillet, "fichier", q))``. Written by Django when it is
    asked, or prepared.
    """

    conditional = True

    def __init__(self, modele: type[Model], champ: str, q: Q) -> None:
        self.modele, self.champ, self.q = modele, champ, q

    def resolve_expression(self, *arguments: Any, **options: Any) -> Any:
        lignes = self.modele._base_manager.filter(self.q, **{self.champ: OuterRef("pk")}).order_by()
        return Exists(lignes).resolve_expression(*arguments, **options)


class Forme(NamedTuple):
    """The shape of a `Q`."""

    connecteur: str
    nie: bool
    enfants: tuple


class FormeDExiste(NamedTuple):
    modele: type[Model]
    champ: str
    forme: Forme


class Compte(models.Count):
    """A count as the database gives it, a number already: it may be read by `lire_ensemble`."""

    def get_db_converters(self, connection):
        return []


def decomposer(q: Q, valeurs: list) -> Forme:
    """The shape of a `Q`; its values are added to `valeurs`, in order."""
    formes: list[Any] = []
    for enfant in q.children:
        if type(enfant) is not tuple:
            formes.append(_decomposer_une_condition(enfant, valeurs))
            continue
        nom, valeur = enfant
        if (genre := type(valeur)) in TYPES:
            valeurs.append(valeur)
            formes.append((nom, genre, None))
        elif valeur is None or valeur is True or valeur is False:
            formes.append(enfant)
        elif nom.endswith("__in"):
            formes.append(_decomposer_une_liste(nom, valeur, valeurs))
        else:
            valeurs.append(_nue(valeur))
            formes.append((nom, type(valeurs[-1]), None))
    return Forme(q.connector, q.negated, tuple(formes))


def gardee(q: Q) -> Q:
    """A `Q` that is kept, and put into others: what it is made of is taken apart once. It is never changed."""
    for enfant in q.children:
        if isinstance(enfant, Q):
            gardee(enfant)
    valeurs: list = []
    vars(q)[DEMONTEE] = decomposer(q, valeurs), valeurs
    return q


def _decomposer_une_condition(condition: Any, valeurs: list) -> Forme | FormeDExiste | Regle:
    if isinstance(condition, Q):
        if (deja := vars(condition).get(DEMONTEE)) is None:
            return decomposer(condition, valeurs)
        valeurs += deja[1]
        return deja[0]
    if isinstance(condition, Existe):
        return FormeDExiste(condition.modele, condition.champ, decomposer(condition.q, valeurs))
    if isinstance(condition, Regle):  # it holds no value
        return condition
    raise NonPreparable(f"A prepared query takes no {type(condition).__name__}.")


def _nue(valeur: Any) -> Any:
    """What the database is given for an object, or for one of a set of choices."""
    if isinstance(valeur, Model):
        return valeur.pk
    return valeur.value if isinstance(valeur, Choices) else valeur


def _decomposer_une_liste(nom: str, valeur: Any, valeurs: list) -> tuple:
    if isinstance(valeur, Lignes):
        return (nom, valeur.modele, decomposer(valeur.q, valeurs))
    if isinstance(valeur, QuerySet):
        raise NonPreparable(f"A prepared query takes no subquery, as {nom}.")
    liste = list(valeur)
    if not liste:
        return (nom, (), None)
    genres = {*map(type, liste)}
    if not genres <= TYPES.keys():
        liste = [_nue(v) for v in liste]
        genres = {*map(type, liste)}
    if len(genres) > 1:
        raise NonPreparable(f"Values of several types in {nom}.")
    # Lengths of a power of two, the last value said again: few shapes, same meaning. Long ones as they are: PostgreSQL takes 65,535 values.
    if len(liste) <= LONGUE:
        liste += [liste[-1]] * ((1 << (len(liste) - 1).bit_length()) - len(liste))
    valeurs += liste
    return (nom, type(liste[0]), len(liste))


def recomposer(forme: Forme, places: list) -> Q:
    """The `Q` of that shape, with a `Place` where a value was."""
    enfants = (_recomposer(enfant, places) for enfant in forme.enfants)
    return Q(*enfants, _connector=forme.connecteur, _negated=forme.nie)


def _recomposer(enfant: Any, places: list) -> Any:
    if isinstance(enfant, Forme):
        return recomposer(enfant, places)
    if isinstance(enfant, FormeDExiste):
        return Existe(enfant.modele, enfant.champ, recomposer(enfant.forme, places))
    if isinstance(enfant, Regle):
        return enfant
    if len(enfant) == 2 or enfant[1] == ():
        return enfant[:2]
    nom, type_, nombre = enfant
    if isinstance(nombre, Forme):
        return (nom, Lignes(type_, recomposer(nombre, places)))
    place = Place(type_, len(places), nombre)
    places += [place] * (nombre or 1)
    return (nom, place)


@lru_cache(maxsize=1024)
def _compiler(
    requete: "Preparee", forme: Forme, tranche: tuple[int, int] | None = None
) -> tuple[QuerySet, Any, str, list, "Rangement"] | None:
    places: list[Place] = []
    qs = requete.base().filter(recomposer(forme, places))
    if tranche:
        qs = qs[slice(*tranche)]
    jeton = _se_prepare.set(True)
    try:
        compilateur, sql, parametres = django_requetes.figer(qs)
    except EmptyResultSet:
        return None
    finally:
        _se_prepare.reset(jeton)
    # Written in a lookup's own way (`iexact`, on SQLite), it would stand for a word.
    if any(isinstance(p, str) and repr(Place) in p for p in parametres):
        raise NonPreparable(f"A prepared query does not know how to write one of the values of {forme}.")
    return qs, compilateur, sql, parametres, Rangement(parametres, places)


class Rangement:
    """The values of a shape in the order of its SQL, among those that Django wrote in it."""

    def __init__(self, parametres: list, places: list[Place]) -> None:
        rangs, self.places, self.fixes = [], places, []
        self.dit_le_jour = any(p is JOUR for p in parametres)
        for p in parametres:
            if not _est_place(p) and p is not JOUR:
                self.fixes.append(p)
            rangs.append(p[1] if _est_place(p) else len(places) + (0 if p is JOUR else len(self.fixes)))
        self._prendre = _preneur(rangs)

    def ranger(self, valeurs: list, connexion: Any) -> tuple:
        tels_quels = TELS_QUELS[connexion.vendor]
        ecrites = [
            valeur if type(valeur) in tels_quels else place.ecrire(valeur, connexion)
            for place, valeur in zip(self.places, valeurs, strict=True)
        ]
        ecrites.append(JOUR.ecrire(connexion) if self.dit_le_jour else None)
        return self._prendre(ecrites + self.fixes)


class Preparee:
    """A queryset that is filtered by a `Q`, compiled once per shape of that `Q`.

    `base` gives the queryset before it is filtered: models, `values_list`, `select_related`, as one likes. Values are
    numbers, words, dates, UUIDs, people, and subqueries that say their own `Q` (`Existe`, `Lignes`); an `F` or a queryset in the `Q` is refused
    (`NonPreparable`).
    """

    def __init__(self, base: Callable[[], QuerySet]) -> None:
        self.base = base

    def lire(self, q: Q, tranche: tuple[int, int] | None = None) -> list:
        """The rows, as `list(base().filter(q))`, or those of a page of them (first, and the one after the last). One query."""
        valeurs: list = []
        compilee = _compiler(self, decomposer(q, valeurs), tranche)
        if compilee is None:
            return []
        modele, compilateur, sql, _parametres, rangement = compilee
        connexion = connections[modele.db]
        lignes = _executer(connexion, sql, rangement.ranger(valeurs, connexion))
        return django_requetes.poser(modele, compilateur, connexion, lignes)


def lire_ensemble(*lectures: tuple[Preparee, Q]) -> list[list[tuple]]:
    """The rows of several queries, read by one. Their columns are numbers and words, as many as each likes, in any order."""
    lues: list[list[tuple]] = [[] for _lecture in lectures]
    formes, valeurs = [], []
    for rang, (requete, q) in enumerate(lectures):
        siennes: list = []
        forme = decomposer(q, siennes)
        if _compiler(requete, forme) is not None:
            formes.append((rang, requete, forme))
            valeurs += siennes
    if formes:
        base, sql, rangement, prendre = _assembler(tuple(formes))
        connexion = connections[base]
        for ligne in _executer(connexion, sql, rangement.ranger(valeurs, connexion)):
            rang = ligne[0]
            lues[rang].append(prendre[rang](ligne))
    return lues


# What several queries may be read by: as they come from any database, and what stands where one of them has fewer.
GENRES: tuple[tuple[tuple[type[Field], ...], str], ...] = (
    ((models.IntegerField, models.AutoField, models.ForeignKey), "0"),
    ((models.CharField, models.TextField), "''"),
)


@lru_cache(maxsize=256)
def _assembler(
    formes: tuple[tuple[int, Preparee, tuple], ...],
) -> tuple[str, str, Rangement, dict[int, Callable]]:
    """One « UNION ALL », each row behind the rank of its query: its numbers, then its words. How each row is taken back."""
    compilees = [(rang, *_compiler(requete, forme)) for rang, requete, forme in formes]
    rangees = {rang: _ranger(compilateur) for rang, _modele, compilateur, *_reste in compilees}
    largeurs = [max(len(rangee[genre]) for rangee in rangees.values()) for genre in range(len(GENRES))]
    ordres, parametres, places = [], [], []
    prendre: dict[int, Callable] = {}
    for rang, _modele, _compilateur, sql, siens, rangement in compilees:
        colonnes, rangs = [str(rang)], {}
        for (_types, vide), rangee, largeur in zip(GENRES, rangees[rang], largeurs, strict=True):
            for nom, indice in rangee:
                rangs[indice] = len(colonnes)
                colonnes.append(f'q{rang}."{nom}"')
            colonnes += [vide] * (largeur - len(rangee))
        prendre[rang] = _preneur([rangs[indice] for indice in range(len(rangs))])
        ordres.append(f"SELECT {', '.join(colonnes)} FROM ({sql}) q{rang}")  # noqa: S608 (written by Django)
        parametres += [(Place, p[1] + len(places)) if _est_place(p) else p for p in siens]
        places += rangement.places
    return compilees[0][1].db, " UNION ALL ".join(ordres), Rangement(parametres, places), prendre


def _ranger(compilateur: Any) -> list[list[tuple[str, int]]]:
    """The columns of a query by kind, each with its name and its rank."""
    rangees: list[list[tuple[str, int]]] = [[] for _genre in GENRES]
    for indice, (colonne, _sql, nom) in enumerate(compilateur.select):
        genre = next((n for n, (types, _vide) in enumerate(GENRES) if isinstance(colonne.output_field, types)), None)
        if genre is None or compilateur.get_converters([]):
            raise TypeError(
                "Queries are read together when their columns are numbers and words that need no conversion."
            )
        rangees[genre].append((nom, indice))
    return rangees


def _preneur(rangs: list[int]) -> Callable:
    """What stands at these ranks, in a tuple."""
    return itemgetter(*rangs) if len(rangs) > 1 else lambda ligne: tuple(ligne[rang] for rang in rangs)


def _est_place(parametre: Any) -> bool:
    return type(parametre) is tuple and parametre[0] is Place


def _executer(connexion: Any, sql: str, parametres: tuple) -> list[tuple]:
    """All the rows at once: what a page reads is short."""
    with connexion.cursor() as curseur:
        curseur.execute(sql, parametres)
        return curseur.fetchall()
