"""What teachers send: a travail, a séance, one line to add."""

from .seances import SeanceForm
from .travaux import TravailForm

__all__ = ["SeanceForm", "TravailForm"]
