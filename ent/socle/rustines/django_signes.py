"""A form reads no letter under a tower of accents, and writes each letter one way.

Thousands of combining signs on one letter cover the lines above and below it, in every page that shows it. Fields of every form are held here, those of
libraries and of Wagtail's blocks included, since one that is forgotten is enough; but those that keep what was typed to the sign (`strip=False`):
a password is another one as soon as a sign of it changes.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.forms import CharField

ESSAYEE = {"Django": "6.1.3"}


def tenir(sobre: Callable[[str], str]) -> None:
    """`sobre` gives a text as it is kept. Twice is once."""
    lire = CharField.to_python
    if hasattr(lire, "__wrapped__"):
        return

    @wraps(lire)
    def to_python(self: CharField, value: Any) -> Any:
        lu = lire(self, value)
        return sobre(lu) if self.strip and isinstance(lu, str) else lu

    CharField.to_python = to_python
