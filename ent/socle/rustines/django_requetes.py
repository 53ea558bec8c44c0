"""A queryset whose rows were read by somebody else: `ent.socle.preparees`, which keeps the SQL of a query and reads with other values.

Django has no way to give rows to a queryset. Here its compiler is copied, told what it would have read, and put under a copy of
the queryset: instances, `values_list` and `select_related` are then made by Django, as ever, but for rows that are what the database gave.
"""

import re
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.db.models.query import ValuesListIterable

ESSAYEE = {"Django": "6.1.3"}


def figer(qs: QuerySet) -> tuple[Any, str, list]:
    """(the compiler of this queryset, its SQL, its values), to be kept. `EmptyResultSet` when it can find nothing."""
    compilateur = qs.query.get_compiler(qs.db)
    sql, parametres = compilateur.as_sql()
    colonnes = [colonne for colonne, _sql, _alias in compilateur.select]
    convertisseurs = compilateur.get_converters(colonnes)
    compilateur.get_converters = lambda colonnes: convertisseurs
    est_en_lignes = qs._iterable_class is ValuesListIterable and not compilateur.has_composite_fields(colonnes)
    compilateur.est_tel_quel = est_en_lignes and not convertisseurs
    compilateur.connection = None  # of the thread that compiled; each reading puts its own
    return compilateur, sql, list(parametres)


def poser(modele: QuerySet, compilateur: Any, connexion: Any, lignes: list[tuple]) -> list:
    """What this queryset makes of these rows, through this thread's connection."""
    if compilateur.est_tel_quel:
        return lignes
    compilateur = jumeau(compilateur)
    compilateur.connection = connexion
    compilateur.execute_sql = lambda *_arguments, **_options: [lignes]
    lue = jumeau(modele)
    lue._query = jumeau(modele.query)
    lue._query.get_compiler = lambda using=None, **options: compilateur
    return list(modele._iterable_class(lue))


ALIAS = re.compile(r'"([A-Z]+\d+)"')  # as Django names the tables of a subquery


def condition(modele: type[Model], regle: Q, connexion: Any) -> tuple[str, str, list]:
    """(SQL of this rule on a row of this table, how the row is named in it, its values). The tables of its subqueries have names that no other query gives,
    so that it may stand inside any. `EmptyResultSet` when nothing follows it.
    """
    qs = modele._base_manager.filter(regle).order_by().values("pk")
    sql, parametres = qs.query.get_compiler(connection=connexion).as_sql()
    if sum(map(bool, qs.query.alias_refcount.values())) != 1:  # a join that Django did without stays among its aliases
        raise TypeError("A rule that is written once is of one row: what it joins is asked in a subquery.")
    _tete, _where, ecrite = sql.partition(" WHERE ")
    return ALIAS.sub(r'"r\1"', ecrite), f"{connexion.ops.quote_name(modele._meta.db_table)}.", list(parametres)


def jumeau(objet: Any) -> Any:
    """A shallow copy; `copy.copy` costs more, and evaluates a queryset."""
    jumeau = object.__new__(type(objet))
    jumeau.__dict__ = objet.__dict__.copy()
    return jumeau
