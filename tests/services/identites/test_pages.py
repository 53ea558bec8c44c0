"""The operator's providers, the page of a school and its papers; log-out by OpenID Connect."""

import html
import json
import re
import time
import uuid

import jwt
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import EntreeJournal, Personne, Responsabilite
from ent.services.identites.actions import fournisseurs
from ent.services.identites.models import FournisseurIdentite, Rattachement
from tests.services.identites.conftest import Voyage, donner_un_numero, poser, qui
from tests.services.identites.oidc import CLES, CLIENT, SECRET
from tests.services.identites.saml import metadonnees

pytestmark = [pytest.mark.django_db, pytest.mark.besoin_de("ent.services.onde")]
SAISIE = {
    "nom": "ÉduConnect",
    "public": "educonnect",
    "protocole": "oidc",
    "client_id": CLIENT,
    "secret": SECRET,
    "portees": "openid profile",
    "academie": "25",
    "hotes_retour": "educonnect.education.gouv.fr",
}


# --- The operator ----------------------------------------------------------------------------------------------------
def test_the_operator_adds_a_provider_and_checks_it(d, la, entrer):
    client = entrer(d.operateur)
    reponse = client.post(reverse("identites_nouveau"), SAISIE | {"adresse": la.adresse})
    page = client.get(reponse.url).text
    assert "personne n’entre encore" in page
    page = client.post(reponse.url + "verifier/", follow=True).text
    assert "répond, et ce qu’il dit de lui est complet" in page
    la.panne = 500
    page = client.post(reponse.url + "verifier/", follow=True).text
    assert "n’a pas pu être lu" in page
    assert FournisseurIdentite.objects.get().metadonnees
    verbes = EntreeJournal.objects.filter(verbe__startswith="identites.").values_list("verbe", "auteur_uuid")
    assert list(verbes) == [("identites.enregistrer", d.operateur.uuid)]


def test_a_secret_is_sealed_and_never_shown_again(d, la, entrer):
    client = entrer(d.operateur)
    adresse = client.post(reverse("identites_nouveau"), SAISIE | {"adresse": la.adresse}).url
    rangee = FournisseurIdentite.objects.get()
    assert SECRET not in rangee.secret_scelle
    assert SECRET not in html.unescape(client.get(adresse).text)
    sans = SAISIE | {"adresse": la.adresse, "secret": "", "nom": "ÉduConnect 2"}
    assert client.post(adresse, sans).status_code == 302
    corrigee = FournisseurIdentite.objects.get()
    assert (corrigee.nom, corrigee.secret_scelle) == ("ÉduConnect 2", rangee.secret_scelle)


