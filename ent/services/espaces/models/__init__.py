"""Rows of spaces between schools."""

from .agenda import DateDeLEspace, InscriptionVisite
from .archives import ArchiveDEspace
from .espaces import AdulteDeLEspace, ClasseDeLEspace, EcoleDeLEspace, Espace

__all__ = [
    "AdulteDeLEspace",
    "ArchiveDEspace",
    "ClasseDeLEspace",
    "DateDeLEspace",
    "EcoleDeLEspace",
    "Espace",
    "InscriptionVisite",
]
