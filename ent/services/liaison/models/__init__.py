"""Rows of the room: what is prepared, what was shown and answered, what left and what came."""

from .dossiers import GARDEES, Campagne, Dossier, FichierDePiece, Piece
from .familles import Avis, FichierDeVersion, Retour, Version
from .transports import Cle, Correspondant, Envoi, FichierRecu, Morceau, Reception

__all__ = [
    "GARDEES",
    "Avis",
    "Campagne",
    "Cle",
    "Correspondant",
    "Dossier",
    "Envoi",
    "FichierDePiece",
    "FichierDeVersion",
    "FichierRecu",
    "Morceau",
    "Piece",
    "Reception",
    "Retour",
    "Version",
]
