"""Rows read into instances by the short way, for the models of which a page reads many."""

from functools import cache
from typing import Any

from django.db import models
from django.db.models.base import ModelState
from django.db.models.query_utils import DeferredAttribute


@cache
def _convertis(modele: type[models.Model]) -> frozenset[str]:
    """The fields that turn what the database gives into something else when it is set: a file, a StreamField."""
    return frozenset(
        champ.attname
        for champ in modele._meta.concrete_fields
        if not isinstance(getattr(modele, champ.attname), DeferredAttribute)
    )


class LuVite(models.Model):
    """An instance of a row gets its values at once, where Django sets them one by one between two signals.

    Reading instances took a tenth of a page. `pre_init` and `post_init` are not sent and `__init__` is not called: a model
    that needs either cannot be one of these (`tests/socle/test_lecture.py` looks at each).
    """

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str, field_names: list[str], values: Any, *, fetch_mode: Any = None) -> models.Model:
        lue = cls.__new__(cls)
        etat = lue._state = ModelState()
        etat.adding, etat.db = False, db
        if fetch_mode is not None:
            etat.fetch_mode = fetch_mode
        lue.__dict__.update(zip(field_names, values, strict=True))
        for nom in _convertis(cls):
            if nom in lue.__dict__:
                setattr(lue, nom, lue.__dict__[nom])
        return lue
