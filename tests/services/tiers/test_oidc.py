"""OpenID Connect: judged by authlib, which reads our discovery, proves its PKCE, and checks the signature of what it is told."""

import datetime as dt
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.idp.oidc.models import Client as ClientOIDC
from allauth.idp.oidc.models import Token
from authlib.integrations.requests_client import OAuth2Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import KeySet

from config.demonstration.distribution import MOT_DE_PASSE
from ent.annuaire.models import Personne
from ent.services.tiers.actions import ecole, registre
from ent.services.tiers.lectures import numeros
from ent.services.tiers.models import CleDeSignature, OuvertureTiers

from .conftest import LIVRES, ParLeProduit, enregistrer, ouvrir

VERIFIEUR = "v" * 48
SANS_DISQUE = connection.vendor == "postgresql"  # said of the transaction that keeps the token
DECOUVERTE = "/.well-known/openid-configuration"


def authlib_de(service, portees="openid profile ecole") -> OAuth2Session:
    client = OAuth2Session(
        service.client_id, service.secret, scope=portees, redirect_uri=LIVRES, code_challenge_method="S256"
    )
    client.mount("http://", ParLeProduit())
    client.mount("https://", ParLeProduit())
    return client


def decouvrir(client) -> dict:
    return client.get(DECOUVERTE).json()


def demander(navigateur, service, client_oidc, **options):
    """What the browser is answered, when the service sends it to us."""
    vers, _etat = client_oidc.create_authorization_url(
        decouvrir(navigateur)["authorization_endpoint"], code_verifier=VERIFIEUR, nonce="n-1", **options
    )
    parties = urlsplit(vers)
    return navigateur.get(f"{parties.path}?{parties.query}")


def jetons(navigateur, service, client_oidc) -> dict:
    reponse = demander(navigateur, service, client_oidc)
    assert reponse.status_code == 302, reponse.text[-800:]
    return client_oidc.fetch_token(
        decouvrir(navigateur)["token_endpoint"], authorization_response=reponse["Location"], code_verifier=VERIFIEUR
    )


def lu(client, jeton) -> dict:
    """The claims, once authlib's own library has checked the signature by the published keys, the issuer and the hours."""
    cles = KeySet.import_key_set(client.get(urlsplit(decouvrir(client)["jwks_uri"]).path).json())
    dit = jwt.decode(jeton, cles, algorithms=["RS256"]).claims
    jwt.JWTClaimsRegistry(iss={"essential": True, "value": decouvrir(client)["issuer"]}).validate(dit)
    return dit


def test_authlib_knows_who_came_and_reads_what_it_may(livres, d, entrer):
    navigateur, client_oidc = entrer(d.eleve_cp), authlib_de(livres)
    recus = jetons(navigateur, livres, client_oidc)
    dit = lu(navigateur, recus["id_token"])
    uai = d.elementaire.uai
    attendu = {"given_name": "Inès", "classes": [f"{uai}$CP-CE1"], "uai": [uai]}
    assert {nom: dit[nom] for nom in attendu} == attendu
    assert dit["aud"] == livres.client_id and dit["nonce"] == "n-1"
    assert {"family_name", "email", "profil", "niveaux", "name", "preferred_username"}.isdisjoint(dit)
    personne = client_oidc.get(decouvrir(navigateur)["userinfo_endpoint"]).json()
    assert personne == {"sub": dit["sub"]} | attendu


def test_each_service_has_its_own_number_of_a_person(livres, d, entrer):
    autre, secret = enregistrer(d, nom="Autre", protocole="oidc", adresses=f"{LIVRES}/2")
    registre.corriger_service(service=livres, auteur=d.operateur, champs={"adresses": LIVRES})
    ouvrir(d, autre)
    navigateur = entrer(d.eleve_cp)
    ici = lu(navigateur, jetons(navigateur, livres, authlib_de(livres))["id_token"])["sub"]
    encore = lu(navigateur, jetons(navigateur, livres, authlib_de(livres))["id_token"])["sub"]
    autre.secret = secret
    client = authlib_de(autre)
    client.redirect_uri = f"{LIVRES}/2"
    la = lu(navigateur, jetons(navigateur, autre, client)["id_token"])["sub"]
    assert ici == encore != la
    assert len(ici) == 64


def test_without_the_scope_of_the_school_nothing_of_the_school_is_said(livres, d, entrer):
    navigateur = entrer(d.eleve_cp)
    dit = lu(navigateur, jetons(navigateur, livres, authlib_de(livres, "openid"))["id_token"])
    assert {"given_name", "classes", "uai"}.isdisjoint(dit)


