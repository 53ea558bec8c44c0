"""Checks by content: what a file is, whether it may be kept, and what is kept of it."""

from .commun import Preparation, Sortie
from .preparer import preparer, reconnaitre

__all__ = ["Preparation", "Sortie", "preparer", "reconnaitre"]
