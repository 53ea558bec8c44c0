"""Whether what an object is tied to was read with it (`prefetch_related`): asking again is a query for each line of a list."""

from django.db.models import Model

ESSAYEE = {"Django": "6.1.3"}


def deja_lus(objet: Model, lien: str) -> bool:
    return lien in getattr(objet, "_prefetched_objects_cache", {})