def test_the_address_of_mail_is_no_scope(livres, d, entrer):
    navigateur = entrer(d.enseignante)
    reponse = demander(navigateur, livres, authlib_de(livres, "openid email"))
    assert parse_qs(urlsplit(reponse["Location"]).query)["error"] == ["invalid_scope"]


# --- PKCE and codes -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "preuve", [{}, {"code_challenge": "v" * 43, "code_challenge_method": "plain"}, {"code_challenge": "v" * 43}]
)
def test_pkce_is_for_all(livres, d, entrer, preuve):
    demande = {
        "client_id": livres.client_id,
        "redirect_uri": LIVRES,
        "response_type": "code",
        "scope": "openid",
    } | preuve
    reponse = entrer(d.eleve_cp).get(reverse("tiers_oidc_autoriser"), demande)
    assert (reponse.status_code, reponse.get("Location"), "PKCE" in reponse.text) == (400, None, True)


def _echanger(navigateur, service, code, **options):
    envoi = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": LIVRES,
        "code_verifier": VERIFIEUR,
        "client_id": service.client_id,
        "client_secret": service.secret,
    }
    return navigateur.post(reverse("tiers_oidc_jeton"), envoi | options)


def _code(navigateur, service) -> str:
    return parse_qs(urlsplit(demander(navigateur, service, authlib_de(service))["Location"]).query)["code"][0]


@pytest.mark.parametrize(
    "faux",
    [
        {"code_verifier": "w" * 48},
        {"code_verifier": ""},
        {"client_secret": "autre"},
        {"redirect_uri": f"{LIVRES}/2"},
        {"grant_type": "password"},
        {"grant_type": "client_credentials"},
        {"grant_type": "refresh_token"},
    ],
)
def test_a_code_is_given_against_all_its_proofs(livres, d, entrer, faux):
    navigateur = entrer(d.eleve_cp)
    reponse = _echanger(navigateur, livres, _code(navigateur, livres), **faux)
    assert reponse.status_code in (400, 401)
    assert "access_token" not in reponse.text


def test_a_code_is_used_once(livres, d, entrer):
    navigateur = entrer(d.eleve_cp)
    code = _code(navigateur, livres)
    assert _echanger(navigateur, livres, code).status_code == 200
    assert _echanger(navigateur, livres, code).json()["error"] == "invalid_grant"


def test_of_two_who_show_a_code_at_once_one_is_answered(livres, d, entrer, monkeypatch):
    """The second comes while the first is judged: it was taken by then. Who has not the service's secret takes nothing away."""
    navigateur, a_cote = entrer(d.eleve_cp), Client()
    code = _code(navigateur, livres)
    assert _echanger(a_cote, livres, code, client_secret="autre").status_code == 401
    juger, seconds = numeros.personne_chez, []

    def pendant(*de_qui):
        monkeypatch.undo()
        seconds.append(_echanger(a_cote, livres, code))
        return juger(*de_qui)

    monkeypatch.setattr(numeros, "personne_chez", pendant)
    premier = _echanger(navigateur, livres, code)
    assert (premier.status_code, [s.json().get("error") for s in seconds]) == (200, ["invalid_grant"])
    assert Token.objects.count() == 1


# --- A fresh proof ------------------------------------------------------------------------------------------------------
DEMANDES = [{"prompt": "login"}, {"max_age": 0}, {"max_age": 300}, {"prompt": "login consent"}]


def _venu_il_y_a(personne, **depuis) -> None:
    Personne.objects.filter(pk=personne.pk).update(last_login=timezone.now() - dt.timedelta(**depuis))


def _par_le_mot_de_passe(d) -> Client:
    navigateur = Client()
    navigateur.post(reverse("account_login"), {"login": d.enseignante.courriel, "password": MOT_DE_PASSE})
    return navigateur


@pytest.mark.parametrize("demande", DEMANDES)
def test_a_service_that_wants_a_fresh_proof_has_one(livres, d, mardi, horloge, demande):
    """Of an adult the password, on its page, once; the service then reads when it was given."""
    navigateur, client_oidc = _par_le_mot_de_passe(d), authlib_de(livres)
    horloge(mardi + dt.timedelta(minutes=20))
    page = demander(navigateur, livres, client_oidc, **demande)
    assert urlsplit(page["Location"]).path == reverse("account_reauthenticate")
    suite = parse_qs(urlsplit(page["Location"]).query)["next"][0]
    revenu = navigateur.post(page["Location"], {"password": MOT_DE_PASSE, "next": suite})
    reponse = navigateur.get(revenu["Location"])
    recus = client_oidc.fetch_token(
        decouvrir(navigateur)["token_endpoint"], authorization_response=reponse["Location"], code_verifier=VERIFIEUR
    )
    assert lu(navigateur, recus["id_token"])["auth_time"] == int(timezone.now().timestamp())


