"""Writes of « coming in »: codes and accounts of adults, secrets of pupils. One transaction each, journalled."""

from .activation import AdresseDejaPrise, CodeDejaUtilise, activer, consigner_echec_de_code, identifiant_libre
from .eleves import (
    ENTRE,
    FAUX,
    PATIENTE,
    Verdict,
    attente,
    attente_de_classe,
    essayer_secret,
    fermer_les_tablettes,
    noter_entree,
    nouveau_secret,
    renouveler_les_secrets,
    renouveler_lien,
)
from .fusion import FusionDuPersonnel, FusionImpossible, fusionner
from .papiers import (
    Papier,
    PapierRefuse,
    emettre_code,
    preparer_papiers,
    preparer_papiers_du_personnel,
)

__all__ = [
    "ENTRE", "FAUX", "PATIENTE", "AdresseDejaPrise", "CodeDejaUtilise",
    "FusionDuPersonnel", "FusionImpossible", "Papier", "PapierRefuse", "Verdict", "activer", "attente", "attente_de_classe",
    "consigner_echec_de_code", "emettre_code", "essayer_secret", "fermer_les_tablettes", "fusionner", "identifiant_libre",
    "noter_entree", "nouveau_secret", "preparer_papiers", "preparer_papiers_du_personnel",
    "renouveler_les_secrets", "renouveler_lien",
]  # fmt: skip
