"""What Django keeps of the request under way (language, hour zone, addresses) is read several hundred times by each page.

It keeps them in `asgiref.Local`: a lock, two calls of `__getattr__` and a dictionary for each reading, a twentieth of a page. Nothing but `value` is ever kept there:
one `ContextVar` keeps it by the same rules (its own for each thread and each task; carried by `sync_to_async` and back).
"""

from contextvars import ContextVar
from typing import Any

from django.urls import base
from django.utils import timezone
from django.utils.translation import trans_real

ESSAYEE = {"Django": "6.1.3", "asgiref": "3.13.0"}
LOCAUX = ((trans_real, "_active"), (timezone, "_active"), (base, "_prefixes"), (base, "_urlconfs"))
RIEN = object()


class Valeur:
    """`Local`, of one name."""

    __slots__ = ("_dite",)

    def __init__(self) -> None:
        self._dite: ContextVar[Any] = ContextVar("valeur", default=RIEN)

    @property
    def value(self) -> Any:
        if (dite := self._dite.get()) is RIEN:
            raise AttributeError("value")
        return dite

    @value.setter
    def value(self, dite: Any) -> None:
        self._dite.set(dite)

    @value.deleter
    def value(self) -> None:
        self._dite.set(RIEN)


def lire_sans_verrou() -> None:
    """What is kept already (the prefix of addresses, by `django.setup`) stays."""
    for module, nom in LOCAUX:
        valeur = Valeur()
        if hasattr(connue := getattr(module, nom), "value"):
            valeur.value = connue.value
        setattr(module, nom, valeur)
