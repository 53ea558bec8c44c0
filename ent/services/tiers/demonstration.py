"""Services of invented makers: a school opened three, each by another door; a fourth waits for a direction."""

import datetime as dt

from django.utils import timezone

from . import evenements
from .actions.ecole import ouvrir_a_l_ecole
from .actions.nouvelles import ne_plus_dire
from .actions.registre import corriger_service, enregistrer_service
from .actions.visites import ajouter_des_visites
from .attributs import Attribut
from .models import OuvertureTiers

ORDRE = 60
SERVICES = [
    {
        "nom": "Calcul en fête", "objet": "Exercices de calcul, du CP au CM2", "icone": "calcul", "protocole": "oidc",
        "accueil": "https://calcul.exemple.fr/", "adresses": "https://calcul.exemple.fr/retour", "publics": "eleve enseignant",
        "niveaux": "CP CE1 CE2 CM1 CM2", "attributs": f"{Attribut.PRENOM} {Attribut.NIVEAU} {Attribut.CLASSE}",
        "garde": "ses exercices, jusqu’au 31 août", "lieu": "en France, à Roubaix", "contact": "donnees@calcul.exemple.fr",
        "vie_privee": "https://calcul.exemple.fr/donnees",
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


# By school: of the second, one class and the families of its pupils; the operator has since asked that it receive more.
PAR_CLASSE, DEMANDE = "La Petite Bibliothèque", f"{Attribut.PRENOM} {Attribut.PROFIL}"
VENUS = {"eleve": 21, "enseignant": 2, "responsable": 3}  # last month; of that class, no more adults have an account


def semer(d, maintenant: dt.datetime) -> None:
    services = [enregistrer_service(auteur=d.operateur, champs=champs)[0] for champs in SERVICES]
    rentree = maintenant - dt.timedelta(days=76)
    mois = (timezone.localdate(maintenant).replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    for service in services[:3]:
        ouverture = ouvrir_a_l_ecole(
            service=service,
            etablissement=d.elementaire,
            auteur=d.directrice,
            publics=service.publics,
            niveaux=service.niveaux,
            classes=[d.cp_ce1] if service.nom == PAR_CLASSE else [],
            recoit=service.recoit_ecrit,
        )
        OuvertureTiers.objects.filter(pk=ouverture.pk).update(ouvert_le=rentree)
        for public in ouverture.publics_dits & VENUS.keys() if not service.est_un_lien else ():
            ajouter_des_visites(ouverture=ouverture.pk, mois=mois, profil=public, personnes=VENUS[public])
        if service.nom == PAR_CLASSE:
            corriger_service(service=service, auteur=d.operateur, champs={"attributs": DEMANDE})
            ne_plus_dire(ouverture=ouverture, natures=[evenements.DEMANDE])  # its news tell of school