@pytest.mark.parametrize(
    ("change", "phrase"),
    [
        ({"adresse": "ftp://exemple.fr"}, "https://"),
        ({"adresse": "https://nom:mot@exemple.fr"}, "sans nom d’utilisateur"),
        ({"secret": ""}, "Sans secret"),
        ({"client_id": ""}, "avec le secret"),
        ({"protocole": "saml", "adresse": ""}, "où sont ses métadonnées"),
        ({"hotes_retour": "https://a.fr/x"}, "nom du serveur seul"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(d, la, entrer, change, phrase):
    reponse = entrer(d.operateur).post(
        reverse("identites_nouveau"), SAISIE | {"adresse": "https://exemple.fr"} | change
    )
    assert (reponse.status_code, FournisseurIdentite.objects.count()) == (422, 0)
    assert phrase in reponse.text


def test_another_address_is_another_provider(d, la, educonnect, entrer):
    adresse = reverse("identites_fournisseur", args=[educonnect.uuid])
    entrer(d.operateur).post(adresse, SAISIE | {"adresse": la.adresse + "/ailleurs"})
    assert FournisseurIdentite.objects.get().metadonnees == ""


def test_a_file_of_metadata_is_taken_or_refused_with_why(d, entrer):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = entrer(d.operateur)
    saisie = SAISIE | {"protocole": "saml", "client_id": "", "secret": "", "adresse": ""}
    for fin, phrase in (("2020-01-01T00:00:00Z", "ont expiré"), ("bientôt", "ne disent pas jusqu’à quand")):
        mauvais = SimpleUploadedFile("a.xml", metadonnees(fin=fin).encode())
        reponse = client.post(reverse("identites_nouveau"), saisie | {"fichier": mauvais})
        assert (reponse.status_code, phrase in reponse.text) == (422, True)
    bon = SimpleUploadedFile("a.xml", metadonnees().encode())
    assert client.post(reverse("identites_nouveau"), saisie | {"fichier": bon}).status_code == 302
    assert "PRIVATE" not in FournisseurIdentite.objects.get().cle_scellee


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_of_providers_asks_as_much_for_one_as_for_three(d, la, entrer, n):
    for rang in range(n):
        poser(d, la.adresse, nom=f"Fournisseur {rang}")
    client = entrer(d.operateur)
    client.get(reverse("identites_registre"))
    with CaptureQueriesContext(
        connection,
    ) as requetes:
        page = client.get(reverse("identites_registre")).text
    assert page.count("rattachement") >= n
    ici = [r for r in requetes if "identites_" in r["sql"]]
    assert len(ici) == 1


def test_old_metadata_are_said_since_when(d, la, educonnect, entrer):
    FournisseurIdentite.objects.update(
        lues_le=timezone.now() - timezone.timedelta(days=3), panne="réponse 503", essayees_le=timezone.now()
    )
    page = entrer(d.operateur).get(reverse("identites_fournisseur", args=[educonnect.uuid])).text
    assert "depuis plus de deux jours" in page
    assert "réponse 503" in page


# --- A school --------------------------------------------------------------------------------------------------------
def une_famille(d, nom, ecole, enfant):
    personne = Personne.objects.create(nom=nom, prenom="Alix")
    Responsabilite.objects.create(adulte=personne, enfant=enfant, etablissement=ecole, debut=d.cp_ce1.annee.debut)
    return personne


@pytest.mark.parametrize("n", [1, 3])
def test_a_direction_reads_who_is_linked_of_its_own_school(d, educonnect, entrer, n):
    for rang in range(n):
        une_famille(d, f"Papier{rang}", d.elementaire, d.eleve_cp)
    une_famille(d, "Ailleurs", d.maternelle, d.eleve_ms)
    Rattachement.objects.create(fournisseur=educonnect, personne=d.mere, empreinte="e", comment="aaf")
    client = entrer(d.directrice)
    client.get(reverse("identites_ecole", args=[d.elementaire.uai]))
    with CaptureQueriesContext(connection) as requetes:
        page = client.get(reverse("identites_ecole", args=[d.elementaire.uai])).text
    assert [f"Papier{rang}" in page for rang in range(n)] == [True] * n
    assert "Ailleurs" not in page
    rattaches = page.partition("Rattachés")[2]
    assert d.mere.nom in rattaches
    ici = [r for r in requetes if "identites_rattachement" in r["sql"]]
    assert len(ici) == 2  # families, team


def test_the_papers_are_those_of_families_that_are_not_in(d, educonnect, entrer):
    attendue = une_famille(d, "Papier", d.elementaire, d.eleve_cp)
    liee = une_famille(d, "Liee", d.elementaire, d.eleve_cp)
    Rattachement.objects.create(fournisseur=educonnect, personne=liee, empreinte="e", comment="aaf")
    reponse = entrer(d.directrice).post(reverse("identites_papiers", args=[d.elementaire.uai]))
    assert reponse["Content-Type"] == "application/pdf"
    assert attendue.codes.exists()
    assert not liee.codes.exists()
    assert not d.mere.codes.filter(utilise_le=None).exists()


# --- Log-out by OpenID Connect ---------------------------------------------------------------------------------------
def mot_de_sortie(la, cle="k1", **change):
    dit = {
        "iss": la.adresse,
        "aud": CLIENT,
        "sub": la.profil["sub"],
        "iat": int(time.time()),
        "exp": int(time.time()) + 60,
        "jti": uuid.uuid4().hex,
        "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
    } | change
    return jwt.encode(
        {n: v for n, v in dit.items() if v is not None}, CLES[cle], algorithm="RS256", headers={"kid": "k1"}
    )


@pytest.fixture
def entree(d, la, educonnect):
    donner_un_numero(d.mere, d.elementaire, "1d-4711")
    la.profil = {"sub": "s", "FrEduCtRefId": "{AAF}25|x|4711"}
    voyage = Voyage(la, educonnect)
    voyage.faire()
    return voyage


def test_the_providers_server_ends_the_session_that_it_opened(d, la, entree, entrer):
    autre = entrer(d.mere)
    adresse = reverse("identites_oidc_sortie", args=[entree.ici.uuid])
    assert Client().post(adresse, {"logout_token": mot_de_sortie(la)}).status_code == 200
    assert entree.client.get("/").status_code == 302
    assert autre.get("/").status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"cle": "k2"},
        {"aud": "autre"},
        {"sub": None},
        {"events": {}},
        {"nonce": "x"},
        {"iss": "https://autre.fr"},
        {"jti": None},
        {"exp": 1},
        {"iat": 1},
    ],
)
def test_a_false_word_of_log_out_ends_nothing(d, la, entree, change):
    adresse = reverse("identites_oidc_sortie", args=[entree.ici.uuid])
    assert Client().post(adresse, {"logout_token": mot_de_sortie(la, **change)}).status_code == 400
    assert entree.client.get("/").status_code == 200


