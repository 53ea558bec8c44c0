"""What is told to people, how they like to be told, and what became of each sending."""

from .envois import AdresseRefusee, Envoi, Tournee
from .notifications import MiseDeCote, Notification
from .reglages import Appareil, CreneauCalme, Prevenance, Refus

__all__ = [
    "AdresseRefusee",
    "Appareil",
    "CreneauCalme",
    "Envoi",
    "MiseDeCote",
    "Notification",
    "Prevenance",
    "Refus",
    "Tournee",
]
