"""School life: the roll and absences; image rights, what the school asks and what each holder of parental authority answers."""

from .absences import AbsenceCollective, DeclarationAbsence, Duree, Motif
from .appels import Appel, LigneAppel
from .consentements import AccordEleve, Consentement, DemandeConsentement
from .evacuations import Evacuation, PassageEvacuation, PointageAdulte, PointageEvacuation
from .sorties import VersionSortie

__all__ = [
    "AbsenceCollective", "AccordEleve", "Appel", "Consentement", "DeclarationAbsence", "DemandeConsentement", "Duree", "Evacuation", "LigneAppel", "Motif",
    "PassageEvacuation", "PointageAdulte", "PointageEvacuation", "VersionSortie",
]  # fmt: skip
