"""Names of code as French writes them: what an adult takes away is read by them (RGPD art. 12: « en des termes clairs et simples »)."""

import re

# Where the words of the code do not say it alone; what is of one room is said by it (`Tenue.titre`).
DITS = {
    "change le": "changé le",
    "created at": "créé le",
    "date naissance": "date de naissance",
    "demande le": "demandé le",
    "etablissement": "école",
    "ine": "INE",
    "is active": "en service",
    "last used at": "dernier usage",
    "remplace le": "remplacé le",
    "signe le": "signé le",
    "type mime": "type de fichier",
}
ELISIONS = re.compile(r"\b(d|l) (?=[aeéiou])")
SANS_ACCENT = """
acceptée accordé ajouté annulée année après arrêté attaché autorité avancé civilité confié confirmé confirmée créé créée créneau déclarant
déclaré déclarée demandée dernière donné durée début école écrit écrite élément émetteur état fermée imprimé interprète invité jugée levée libellé lié
matières modifié modifiée nommé numéro posée prénom première prévus précision prêt rappelé rappelée reçu refait refusée relié remplacée répondu
réservation retiré retirée révision révoqué rôle réaction réglage santé séquence téléphone traité traitée utilisé utilisée aidée
"""
ACCENTS = {
    mot.translate(str.maketrans("àâçéèêëîïôöùûü", "aaceeeeiioouuu")): mot for mot in re.findall(r"\w+", SANS_ACCENT)
}


def en_francais(nom: str) -> str:
    """« creee_le » → « créée le »; of a path, « service__nom » → « service », « demande__fin » → « fin (demande) ». What is already said in words stays as
    it is.
    """
    *chemin, dernier = nom.split("__")
    if not chemin:
        return _dit(dernier)
    return _dit(chemin[-1]) if dernier in ("nom", "titre") else f"{_dit(dernier)} ({_dit(chemin[-1])})"


def _dit(nom: str) -> str:
    dit = nom.replace("_", " ")
    mots = " ".join(ACCENTS.get(mot, mot) for mot in dit.split(" "))
    return DITS.get(dit) or ELISIONS.sub(r"\1’", mots).replace("jusqu a", "jusqu’à")
