"""What a page refers to, in its blocks and its fields, as it is in hand: Wagtail's index of references knows what was saved alone."""

from collections.abc import Iterator

from django.db.models import Model
from wagtail.models import ReferenceIndex

ESSAYEE = {"wagtail": "8.0.1"}


def references_de(objet: Model) -> Iterator[tuple[int, str]]:
    """(number of the kind, key) of each. No query."""
    for genre, cle, _modele, _chemin in ReferenceIndex._extract_references_from_object(objet):
        yield genre, cle
