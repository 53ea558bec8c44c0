"""Dates in words, as French says them."""

import re

from django.utils import formats
from django.utils.translation import get_language


def premier(texte: str, quand) -> str:
    """« mardi 1er décembre »: French says « premier » for the first of a month, and for it alone."""
    if getattr(quand, "day", 0) == 1 and get_language() == "fr":
        return re.sub(r"(?<![/\d])1(?= [^\W\d_]{3}|$)", "1er", texte, count=1)
    return texte


def date_format(quand, forme: str) -> str:
    """Django's, with the first of a month."""
    return premier(formats.date_format(quand, forme), quand)
