"""Patterns: a template rendered once per language and state, whose braces are then filled for each item of a page.

The frame of a page is a few of them, a week shows seventy cards, a family's day twenty lines: each only fills its pattern.
Nothing of anyone is in a pattern, so that it may be kept; what people wrote is escaped when it is put in.
"""

import html
import re
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language


def patron(gabarit: str, **variables: Any) -> str:
    """The template of that path, with these variables, in the language in force."""
    if settings.DEBUG:
        _rendre.cache_clear()
    return _rendre(gabarit, get_language(), tuple(variables.items()))


def remplir(modele: str, **valeurs: Any) -> SafeString:
    """A pattern with these values in its braces; what is not marked safe is escaped. Django's `format_html`, three times faster:
    a week puts a hundred and twenty values in.
    """
    for nom, valeur in valeurs.items():
        if type(valeur) is not SafeString:
            valeurs[nom] = html.escape(str(valeur))
    return SafeString(modele.format_map(valeurs))


@lru_cache(maxsize=4096)
def _rendre(gabarit: str, langue: str, variables: tuple[tuple[str, Any], ...]) -> str:
    """Depends on nothing but these variables and the language."""
    return re.sub(r"[ \n]*\n[ \n]*| {2,}", " ", render_to_string(gabarit, dict(variables))).strip()
