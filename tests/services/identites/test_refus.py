"""OpenID Connect: what is refused, and that nothing is written then; providers away, slow or too long; where nobody is led."""

import base64
import json
import time

import pytest
from django.test import Client
from django.urls import reverse

from ent.annuaire.models import Personne
from ent.connexion.models import SessionOuverte
from ent.services.identites.actions import fournisseurs
from ent.services.identites.lectures import oidc
from ent.services.identites.models import FournisseurIdentite, Rattachement
from tests.services.identites.conftest import Voyage, donner_un_numero, poser, qui
from tests.services.identites.oidc import Fournisseur

pytestmark = [pytest.mark.django_db, pytest.mark.besoin_de("ent.services.onde")]


def etat_de_la_base():
    return Personne.objects.count(), Rattachement.objects.count(), SessionOuverte.objects.count()


# --- Not believed ----------------------------------------------------------------------------------------------------
FAUX = {
    "another nonce": ({"jeton": {"nonce": "autre"}}, "a déjà servi"),
    "no nonce": ({"jeton": {"nonce": None}}, "a déjà servi"),
    "another audience": ({"jeton": {"aud": "un-autre"}}, "destinée à un autre site"),
    "another authorised party": ({"jeton": {"aud": ["ent", "autre"], "azp": "autre"}}, "destinée à un autre site"),
    "another issuer": ({"jeton": {"iss": "https://autre.exemple.fr"}}, "ne pouvons pas croire"),
    "expired": ({"decale": -600}, "n’est plus valable"),
    "not valid yet": ({"jeton": {"nbf": 4_000_000_000}}, "n’est plus valable"),
    "no signature": ({"algorithme": "none"}, "ne pouvons pas croire"),
    "signed by a shared secret": ({"algorithme": "HS256"}, "ne pouvons pas croire"),
    "signed by another key": ({"signe": "k2"}, "ne pouvons pas croire"),
    "a key that is nowhere": ({"signe": "k2", "kid": "k2"}, "ne pouvons pas croire"),
    "no end": ({"jeton": {"exp": None}}, "ne pouvons pas croire"),
    "userinfo of another": ({"jeton": {"sub": "une autre"}}, "ne pouvons pas croire"),
}


@pytest.mark.parametrize("cas", FAUX)
def test_a_false_answer_opens_nothing_and_writes_nothing(d, la, voyage, cas):
    change, phrase = FAUX[cas]
    donner_un_numero(d.mere, d.elementaire, "1d-4711")
    la.profil = {"sub": "s", "FrEduCtRefId": "{AAF}25|x|4711"}
    for nom, valeur in change.items():
        setattr(la, nom, valeur)
    avant = etat_de_la_base()
    reponse = voyage.faire()
    assert (reponse.status_code, qui(voyage.client), etat_de_la_base()) == (403, "", avant)
    assert phrase in reponse.text
    assert FournisseurIdentite.objects.get().refus
    assert "4711" not in FournisseurIdentite.objects.get().refus


@pytest.mark.parametrize("secondes", [-180, 180])
def test_a_clock_three_minutes_off_is_no_fault(d, la, voyage, secondes):
    donner_un_numero(d.mere, d.elementaire, "1d-4711")
    la.profil = {"sub": "s", "FrEduCtRefId": "{AAF}25|x|4711"}
    la.decale = secondes
    voyage.faire()
    assert qui(voyage.client) == str(d.mere.pk)


def test_keys_that_turned_are_read_again(d, la, voyage):
    donner_un_numero(d.mere, d.elementaire, "1d-4711")
    la.profil = {"sub": "s", "FrEduCtRefId": "{AAF}25|x|4711"}
    la.signe = la.kid = "k2"
    la.publiees = ["k1", "k2"]
    voyage.faire()
    assert qui(voyage.client) == str(d.mere.pk)


