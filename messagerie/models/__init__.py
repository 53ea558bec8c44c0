from .fils import Fil, Participation
from .messages import Message, Reaction, VersionMessage
from .regles import Absence, Incident, Regle, Signalement, Suspension, Traduction

__all__ = [
    "Absence",
    "Fil",
    "Incident",
    "Message",
    "Participation",
    "Reaction",
    "Regle",
    "Signalement",
    "Suspension",
    "Traduction",
    "VersionMessage",
]