@pytest.mark.parametrize("demande", DEMANDES)
def test_a_pupil_is_sent_back_to_the_wall_for_it_and_no_code_leaves(livres, d, entrer, demande):
    """No page asks a pupil for a password."""
    eleve = entrer(d.eleve_cp)
    assert "code=" in demander(eleve, livres, authlib_de(livres), **demande)["Location"]
    _venu_il_y_a(d.eleve_cp, hours=1)
    reponse = demander(eleve, livres, authlib_de(livres), **demande)
    assert (reponse.status_code, "ton prénom" in reponse.text) == (403, True)


def test_a_proof_that_is_young_enough_is_asked_of_nobody(livres, d, mardi, horloge, entrer):
    navigateur, client_oidc = _par_le_mot_de_passe(d), authlib_de(livres)
    horloge(mardi + dt.timedelta(minutes=20))
    assert "code=" in demander(navigateur, livres, client_oidc, max_age=3600)["Location"]
    assert "code=" in demander(navigateur, livres, client_oidc, max_age="x")["Location"]
    _venu_il_y_a(d.eleve_cp, hours=1)
    assert "code=" in demander(entrer(d.eleve_cp), livres, client_oidc, max_age=7200)["Location"]
    assert "auth_time" not in lu(navigateur, jetons(navigateur, livres, client_oidc)["id_token"])


def test_asked_to_show_no_page_who_came_too_long_ago_is_not_named(livres, d, mardi, horloge):
    navigateur = _par_le_mot_de_passe(d)
    horloge(mardi + dt.timedelta(minutes=20))
    reponse = demander(navigateur, livres, authlib_de(livres), prompt="none", max_age=300)
    assert reponse["Location"].startswith(f"{LIVRES}?")
    assert parse_qs(urlsplit(reponse["Location"]).query)["error"] == ["login_required"]


# --- Where one is led, and who may go -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "retour",
    [
        "https://ailleurs.exemple.fr/retour",
        f"{LIVRES}?x=1",
        "https://moi@livres.exemple.fr/retour",
        f"{LIVRES}#x",
        f"{LIVRES}/",
        "",
    ],
)
def test_an_address_that_is_not_in_the_registry_leads_nowhere(livres, d, entrer, client, retour):
    demande = {"client_id": livres.client_id, "redirect_uri": retour, "response_type": "code", "scope": "openid"}
    for navigateur in (client, entrer(d.eleve_cp)):
        reponse = navigateur.get(reverse("tiers_oidc_autoriser"), demande)
        assert (reponse.status_code, reponse.get("Location")) == (400, None)


@pytest.mark.parametrize("client_id", ["", "x", "0" * 32])
def test_a_client_that_is_not_in_the_registry_leads_nowhere(livres, d, entrer, client_id):
    demande = {"client_id": client_id, "redirect_uri": LIVRES, "response_type": "code", "scope": "openid"}
    assert entrer(d.eleve_cp).get(reverse("tiers_oidc_autoriser"), demande).status_code == 400


def test_who_is_not_in_goes_by_the_door(livres, client):
    assert urlsplit(demander(client, livres, authlib_de(livres))["Location"]).path == reverse("account_login")


DIT = {"eleve_ms": "La Petite Bibliothèque ne s’ouvre pas avec ton compte"}


@pytest.mark.parametrize("qui", ["assistante", "eleve_ms", "directrice_maternelle", "operateur"])
def test_who_may_not_is_told_so_and_gets_no_code(livres, d, entrer, qui):
    reponse = demander(entrer(d.gens[qui]), livres, authlib_de(livres))
    assert (
        reponse.status_code,
        DIT.get(qui, "n’a pas ouvert La Petite Bibliothèque à votre compte") in reponse.text,
    ) == (403, True)