def test_an_answer_serves_once_and_on_the_device_that_left(d, la, voyage):
    donner_un_numero(d.mere, d.elementaire, "1d-4711")
    la.profil = {"sub": "s", "FrEduCtRefId": "{AAF}25|x|4711"}
    voyage.partir()
    ailleurs = Voyage(la, voyage.ici)
    ailleurs.demande = voyage.demande
    reponse = ailleurs.revenir()
    assert (reponse.status_code, qui(ailleurs.client)) == (403, "")
    assert "n’a pas commencé sur cet appareil" in reponse.text
    voyage.revenir()
    assert qui(voyage.client) == str(d.mere.pk)
    assert voyage.revenir().status_code == 403


def test_somebody_who_says_no_over_there_reads_so(d, la, voyage):
    voyage.partir()
    reponse = voyage.revenir(error="access_denied", code="")
    assert (reponse.status_code, "pas allé au bout" in reponse.text) == (200, True)


def test_a_code_and_its_proof_go_to_the_provider_and_the_secret_by_the_header(la, voyage):
    voyage.faire()
    [(champs, entetes)] = [(c, e) for chemin, c, e in la.demandes if chemin == "/jeton"]
    assert champs["code"] == "un-code"
    assert len(champs["code_verifier"]) == 43
    assert voyage.demande["code_challenge_method"] == "S256"
    assert "client_secret" not in champs
    assert entetes["Authorization"].startswith("Basic ")


# --- Away, slow, too long --------------------------------------------------------------------------------------------
def test_metadata_are_kept_when_the_provider_is_away(d, la, voyage):
    """One still leaves for it; its page says since when; it is asked nothing for that."""
    gardees = voyage.ici.metadonnees
    la.panne = 503
    assert fournisseurs.relever(fournisseur=voyage.ici) == "réponse 503"
    la.demandes.clear()
    assert voyage.partir().status_code == 302
    ici = FournisseurIdentite.objects.get()
    assert (ici.metadonnees, ici.panne, la.demandes) == (gardees, "réponse 503", [])
    reponse = voyage.revenir()
    assert (reponse.status_code, qui(voyage.client)) == (503, "")
    assert "ne répond pas en ce moment" in reponse.text


def test_a_slow_provider_holds_nobody(d, la, voyage, monkeypatch):
    monkeypatch.setattr("ent.services.identites.lectures.reseau.DELAI", 0.2)
    la.lent = 1.0
    voyage.partir()
    debut = time.monotonic()
    assert voyage.revenir().status_code == 503
    assert time.monotonic() - debut < 0.9


SANS_SENS = {
    "half of a sign": {"issuer": "\ud800"},
    "a key that is none": {"jwks_uri": "https://exemple.fr/\ud800"},
    "an address out of plain letters": {"jwks_uri": "{la}/clés"},
    "a name that no network has": {"jwks_uri": "https://a\x00b/"},
    "without end": "[" * 200_000,
}


@pytest.fixture
def autre(d):
    la = Fournisseur()
    yield poser(d, la.adresse, nom="Zoé")
    la.fermer()


@pytest.mark.parametrize("quoi", SANS_SENS)
def test_what_is_nonsense_is_a_failure_of_that_one_and_the_others_are_read(d, la, educonnect, autre, monkeypatch, quoi):
    dit, vraie = SANS_SENS[quoi], oidc.demander

    def demander(adresse, *args, **options):
        if not adresse.startswith(la.adresse) or "well-known" not in adresse:
            return vraie(adresse, *args, **options)
        if isinstance(dit, str):
            return dit.encode()
        faux = {nom: valeur.replace("{la}", la.adresse) for nom, valeur in dit.items()}
        return json.dumps(json.loads(vraie(adresse, *args, **options)) | faux).encode()

    monkeypatch.setattr(oidc, "demander", demander)
    FournisseurIdentite.objects.update(lues_le=None)
    fournisseurs.relever_tout()
    lues = {f.pk: (bool(f.panne), f.lues_le is not None) for f in FournisseurIdentite.objects.all()}
    assert lues == {educonnect.pk: (True, False), autre.pk: (False, True)}


@pytest.mark.parametrize("change", [{"given_name": "\ud800"}, {"sub": "\ud800"}])
def test_half_of_a_sign_in_what_it_says_of_somebody_opens_nothing(d, la, voyage, change):
    la.profil |= change
    assert voyage.faire().status_code in (403, 503)
    assert etat_de_la_base()[1:] == (0, 0)


