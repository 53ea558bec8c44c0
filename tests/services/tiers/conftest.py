"""Services of the cast, and clients that nobody here wrote: what they send over HTTP is handed to the product, at the network's edge."""

import io

import pytest
import requests
from django.test import Client
from requests.adapters import BaseAdapter

from ent.annuaire.models import Personne
from ent.services.tiers.actions import ecole, registre
from ent.services.tiers.lectures import cles
from tests.trousseau import tirees_d_avance

CALCUL = "https://calcul.exemple.fr/entree?module=cas"
LIVRES = "https://livres.exemple.fr/retour"


@pytest.fixture(scope="session", autouse=True)
def cles_tirees():
    with tirees_d_avance(cles):
        yield


class ParLeProduit(BaseAdapter):
    """What `requests` would send is asked of the product itself."""

    def send(self, request, **options):
        tus = {"Content-Type", "Content-Length", "Accept-Encoding"}
        entetes = {f"HTTP_{nom.upper().replace('-', '_')}": v for nom, v in request.headers.items() if nom not in tus}
        corps = request.body.encode() if isinstance(request.body, str) else request.body or b""
        rendue = Client().generic(
            request.method,
            request.path_url,
            corps,
            content_type=request.headers.get("Content-Type", "application/octet-stream"),
            **entetes,
        )
        reponse = requests.Response()
        reponse.status_code, reponse.url, reponse.request = rendue.status_code, request.url, request
        reponse.headers.update(rendue.headers)
        reponse.raw = io.BytesIO(rendue.content)
        return reponse

    def close(self):
        """Nothing is held."""


@pytest.fixture
def reseau():
    session = requests.Session()
    session.mount("http://", ParLeProduit())
    session.mount("https://", ParLeProduit())
    return session


def neuf(personne: Personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


def enregistrer(d, **champs):
    """One of the registry, and its secret."""
    defauts = {
        "nom": "Calcul en fête",
        "objet": "Exercices de calcul, du CP au CM2",
        "icone": "calcul",
        "protocole": "cas",
        "dialecte": "courant",
        "accueil": "https://calcul.exemple.fr/",
        "adresses": CALCUL,
        "sortie": "",
        "publics": "eleve responsable enseignant",
        "niveaux": "",
        "attributs": "prenom niveau",
        "garde": "ses exercices, jusqu’au 31 août",
        "lieu": "en France, à Roubaix",
    }
    return registre.enregistrer_service(auteur=d.operateur, champs=defauts | champs)


def ouvrir(d, service, *, etablissement=None, publics="eleve", niveaux="", classes=()):
    dans = etablissement or d.elementaire
    auteur = d.directrice if dans == d.elementaire else d.directrice_maternelle
    return ecole.ouvrir_a_l_ecole(
        service=service,
        etablissement=dans,
        auteur=auteur,
        publics=publics,
        niveaux=niveaux,
        classes=classes,
        recoit=service.recoit_ecrit,
    )


@pytest.fixture
def calcul(d):
    """A CAS service that the elementary school opened to its pupils and its teachers."""
    service, _secret = enregistrer(d)
    ouvrir(d, service, publics="eleve enseignant")
    return service


@pytest.fixture
def livres(d):
    """An OIDC service, open to the same."""
    service, secret = enregistrer(
        d,
        nom="La Petite Bibliothèque",
        objet="Livres à écouter et à lire",
        icone="livre",
        protocole="oidc",
        accueil="https://livres.exemple.fr/",
        adresses=LIVRES,
        attributs="prenom classe ecole",
    )
    ouvrir(d, service, publics="eleve enseignant responsable")
    service.secret = secret
    return service


@pytest.fixture
def classe(d):
    """A SAML service that the elementary school opened to its pupils and its teachers; it signs its questions."""
    from . import test_saml as saml

    ecrites = saml.metadonnees_du_service()
    service, _secret = enregistrer(
        d,
        nom="Classe en ligne",
        protocole="saml",
        adresses=saml.ACS,
        metadonnees=ecrites,
        entite=saml.NOM,
        sortie=saml.SOAP,
        attributs="prenom classe ecole",
    )
    ouvrir(d, service, publics="eleve enseignant")
    return service
