"""Rows deleted in one statement. `delete` reads them all first, for whoever refers to them or listens to their end."""

from django.db.models import QuerySet

ESSAYEE = {"Django": "6.1.3"}


def effacer_sans_lire(lignes: QuerySet) -> int:
    """To be called where nobody refers to these rows, nor listens to their end. How many they were."""
    return lignes.order_by()._raw_delete(lignes.db)
