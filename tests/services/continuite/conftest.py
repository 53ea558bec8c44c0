"""A collège whose own ENT may speak here, and Lina, in 5e there: Nadia's eldest. Another family has a child in the same collège."""

import json
from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client as Navigateur

from docs.client_college import Client, jwk
from ent.annuaire.models import Classe, Inscription, Personne, Responsabilite
from ent.services.continuite.actions import emetteurs
from ent.services.continuite.models import CompteRelie, Emetteur, Plateforme

from . import produit as produits
from .entcore import Entcore, declarer, nouvelle, relier

LIEN = "https://college.exemple.fr/devoirs/12"


@dataclass
class College:
    """What the tests hold: the sender, its client (that of the documentation), a pupil of it, and another whose family is not the first one's."""

    emetteur: Emetteur
    secret: str
    cle: Ed25519PrivateKey
    client: Client
    collegienne: Personne
    autre: Personne
    autre_mere: Personne

    def ligne(self, **champs) -> dict:
        """A homework of Lina's, for Thursday."""
        return {
            "id": "d-12",
            "version": 1,
            "nature": "devoir",
            "eleve": {"par": "id", "valeur": str(self.collegienne.uuid)},
            "titre": "Maths : exercices 3 et 4",
            "jour": "2026-11-26",
            "lien": LIEN,
        } | champs

    def envoyer(self, *lignes: dict) -> dict:
        """By the client of the documentation; what it was answered."""
        (recu,) = self.client.envoyer(list(lignes))
        return recu


def par_django(adresse: str, corps: bytes, entetes: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    """The documentation's client, without a network: by the whole stack of the product."""
    genre = entetes.get("Content-Type", "")
    autres = {nom: valeur for nom, valeur in entetes.items() if nom != "Content-Type"}
    reponse = Navigateur().generic("POST", adresse, corps, content_type=genre, headers=autres)
    return reponse.status_code, dict(reponse.headers), reponse.content


def inscrire(d, prenom: str, nom: str, mere: Personne, classe: Classe) -> Personne:
    rentree = classe.annee.debut
    ine = f"{270000000 + Personne.objects.count():09d}AA"
    eleve = Personne.objects.create(prenom=prenom, nom=nom, password="!", ine=ine)
    Inscription.objects.create(eleve=eleve, classe=classe, niveau="5E", debut=rentree)
    Responsabilite.objects.create(
        adulte=mere,
        enfant=eleve,
        etablissement=classe.etablissement,
        lien="mere",
        autorite=Responsabilite.Autorite.CONFIRMEE,
        debut=rentree,
    )
    return eleve


def college_de(d) -> Personne:
    """Lina, in 5e B."""
    annee = d.cp_ce1.annee
    classe = Classe.objects.create(etablissement=d.college, annee=annee, nom="5e B", identifiant_onde="5B")
    return inscrire(d, "Lina", "Belhadj", d.mere, classe)


@pytest.fixture
def college(d, mardi) -> College:
    lina = college_de(d)
    cle = Ed25519PrivateKey.generate()
    champs = {
        "etablissement": d.college,
        "nom": "eCollège",
        "origines": "https://college.exemple.fr",
        "cles": [{"kid": "1", "x": jwk(cle, "1")["x"]}],
    }
    emetteur, secret = emetteurs.ouvrir_un_emetteur(auteur=d.operateur, champs=champs)
    client = Client("http://testserver", str(emetteur.uuid), secret, cle, "1", par_django)
    noe = inscrire(d, "Noé", "Marchand", d.mere_arabophone, Classe.objects.get(nom="5e B"))
    return College(emetteur, secret, cle, client, lina, noe, d.mere_arabophone)


def en_json(reponse) -> dict:
    return json.loads(reponse.content)


@pytest.fixture
def produit(tmp_path, monkeypatch):
    """The product of a collège that gives calendars, at an address of this machine that this test lets be reached."""
    with produits.ouvert(tmp_path, monkeypatch) as ici:
        yield ici


@pytest.fixture
def entcore(produit, tmp_path) -> Entcore:
    """An Edifice platform, at the same address."""
    ici = Entcore(produit, tmp_path / "cert.pem")
    ici.ouvrir()
    return ici


@pytest.fixture
def plateforme(d, college, entcore) -> Plateforme:
    entcore.nouvelles["u-mere"] = [nouvelle()]
    return declarer(d, entcore)


@pytest.fixture
def relie(d, college, entcore, plateforme, entrer) -> CompteRelie:
    relier(entrer(d.mere), entcore, plateforme, str(college.collegienne.uuid))
    return CompteRelie.objects.get()
