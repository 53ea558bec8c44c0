"""What teachers send: a travail, a séance, one line to add."""

from .ajout import AjoutForm
from .commun import Destinataires
from .seances import SeanceForm
from .travaux import TravailForm

__all__ = ["AjoutForm", "Destinataires", "SeanceForm", "TravailForm"]
