"""A form reads no date that a school could not mean: from 1900 to 2199.

Django's fields read up to 31 December 9999, and the first day that is added to it is an error of ours: 500 for whoever typed « 31/12/9999 ».
Fields of every form are bounded here, those of libraries included, since one that is forgotten is enough.
"""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import DateField, DateTimeField, Field

ESSAYEE = {"Django": "6.1.3"}


def borner(est_plausible: Callable[[dt.date], bool]) -> None:
    """Twice is once."""
    for champ in (DateField, DateTimeField):
        if not hasattr(champ.to_python, "__wrapped__"):
            champ.to_python = _borne(champ.to_python, est_plausible)


def _borne(lire: Callable, est_plausible: Callable[[dt.date], bool]) -> Callable:
    @wraps(lire)
    def to_python(self: Field, value: Any) -> dt.date | None:
        lue = lire(self, value)
        if lue is not None and not est_plausible(lue):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return lue

    return to_python
