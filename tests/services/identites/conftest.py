"""Providers of the cast, and somebody who goes there and comes back as a browser does."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from ent.annuaire.models import Personne, Responsabilite
from ent.connexion.actions import emettre_code
from ent.services.identites.actions import fournisseurs
from ent.services.identites.lectures import sceaux
from ent.services.identites.models import FournisseurIdentite
from tests.services.identites.oidc import CLIENT, SECRET, Fournisseur
from tests.trousseau import tirees_d_avance

CHAMPS = {
    "nom": "ÉduConnect",
    "public": "educonnect",
    "protocole": "oidc",
    "client_id": CLIENT,
    "portees": "openid profile email",
    "academie": 25,
}


@pytest.fixture(scope="session", autouse=True)
def cles_tirees():
    with tirees_d_avance(sceaux):
        yield


def poser(d, adresse: str, **champs) -> FournisseurIdentite:
    """One of the operator's, read once."""
    fournisseur = fournisseurs.enregistrer(
        auteur=d.operateur, champs=CHAMPS | {"adresse": adresse} | champs, secret=SECRET
    )
    fournisseurs.relever(fournisseur=fournisseur)
    return FournisseurIdentite.objects.get(pk=fournisseur.pk)


def donner_un_numero(personne: Personne, ecole, numero: str, nature: str = "responsable") -> None:
    """As an import of the State's directory leaves it."""
    from ent.services.onde.models import FicheOnde  # a service that may not be there

    FicheOnde.objects.create(etablissement=ecole, personne=personne, nature=nature, cle=f"aaf|{numero}")


def un_papier(d):
    """The code of somebody who has not come in yet."""
    personne = Personne.objects.create(nom="Nguyen", prenom="Linh", civilite="Mme")
    Responsabilite.objects.create(
        adulte=personne, enfant=d.eleve_cp, etablissement=d.elementaire, debut=d.cp_ce1.annee.debut
    )
    return personne, emettre_code(personne=personne, etablissement=d.elementaire)


def neuf(personne: Personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


def qui(client: Client) -> str:
    return client.session.get("_auth_user_id", "")


class Voyage:
    """There and back by a provider of OpenID Connect."""

    def __init__(self, la, ici: FournisseurIdentite, client: Client | None = None) -> None:
        self.la, self.ici, self.client = la, ici, client or Client()

    def partir(self, **options):
        reponse = self.client.get(reverse("identites_aller", args=[self.ici.uuid]), options)
        if reponse.status_code == 302 and reponse.url.startswith(self.la.adresse):
            self.demande = {c: v[0] for c, v in parse_qs(urlsplit(reponse.url).query).items()}
            self.la.nonce = self.demande["nonce"]
        return reponse

    def revenir(self, **change):
        """The page of the return, then its form, as the browser sends it."""
        recu = {"code": "un-code", "state": self.demande["state"]} | change
        page = self.client.get(reverse("identites_retour", args=[self.ici.uuid]), recu)
        return self.client.post(reverse("identites_finir", args=[self.ici.uuid]), champs_de(page.text))

    def faire(self, **options):
        self.partir(**options)
        return self.revenir()


def champs_de(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


@pytest.fixture
def la(d):
    fournisseur = Fournisseur()
    yield fournisseur
    fournisseur.fermer()


@pytest.fixture
def educonnect(d, la):
    return poser(d, la.adresse)


@pytest.fixture
def voyage(la, educonnect):
    return Voyage(la, educonnect)
