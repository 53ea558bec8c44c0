"""« pour mardi CE1 apprendre la poésie », « lundi matin CE1 maths : le litre »: what one line says, and what it leaves in the text."""

from .lecture import Comprise, Contexte
from .matieres import choisir, matieres_de
from .seance import comprendre

__all__ = ["Comprise", "Contexte", "choisir", "comprendre", "matieres_de"]
