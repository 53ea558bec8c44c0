"""The rows of a child's record."""

from .corrections import Correction
from .proches import Autorise, Contact
from .sante import FicheSante, LecteurSante
from .vues import Ouverture

__all__ = ["Autorise", "Contact", "Correction", "FicheSante", "LecteurSante", "Ouverture"]
