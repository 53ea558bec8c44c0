"""The patterns of the cahier: see `ent.portail.patrons`."""

from typing import Any

from ent.portail import patrons
from ent.portail.patrons import remplir as remplir


def patron(gabarit: str, **variables: Any) -> str:
    """The template `_<gabarit>.html` of the cahier, with these variables, in the language in force."""
    return patrons.patron(f"cahier_de_textes/_{gabarit}.html", **variables)
