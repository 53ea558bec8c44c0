"""Writes of « coming in »: codes and accounts of adults, secrets of pupils. One transaction each, journalled."""

from .activation import AdresseDejaPrise, CodeDejaUtilise, activer, consigner_echec_de_code, identifiant_libre
from .courriels import CourrielDejaPris, demander_un_mot_de_passe, inviter_un_operateur
from .eleves import (
    ENTRE,
    FAUX,
    PATIENTE,
    Verdict,
    attente,
    attente_du_mur,
    essayer_secret,
    fermer_les_tablettes,
    noter_entree,
    nouveau_secret,
    ouvrir_le_mur,
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
from .sessions import (
    fermer_les_sessions,
    fermer_session,
    noter_session,
    oublier_les_sessions_finies,
    revoir_session,
    tout_fermer,
)

__all__ = [
    "ENTRE",
    "FAUX",
    "PATIENTE",
    "AdresseDejaPrise",
    "CodeDejaUtilise",
    "CourrielDejaPris",
    "FusionDuPersonnel",
    "FusionImpossible",
    "Papier",
    "PapierRefuse",
    "Verdict",
    "activer",
    "attente",
    "attente_du_mur",
    "consigner_echec_de_code",
    "demander_un_mot_de_passe",
    "emettre_code",
    "essayer_secret",
    "fermer_les_sessions",
    "fermer_les_tablettes",
    "fermer_session",
    "fusionner",
    "identifiant_libre",
    "inviter_un_operateur",
    "noter_entree",
    "noter_session",
    "nouveau_secret",
    "oublier_les_sessions_finies",
    "ouvrir_le_mur",
    "preparer_papiers",
    "preparer_papiers_du_personnel",
    "renouveler_les_secrets",
    "renouveler_lien",
    "revoir_session",
    "tout_fermer",
]
