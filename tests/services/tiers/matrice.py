"""Arguments of the addresses of third services: one that both schools opened, at the address of each protocol."""

import uuid

from ent.services.tiers.actions import ecole, registre

CHAMPS = {
    "nom": "Calcul en fête",
    "objet": "Exercices de calcul",
    "icone": "calcul",
    "protocole": "cas",
    "dialecte": "courant",
    "accueil": "https://calcul.exemple.fr/",
    "adresses": "https://calcul.exemple.fr/entree",
    "publics": "eleve enseignant responsable",
    "attributs": "prenom niveau",
}
SAISIE = CHAMPS | {"publics": ["eleve"], "attributs": ["prenom"], "adresses": "https://autre.exemple.fr/entree"}


def _service(o, **champs):
    service, _secret = registre.enregistrer_service(auteur=o.d.operateur, champs=CHAMPS | champs)
    ecole.ouvrir_a_l_ecole(
        service=service,
        etablissement=o.ecole,
        auteur=o.direction,
        publics="eleve enseignant",
        niveaux="",
        classes=(),
        recoit=service.recoit_ecrit,
    )
    return service


def _uuid(o):
    return [_service(o).uuid]


def _a_l_ecole(o):
    return [o.ecole.uai, _service(o).uuid]


def _d_un_enfant(o):
    return [_service(o).uuid, o.eleve.uuid]


ARGUMENTS = {
    "tiers_enfant_retirer": lambda o: (_d_un_enfant(o), {}),
    "tiers_enfant_remettre": lambda o: (_d_un_enfant(o), {}),
    "tiers_recoit": lambda o: (_uuid(o), {}),
    "tiers_quitter": lambda o: (_uuid(o), {}),
    "tiers_saml_aller": lambda o: (_uuid(o), {}),
    "tiers_ecole": lambda o: ([o.ecole.uai], {}),
    "tiers_ouvrir": lambda o: (_a_l_ecole(o), {"publics": ["eleve"]}),
    "tiers_reprendre": lambda o: ([*_a_l_ecole(o), 1], {}),
    "tiers_reprendre_un_refus": lambda o: ([*_a_l_ecole(o), 1], {}),
    "tiers_accorder": lambda o: (_a_l_ecole(o), {"reponse": "oui"}),
    "tiers_rouvrir": lambda o: (_a_l_ecole(o), {}),
    "tiers_copie": lambda o: (_uuid(o), {}),
    "tiers_fermer": lambda o: (_a_l_ecole(o), {}),
    "tiers_saml_suivre": lambda o: ([uuid.uuid4()], {}),
    "tiers_nouveau": lambda o: ([], SAISIE),
    "tiers_service": lambda o: (_uuid(o), SAISIE),
    "tiers_nouveau_secret": lambda o: ([_service(o, protocole="oidc").uuid], {}),
    "tiers_retirer": lambda o: (_uuid(o), {}),
}
SANS_ECOLE = {"tiers_saml_suivre", "tiers_nouveau", "tiers_service", "tiers_nouveau_secret", "tiers_retirer"}
