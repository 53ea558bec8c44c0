from .fils import EcoleDuFil, Fil, Participation, PresenceAuFil
from .messages import Message, Reaction, VersionMessage
from .mots import NON, OUI, CouponMot, DecisionMot, Mot, MotVu, Option, ReponseMot, VersionMot
from .regles import Absence, Incident, Signalement, Suspension, Traduction

__all__ = [
    "NON",
    "OUI",
    "Absence",
    "CouponMot",
    "DecisionMot",
    "EcoleDuFil",
    "Fil",
    "Incident",
    "Message",
    "Mot",
    "MotVu",
    "Option",
    "Participation",
    "PresenceAuFil",
    "Reaction",
    "ReponseMot",
    "Signalement",
    "Suspension",
    "Traduction",
    "VersionMessage",
    "VersionMot",
]
