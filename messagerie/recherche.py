"""What a search compares: words without case nor accents, so that « ecole » finds « École » on every database."""

import unicodedata


def simple(texte: str) -> str:
    """« Où est l’École ? » → « ou est l'ecole ? »."""
    decompose = unicodedata.normalize("NFKD", texte.replace("’", "'").replace("œ", "oe").replace("æ", "ae"))
    return "".join(c for c in decompose if not unicodedata.combining(c)).casefold()