def test_a_word_of_log_out_is_said_once(d, la, entree):
    adresse, mot = reverse("identites_oidc_sortie", args=[entree.ici.uuid]), mot_de_sortie(la)
    assert [Client().post(adresse, {"logout_token": mot}).status_code for _n in range(2)] == [200, 400]


def test_going_out_of_here_goes_on_to_the_provider(la, entree):
    reponse = entree.client.post(reverse("account_logout"))
    page = entree.client.get(reponse.url).text
    [ou] = re.findall(r'href="([^"]*/sortir[^"]*)"', page)
    ou = html.unescape(ou)
    assert ou.startswith(f"{la.adresse}/sortir?id_token_hint=")
    assert "post_logout_redirect_uri=" in ou
    assert qui(entree.client) == ""


def test_nobody_makes_the_page_of_log_out_lead_elsewhere(la, entree):
    adresse = reverse("identites_sorti")
    faux = json.dumps({"ou": "https://mechant.exemple", "nom": "x", "retour": ""})
    assert Client().get(adresse, {"s": faux}).url == reverse("account_login")


def test_whoever_came_by_a_password_goes_out_as_before(d, educonnect, entrer):
    assert entrer(d.mere).post(reverse("account_logout")).url == reverse("account_login")


def test_the_hour_reads_all_that_are_open_again(d, la, educonnect):
    fermee = poser(d, la.adresse, nom="Fermée")
    fournisseurs.retirer(fournisseur=fermee, auteur=d.operateur)
    la.demandes.clear()
    fournisseurs.relever_tout()
    assert [chemin for chemin, _c, _e in la.demandes] == ["/.well-known/openid-configuration", "/cles"]


def test_a_link_of_a_provider_leads_who_is_in_to_the_page_and_to_no_other_site(d, educonnect, entrer):
    """Its own name for it too (OpenID Connect Core §4), as a whole address of ours."""
    aller = reverse("identites_aller", args=[educonnect.uuid])
    client = entrer(d.mere)
    for dit, ou in [
        ({"next": "/semaine/"}, "/semaine/"),
        ({"target_link_uri": "http://testserver/semaine/", "iss": educonnect.adresse}, "http://testserver/semaine/"),
        ({"target_link_uri": "https://ailleurs.exemple.fr/"}, "/"),
        ({"next": "//ailleurs.exemple.fr/"}, "/"),
        ({}, "/"),
    ]:
        assert client.get(aller, dit)["Location"] == ou
