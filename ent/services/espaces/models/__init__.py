"""Rows of spaces between schools."""

from .agenda import DateDeLEspace, InscriptionVisite
from .archives import ArchiveDEspace
from .espaces import AdulteDeLEspace, ClasseDeLEspace, EcoleDeLEspace, Espace
from .tableau import FichierDOeuvre, Oeuvre

__all__ = [
    "AdulteDeLEspace",
    "ArchiveDEspace",
    "ClasseDeLEspace",
    "DateDeLEspace",
    "EcoleDeLEspace",
    "Espace",
    "FichierDOeuvre",
    "InscriptionVisite",
    "Oeuvre",
]
