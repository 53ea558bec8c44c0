"""Codes of the French school system: UAI, INE, levels."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LETTRES_UAI = "ABCDEFGHJKLMNPRSTUVWXYZ"

# In the order of a child's path; maternelle is cycle 1.
CYCLE_PAR_NIVEAU = {
    "TPS": 1, "PS": 1, "MS": 1, "GS": 1,
    "CP": 2, "CE1": 2, "CE2": 2,
    "CM1": 3, "CM2": 3, "6E": 3,
    "5E": 4, "4E": 4, "3E": 4,
}  # fmt: skip
NIVEAUX = list(CYCLE_PAR_NIVEAU)
NIVEAUX_1D = NIVEAUX[:9]
# Those who are not expected to read: a secret of pictures, pages with few words.
NIVEAUX_NON_LECTEURS = {"TPS", "PS", "MS", "GS", "CP"}
# By nature of the establishment: the levels that it may hold.
NIVEAUX_PAR_NATURE = {
    "maternelle": NIVEAUX[:4], "elementaire": NIVEAUX[4:9], "primaire": NIVEAUX_1D, "college": NIVEAUX[9:],
}  # fmt: skip
CHOIX_NIVEAUX = [(n, n.replace("E", "e") if n[0].isdigit() else n) for n in NIVEAUX]

INE_RNIE = re.compile(r"[0-9]{9}[A-HJK]{2}")
INE_ANCIENS = re.compile(r"\d{10}[A-HJ-NPR-Z]|[0-9A-Z]{10}\d")


def lettre_uai(chiffres: str) -> str:
    """The check letter of a UAI, from its seven digits (rule checked on 30,059 real codes)."""
    return LETTRES_UAI[int(chiffres) % 23]


def valider_uai(uai: str) -> None:
    """Raise ValidationError unless ``uai`` is seven digits and their check letter, such as 0780769M."""
    if not re.fullmatch(r"[0-9]{7}[A-Z]", uai or ""):
        raise ValidationError(_("Un UAI a sept chiffres et une lettre, par exemple 0780769M."), code="uai_forme")
    attendue = lettre_uai(uai[:7])
    if uai[7] != attendue:
        raise ValidationError(
            _("La lettre de l’UAI %(uai)s devrait être %(attendue)s : un chiffre est sans doute faux."),
            code="uai_lettre",
            params={"uai": uai, "attendue": attendue},
        )


def ine_plausible(ine: str) -> bool:
    """Whether an INE has a known shape. There is no public check algorithm: a strange shape is a warning, not an error."""
    return bool(INE_RNIE.fullmatch(ine) or INE_ANCIENS.fullmatch(ine))


DE_L_ECOLE = re.compile(r"(ce\.)?\d{7}[a-z]@", re.IGNORECASE)  # « ce.0789901n@… »: several people read it


def est_partagee(courriel: str) -> bool:
    """A mailbox that several people read, as its address says: what is sent there alone opens no account."""
    return DE_L_ECOLE.match(courriel.strip()) is not None


DERNIERS = {"maternelle": "GS", "college": "3E"}  # of the others, CM2


def suivant(niveau: str, nature: str) -> str | None:
    """The level above; None when one leaves such a school after this one. What has no level keeps none."""
    if niveau not in NIVEAUX:
        return niveau
    if niveau == DERNIERS.get(nature, "CM2"):
        return None
    return NIVEAUX[NIVEAUX.index(niveau) + 1]