@pytest.mark.parametrize("signe", ["\ud800", "\x00"])
def test_what_a_stranger_sends_is_refused_and_said_in_letters(educonnect, client, signe):
    """Whoever knows the address of a log-out may write to it."""
    tete, corps = (base64.urlsafe_b64encode(json.dumps(x).encode()).decode().rstrip("=") for x in ({"alg": signe}, {}))
    adresse = reverse("identites_oidc_sortie", args=[educonnect.uuid])
    assert client.post(adresse, {"logout_token": f"{tete}.{corps}.eA"}).status_code == 400
    assert FournisseurIdentite.objects.get().refus == "jeton signé par « »"


@pytest.mark.parametrize("methode", ["get", "post"])
def test_a_log_out_of_another_protocol_is_no_page(educonnect, client, methode):
    signee = {"SAMLRequest": "x", "SigAlg": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "Signature": "eA=="}
    for dits in (signee, {"SAMLRequest": "x"}, {"SAMLResponse": "x"}, {}):
        adresse = reverse("identites_saml_sortie", args=[educonnect.uuid])
        assert getattr(client, methode)(adresse, dits).status_code == 400


def test_an_answer_without_end_is_not_read(d, la, educonnect):
    la.bavard = True
    assert fournisseurs.relever(fournisseur=educonnect) == "réponse trop longue"


@pytest.mark.parametrize(
    ("adresse", "locales"),
    [
        ("http://127.0.0.1:1", False),
        ("https://127.0.0.1:1", False),
        ("https://10.0.0.1", True),
        ("http://exemple.invalid", True),
    ],
)
def test_nothing_of_a_private_network_is_asked(d, settings, adresse, locales):
    settings.ENT_IDENTITES_LOCALES = locales
    ici = poser(d, adresse)
    assert "adresse privée" in ici.panne or "nom inconnu" in ici.panne


def test_one_that_was_never_read_says_so_at_the_door(d, la):
    la.panne = 503
    voyage = Voyage(la, poser(d, la.adresse))
    reponse = voyage.partir()
    assert (reponse.status_code, "ne répond pas" in reponse.text) == (503, True)


# --- Where one is led ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "suite", ["https://mechant.exemple/", "//mechant.exemple", "/\\mechant.exemple", "javascript:alert(1)"]
)
def test_nobody_is_led_elsewhere(d, la, voyage, suite):
    donner_un_numero(d.mere, d.elementaire, "1d-4711")
    la.profil = {"sub": "s", "FrEduCtRefId": "{AAF}25|x|4711"}
    assert voyage.faire(next=suite).url == "/"


def test_one_is_led_where_one_was_going(d, la, voyage):
    donner_un_numero(d.mere, d.elementaire, "1d-4711")
    la.profil = {"sub": "s", "FrEduCtRefId": "{AAF}25|x|4711"}
    assert voyage.faire(next="/plus/").url == "/plus/"


def test_a_closed_account_stays_closed(d, la, voyage):
    donner_un_numero(d.mere, d.elementaire, "1d-4711")
    la.profil = {"sub": "s", "FrEduCtRefId": "{AAF}25|x|4711"}
    Personne.objects.filter(pk=d.mere.pk).update(is_active=False, fermee_le="2026-11-01T10:00Z")
    reponse = voyage.faire()
    assert (reponse.status_code, qui(voyage.client), Rattachement.objects.count()) == (403, "", 0)
    assert "Ce compte est fermé" in reponse.text


# --- The door --------------------------------------------------------------------------------------------------------
def test_only_those_that_are_open_have_a_button(d, la, educonnect):
    assert "ÉduConnect" in Client().get(reverse("account_login")).text
    fournisseurs.retirer(fournisseur=educonnect, auteur=d.operateur)
    assert "identité publique" not in Client().get(reverse("account_login")).text
    assert Client().get(reverse("identites_aller", args=[educonnect.uuid])).status_code == 404
