"""The object of a bucket that bears this key, without asking the bucket whether it is there, as opening it would."""

from typing import Any

ESSAYEE = {"django-storages": "1.14.6"}


def objet(depot: Any, cle: str) -> Any:
    return depot.bucket.Object(depot._normalize_name(cle))
