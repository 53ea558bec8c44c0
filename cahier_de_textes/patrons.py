"""Patterns: a template rendered once per language and state, whose braces are then filled for each item of a page.

A week shows seventy cards and a family's day twenty lines: each only fills its pattern. Nothing of anyone is in a pattern, so
that it may be kept; what people wrote is escaped when it is put in.
"""

import re
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language


def patron(gabarit: str, **variables: Any) -> str:
    """The template `_<gabarit>.html` of the cahier, with these variables, in the language in force."""
    if settings.DEBUG:
        _rendre.cache_clear()
    return _rendre(gabarit, get_language(), tuple(variables.items()))


@lru_cache(maxsize=4096)
def _rendre(gabarit: str, langue: str, variables: tuple[tuple[str, Any], ...]) -> str:
    """Depends on nothing but these variables and the language."""
    return re.sub(
        r"[ \n]*\n[ \n]*| {2,}", " ", render_to_string(f"cahier_de_textes/_{gabarit}.html", dict(variables))
    ).strip()
