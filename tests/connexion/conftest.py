"""What the tests of « coming in » share: a paper in hand, a pupil at the door."""

import re
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.demonstration.distribution import identite
from ent.annuaire.models import Personne
from ent.connexion import actions, derivation

MOT_DE_PASSE = "Trois-cerises-bleues"


@pytest.fixture
def aline(d) -> Personne:
    """The mother of Adèle Royer (CP): she has not come in yet. Adèle was born on 1 May 2020."""
    return Personne.objects.get(uuid=identite("responsable de cp_ce1/Adèle Royer"))


@pytest.fixture
def adele(d) -> Personne:
    return Personne.objects.get(uuid=identite("cp_ce1/Adèle Royer"))


@pytest.fixture
def code(d, mardi, aline) -> str:
    return actions.emettre_code(personne=aline, etablissement=d.elementaire)


@pytest.fixture
def montrer_le_papier():
    """Type a code and a birth date on a phone of nobody: ``montrer_le_papier(code, "01/05/2020")``."""

    def donner(code: str, naissance: str = "", courriel: str = "", client: Client | None = None, **options):
        client = client or Client()
        donnees = {"code": code, "naissance": naissance, "courriel": courriel}
        return client, client.post(reverse("connexion_activer"), donnees, **options)

    return donner


@pytest.fixture
def ouvrir(montrer_le_papier):
    """Go through the three pages, down to the account."""

    def activer(
        code: str, naissance: str = "", *, preuve: str = "", courriel: str = "", mot_de_passe: str = MOT_DE_PASSE
    ):
        client, _reponse = montrer_le_papier(code, naissance, preuve)
        client.post(reverse("connexion_activer_verifier"))
        donnees = {"courriel": courriel, "mot_de_passe": mot_de_passe}
        return client, client.post(reverse("connexion_activer_compte"), donnees)

    return activer


@pytest.fixture
def images():
    """The three right pictures of a pupil."""

    def lire(eleve: Personne) -> list[str]:
        secret = getattr(eleve, "secret", None)
        return derivation.secret_images(eleve.uuid, secret.generation if secret else 0, eleve.gommette_image)

    return lire


def erreurs(reponse) -> list[str]:
    """What the page reproaches, as read."""
    blocs = re.findall(r'role="alert">(.*?)</div>|class="erreur"[^>]*>(.*?)</p>', reponse.text, re.DOTALL)
    textes = [re.sub(r"<svg.*?</svg>|<[^>]+>", " ", a or b) for a, b in blocs]
    return [" ".join(t.replace("À corriger :", "").split()) for t in textes]


def adresse_du_mur(classe) -> str:
    return reverse("connexion_mur", args=[classe.jeton_tablette])


def adresse_du_secret(classe, eleve) -> str:
    return reverse("connexion_secret", args=[classe.jeton_tablette, eleve.uuid])


def toucher(client, classe, eleve, images):
    return client.post(adresse_du_secret(classe, eleve), {"image": images})


@pytest.fixture
def tablette(d, mardi) -> Client:
    client = Client()
    assert client.get(adresse_du_mur(d.cp_ce1)).status_code == 200
    return client


@pytest.fixture
def fausses(d, images):
    """Three pictures that are not the secret: the right ones, in another order."""
    un, deux, trois = images(d.eleve_cp)
    return [deux, un, trois]


@pytest.fixture
def compter_lectures():
    """Queries of a block, the session's own set apart: it lives in the database or in Redis.

    ``with compter_lectures(8): client.get(…)``
    """

    @contextmanager
    def exactement(nombre: int):
        with CaptureQueriesContext(connection) as lues:
            yield
        sql = [q["sql"] for q in lues.captured_queries if "django_session" not in q["sql"]]
        assert len(sql) == nombre, "\n".join(sql)

    return exactement
