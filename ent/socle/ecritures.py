"""Rows written or named by hundreds: they differ by a few numbers and words alone; and what needs not be on the disk before it is answered."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection, connections, models, router
from django.db.models import Model


def inserer(modele: type[Model], lignes: Sequence[Sequence[Any]], *, champs: Sequence[str], **communs: Any) -> None:
    """Insert a row for each of `lignes` (their values of `champs`, numbers and words), all with these `communs`. A row that a
    constraint of uniqueness already knows is left as it is.

    `bulk_create` makes an instance of each and prepares each value of each: for a thousand rows, that costs several times
    what the database takes. Here what they share is said once. Every column is to be named, those that are empty too.
    """
    if not lignes:
        return
    base = connections[router.db_for_write(modele)]
    propres = [modele._meta.get_field(nom) for nom in champs]
    partages = [modele._meta.get_field(nom) for nom in communs]
    citer = base.ops.quote_name
    colonnes = ", ".join(citer(champ.column) for champ in [*propres, *partages])
    valeurs = [c.get_db_prep_save(v, base) for c, v in zip(partages, communs.values(), strict=True)]
    lues = [f"CAST(v.value->>{rang} AS {_type(champ, base)})" for rang, champ in enumerate(propres)]
    de = "jsonb_array_elements(%s::jsonb) v" if base.vendor == "postgresql" else "json_each(%s) v"
    with base.cursor() as curseur:
        curseur.execute(
            f"INSERT INTO {citer(modele._meta.db_table)} ({colonnes}) "  # noqa: S608 (names of our own models)
            f"SELECT {', '.join([*lues, *['%s'] * len(valeurs)])} FROM {de} WHERE true ON CONFLICT DO NOTHING",
            [*valeurs, json.dumps(lignes)],
        )


def _type(champ: models.Field, base: Any) -> str:
    if not isinstance(champ, models.IntegerField | models.ForeignKey | models.CharField | models.TextField):
        raise TypeError(f"{champ} is neither a number nor a word: it may only be common to all rows.")
    return champ.cast_db_type(base)


@models.IntegerField.register_lookup
class Parmi(models.Lookup):
    """``pk__parmi=ids`` is ``pk__in=ids`` asked as one value: a thousand places in a statement take longer to be written than answered."""

    lookup_name = "parmi"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        colonne, valeurs = self.process_lhs(compiler, connection)
        # Each number of an array would be written by Python.
        return f"{colonne} = ANY(string_to_array(%s, ',')::bigint[])", [*valeurs, ",".join(map(str, self.rhs))]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        colonne, valeurs = self.process_lhs(compiler, connection)
        return f"{colonne} IN (SELECT value FROM json_each(%s))", [*valeurs, json.dumps(list(self.rhs))]  # noqa: S608 (a column of ours)


def sans_attendre_le_disque() -> None:
    """Let the transaction under way end before the disk has it (PostgreSQL, `synchronous_commit`): for what may be asked again and whose loss,
    in the half second before a machine falls, says no falsehood. It stays whole, and is seen by others as any.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as curseur:
            curseur.execute("SET LOCAL synchronous_commit = off")
