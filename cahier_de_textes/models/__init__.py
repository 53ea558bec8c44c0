"""What the cahier de textes holds: what was done, what is to be done, and what came back."""

from .commun import AUTEUR, Ecrit
from .emploi import EmploiDuTemps
from .outils import AbonnementAgenda, Geste, Visa
from .remises import Remise, Retour
from .seances import Seance
from .travaux import Travail, TravailFait, TravailVu

__all__ = [
    "AUTEUR",
    "AbonnementAgenda",
    "Ecrit",
    "EmploiDuTemps",
    "Geste",
    "Remise",
    "Retour",
    "Seance",
    "Travail",
    "TravailFait",
    "TravailVu",
    "Visa",
]
