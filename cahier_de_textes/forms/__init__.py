"""What teachers send: a travail, a séance, one line to add."""

from .ajout import LigneForm, lire_la_ligne
from .commun import Destinataires
from .seances import SeanceForm
from .travaux import TravailForm

__all__ = ["Destinataires", "LigneForm", "SeanceForm", "TravailForm", "lire_la_ligne"]
