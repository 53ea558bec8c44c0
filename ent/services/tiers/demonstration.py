"""Services of invented makers: a school opened three, each by another door; a fourth waits for a direction."""

import datetime as dt

from .actions.ecole import ouvrir_a_l_ecole
from .actions.registre import enregistrer_service
from .attributs import Attribut

ORDRE = 60
SERVICES = [
    {
        "nom": "Calcul en fête", "objet": "Exercices de calcul, du CP au CM2", "icone": "calcul", "protocole": "oidc",
        "accueil": "https://calcul.exemple.fr/", "adresses": "https://calcul.exemple.fr/retour", "publics": "eleve enseignant",
        "niveaux": "CP CE1 CE2 CM1 CM2", "attributs": f"{Attribut.PRENOM} {Attribut.NIVEAU} {Attribut.CLASSE}",
        "garde": "ses exercices, jusqu’au 31 août", "lieu": "en France, à Roubaix",
    },
    {
        "nom": "La Petite Bibliothèque", "objet": "Livres à écouter et à lire", "icone": "livre", "protocole": "cas",
        "accueil": "https://livres.exemple.fr/", "adresses": "https://livres.exemple.fr/entrer", "publics": "eleve enseignant responsable",
        "niveaux": "", "attributs": f"{Attribut.PROFIL}", "garde": "les livres ouverts, un an", "lieu": "en France, à Nantes",
    },
    {
        "nom": "Portail de paiement de la commune", "objet": "Cantine, garderie, étude", "icone": "ecole", "protocole": "lien",
        "accueil": "https://paiement.exemple.fr/", "adresses": "", "publics": "responsable", "niveaux": "", "attributs": "",
        "garde": "", "lieu": "",
    },
    {
        "nom": "Carnet de robots", "objet": "Suites d’ordres pour un robot de sol", "icone": "tablette", "protocole": "cas",
        "accueil": "https://robots.exemple.fr/", "adresses": "https://robots.exemple.fr/cas", "publics": "enseignant", "niveaux": "",
        "attributs": f"{Attribut.ECOLE}", "garde": "", "lieu": "",
    },
]  # fmt: skip


def semer(d, maintenant: dt.datetime) -> None:
    services = [enregistrer_service(auteur=d.operateur, champs=champs)[0] for champs in SERVICES]
    for service in services[:3]:
        ouvrir_a_l_ecole(
            service=service,
            etablissement=d.elementaire,
            auteur=d.directrice,
            publics=service.publics,
            niveaux=service.niveaux,
            classes=[],
            recoit=service.recoit_ecrit,
        )
