"""The cahier on paper: a week on one page, labels to paste, the whole year."""

from .annee import annee_pdf
from .etiquettes import etiquettes_pdf
from .semaine import semaine_pdf

__all__ = ["annee_pdf", "etiquettes_pdf", "semaine_pdf"]
