"""Names of code as French writes them: what an adult takes away is read by them (RGPD art. 12: « en des termes clairs et simples »)."""

import re

# Where the words of the code do not say it alone.
DITS = {
    "abonnement agenda": "abonnement à l’agenda",
    "adulte de l espace": "adulte d’un espace",
    "aide etablissement nom": "aide dans l’école",
    "authenticator": "second facteur",
    "autorise": "personne autorisée",
    "change le": "changé le",
    "classe annee nom": "année",
    "classe nom": "classe",
    "code activation": "code d’activation",
    "commune nom": "commune",
    "confort": "réglages de confort",
    "coupon mot": "coupon d’un mot",
    "created at": "créé le",
    "creneau calme": "heures calmes",
    "creneau debut": "début du créneau",
    "date jour": "jour",
    "date naissance": "date de naissance",
    "date titre": "date proposée",
    "declaration absence": "absence dite",
    "delegation": "accès confié",
    "demande debut": "début de la demande",
    "demande fin": "fin de la demande",
    "demande le": "demandé le",
    "demande titre": "demande",
    "ecole espace titre": "espace",
    "enfant d un accord": "enfant d’un accord",
    "entree journal": "acte",
    "etablissement nom": "école",
    "fiche onde": "fiche d’ONDE",
    "fournisseur nom": "fournisseur",
    "ine": "INE",
    "inscription visite": "inscription à une visite",
    "is active": "en service",
    "jusqu a": "jusqu’à",
    "last used at": "dernier usage",
    "liste gar": "liste pour le GAR",
    "lu jusqu a": "lu jusqu’au n°",
    "mot de l ecole": "mot de l’école",
    "note rendez vous": "note d’un rendez-vous",
    "numero gar": "numéro pour le GAR",
    "opposition tiers": "opposition à un service",
    "pointage adulte": "pointage d’un adulte",
    "presence au fil": "présence à une conversation",
    "prevenance": "nouvelles à envoyer",
    "recu jusqu a": "reçu jusqu’au n°",
    "remplace le": "remplacé le",
    "reponse mot": "réponse à un mot",
    "responsabilite": "enfant dont on répond",
    "service nom": "service",
    "session par identite": "session par une identité",
    "signe le": "signé le",
    "type mime": "type de fichier",
    "version message": "version d’un message",
}
SANS_ACCENT = """
acceptée accordé ajouté annulée après arrêté attaché autorité avancé civilité confié confirmé confirmée créé créée créneau déclarant
déclaré déclarée demandée dernière donné durée début école écrit écrite élément émetteur état fermée imprimé interprète invité jugée levée libellé lié
matières modifié modifiée nommé numéro posée prénom première prévus précision prêt rappelé rappelée reçu refait refusée relié remplacée répondu
réservation retiré retirée révision révoqué rôle réaction réglage santé séquence téléphone traité traitée utilisé utilisée aidée
"""
ACCENTS = {
    mot.translate(str.maketrans("àâçéèêëîïôöùûü", "aaceeeeiioouuu")): mot for mot in re.findall(r"\w+", SANS_ACCENT)
}


def en_francais(nom: str) -> str:
    """« creee_le » → « créée le ». What is already said in words stays as it is."""
    dit = nom.replace("__", " ").replace("_", " ")
    return DITS.get(dit) or " ".join(ACCENTS.get(mot, mot) for mot in dit.split(" "))