def test_what_happens_after_the_code_counts(livres, d, entrer):
    """The school closes it: the code opens nothing, nor the token that was already given."""
    navigateur, client_oidc = entrer(d.eleve_cp), authlib_de(livres)
    code = _code(navigateur, livres)
    jetons(navigateur, livres, client_oidc)
    vers = decouvrir(navigateur)["userinfo_endpoint"]
    assert client_oidc.get(vers).status_code == 200
    ecole.fermer_a_l_ecole(ouverture=OuvertureTiers.objects.get(), auteur=d.directrice)
    assert _echanger(navigateur, livres, code).json()["error"] == "invalid_grant"
    assert client_oidc.get(vers).status_code == 401


def test_a_closed_account_is_told_of_no_more(livres, d, entrer):
    navigateur, client_oidc = entrer(d.enseignante), authlib_de(livres)
    jetons(navigateur, livres, client_oidc)
    Personne.objects.filter(pk=d.enseignante.pk).update(fermee_le="2026-11-24T08:00Z")
    assert client_oidc.get(decouvrir(navigateur)["userinfo_endpoint"]).status_code == 401


# --- Keys and secrets ---------------------------------------------------------------------------------------------------
def test_the_key_is_kept_sealed_and_published_in_half(livres, client):
    [cle] = CleDeSignature.objects.all()
    assert "PRIVATE" not in cle.scellee
    publiee = json.loads(client.get(reverse("tiers_oidc_cles")).content)["keys"]
    assert [set(c) & {"d", "p", "q"} for c in publiee] == [set()]


def test_the_secret_is_kept_as_a_digest_and_a_new_one_voids_it(livres, d, entrer):
    gardee = ClientOIDC.objects.get(pk=livres.client_id).secret
    assert livres.secret not in gardee and gardee.startswith("secret_de_service$")
    navigateur = entrer(d.eleve_cp)
    jetons(navigateur, livres, authlib_de(livres))
    nouveau = registre.nouveau_secret(service=livres, auteur=d.operateur)
    assert not Token.objects.exists()
    code = _code(navigateur, livres)
    assert _echanger(navigateur, livres, code).status_code == 401
    assert _echanger(navigateur, livres, code, client_secret=nouveau).status_code == 200


def test_discovery_says_what_is_offered_and_nothing_else(client, db):
    offert = decouvrir(client)
    assert (offert["grant_types_supported"], offert["subject_types_supported"]) == (
        ["authorization_code"],
        ["pairwise"],
    )
    assert offert["code_challenge_methods_supported"] == ["S256"]
    for nom in ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "end_session_endpoint"):
        assert client.get(urlsplit(offert[nom]).path).status_code != 404


@pytest.mark.parametrize("nomme", [False, True])
def test_a_round_trip_costs_few_statements(livres, d, entrer, django_assert_num_queries, nomme):
    """Of the library's own, two readings of its client and two tokens in one insertion; no address of mail is read."""
    if nomme:
        ouvrir(d, livres, classes=[d.cp_ce1])
    client = authlib_de(livres)
    eleve = entrer(d.eleve_cp)
    jetons(eleve, livres, client)
    adresse = demander(eleve, livres, client).wsgi_request.get_full_path()
    with django_assert_num_queries(6 + nomme) as faites:  # of which one is the session, that Redis keeps elsewhere
        reponse = eleve.get(adresse)
    assert not [q for q in faites.captured_queries if "emailaddress" in q["sql"]]
    ici = decouvrir(eleve)["token_endpoint"]
    with django_assert_num_queries(9 + nomme + SANS_DISQUE):
        dits = client.fetch_token(ici, authorization_response=reponse["Location"], code_verifier=VERIFIEUR)
    assert dits["id_token"]


def test_an_exchange_asks_the_database_no_more_than_it_must(livres, d, entrer, client, django_assert_num_queries):
    """A question is judged once, a client read once a request, and no token is kept that would be taken nowhere."""
    navigateur = entrer(d.eleve_cp)
    for _fois in range(2):
        code = _code(navigateur, livres)
        _echanger(client, livres, code)
    vers, _etat = authlib_de(livres).create_authorization_url(
        decouvrir(navigateur)["authorization_endpoint"], code_verifier=VERIFIEUR
    )
    parties = urlsplit(vers)
    with django_assert_num_queries(6):
        rendu = navigateur.get(f"{parties.path}?{parties.query}")
    code = parse_qs(urlsplit(rendu["Location"]).query)["code"][0]
    Token.objects.all().delete()
    with django_assert_num_queries(9 + SANS_DISQUE):
        dit = _echanger(client, livres, code).json()
    assert "refresh_token" not in dit and list(Token.objects.values_list("type", flat=True)) == ["at"]
