"""Rows written by hundreds, that differ by a few numbers and words alone; and what needs not be on the disk before it is answered."""

from collections.abc import Sequence
from itertools import batched
from typing import Any

from django.db import connection, connections, models, router
from django.db.models import Model


def inserer(modele: type[Model], lignes: Sequence[Sequence[Any]], *, champs: Sequence[str], **communs: Any) -> None:
    """Insert a row for each of `lignes` (their values of `champs`, numbers and words), all with these `communs`. A row that a
    constraint of uniqueness already knows is left as it is.

    `bulk_create` makes an instance of each and prepares each value of each: for a thousand rows, that costs several times
    what the database takes. Here what they share is said once. Every column is to be named, those that are empty too.
    """
    base = connections[router.db_for_write(modele)]
    propres = [modele._meta.get_field(nom) for nom in champs]
    partages = [modele._meta.get_field(nom) for nom in communs]
    citer = base.ops.quote_name
    colonnes = ", ".join(citer(champ.column) for champ in [*propres, *partages])
    # « column1 » is how PostgreSQL and SQLite name what VALUES gives; a column that holds nothing but NULL has no type.
    lues = [f"CAST(v.column{rang} AS {_type(champ, base)})" for rang, champ in enumerate(propres, 1)]
    place = f"({', '.join(['%s'] * len(propres))})"
    valeurs = [c.get_db_prep_save(v, base) for c, v in zip(partages, communs.values(), strict=True)]
    maximum = ((base.features.max_query_params or 60_000) - len(valeurs)) // len(propres)
    with base.cursor() as curseur:
        for lot in batched(lignes, maximum, strict=False):
            curseur.execute(
                f"INSERT INTO {citer(modele._meta.db_table)} ({colonnes}) "  # noqa: S608 (names of our own models)
                f"SELECT {', '.join([*lues, *['%s'] * len(valeurs)])} FROM (VALUES {', '.join([place] * len(lot))}) v "
                "WHERE true ON CONFLICT DO NOTHING",
                [*valeurs, *(valeur for ligne in lot for valeur in ligne)],
            )


def _type(champ: models.Field, base: Any) -> str:
    if not isinstance(champ, models.IntegerField | models.ForeignKey | models.CharField | models.TextField):
        raise TypeError(f"{champ} is neither a number nor a word: it may only be common to all rows.")
    return champ.cast_db_type(base)


def sans_attendre_le_disque() -> None:
    """Let the transaction under way end before the disk has it (PostgreSQL, `synchronous_commit`): for what may be asked again and whose loss,
    in the half second before a machine falls, says no falsehood. It stays whole, and is seen by others as any.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as curseur:
            curseur.execute("SET LOCAL synchronous_commit = off")
