"""Writes of the directory that are not an import. Each is one transaction and leaves a line in the journal."""

from .coordonnees import corriger_une_personne
from .delegations import accepter_les_acces, noter_l_usage, reprendre_les_acces
from .ecole import (
    ajouter_des_communes,
    conclure_un_envoi,
    creer_etablissement,
    garder_groupe,
    groupe_ponctuel,
    inscrire,
    oublier_groupe,
    oublier_groupe_ponctuel,
    oublier_les_envois,
    rattacher,
    recevoir_un_envoi,
    recomposer_groupe,
    regler_etablissement,
    renouveler_lien_tablette,
)
from .equipe import (
    Depart,
    accueillir,
    affecter,
    annuler_un_depart,
    donner_role,
    nommer_la_direction,
    noter_un_depart,
    ouvrir_une_ecole,
    regler_les_classes,
)
from .interlocuteurs import dire_qui_repond
from .niveaux import preciser_niveaux
from .parente import annuler_en_lot, confirmer_en_lot, confirmer_responsabilite, confirmer_responsabilites
from .scolarite import Trace, annuler_un_mouvement, changer_de_classe, noter_la_sortie

__all__ = [
    "Depart",
    "Trace",
    "accepter_les_acces",
    "accueillir",
    "affecter",
    "ajouter_des_communes",
    "annuler_en_lot",
    "annuler_un_depart",
    "annuler_un_mouvement",
    "changer_de_classe",
    "conclure_un_envoi",
    "confirmer_en_lot",
    "confirmer_responsabilite",
    "confirmer_responsabilites",
    "corriger_une_personne",
    "creer_etablissement",
    "dire_qui_repond",
    "donner_role",
    "garder_groupe",
    "groupe_ponctuel",
    "inscrire",
    "nommer_la_direction",
    "noter_l_usage",
    "noter_la_sortie",
    "noter_un_depart",
    "oublier_groupe",
    "oublier_groupe_ponctuel",
    "oublier_les_envois",
    "ouvrir_une_ecole",
    "preciser_niveaux",
    "rattacher",
    "recevoir_un_envoi",
    "recomposer_groupe",
    "regler_etablissement",
    "regler_les_classes",
    "renouveler_lien_tablette",
    "reprendre_les_acces",
]  # fmt: skip
