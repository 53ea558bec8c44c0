"""Who may call: a token, a signature of the whole body, a clock that is right, so many bytes and calls; nothing of a refused call is read."""

import base64
import json
import time

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client as Navigateur
from django.urls import reverse

from docs.client_college import jwk
from ent.services.continuite import exports
from ent.services.continuite.actions import emetteurs
from ent.services.continuite.lectures import acces
from ent.services.continuite.models import Appel, Element

from .conftest import en_json


def demander_un_jeton(client_id: str, secret: str, **champs):
    qui = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    champs = {"grant_type": "client_credentials"} | champs
    return Navigateur().post(reverse("continuite_jeton"), champs, headers={"Authorization": f"Basic {qui}"})


def appeler(college, corps: bytes | None = None, **entetes):
    """A call that is right, but for what is said otherwise."""
    corps = corps if corps is not None else json.dumps(college.ligne()).encode()
    bons = {"Authorization": f"Bearer {college.client.jeton()}", "JWS-Signature": college.client.signer(corps)}
    gardes = {nom: valeur for nom, valeur in (bons | entetes).items() if valeur is not None}
    return Navigateur().generic(
        "POST", reverse("continuite_elements"), corps, content_type="application/json", headers=gardes
    )


def test_a_token_is_given_for_ten_minutes_against_the_secret(college):
    reponse = demander_un_jeton(str(college.emetteur.uuid), college.secret)
    assert reponse.status_code == 200
    assert en_json(reponse) | {"access_token": ""} == {
        "access_token": "",
        "token_type": "Bearer",
        "expires_in": 600,
        "scope": "elements",
    }
    assert reponse["Cache-Control"].startswith("max-age=0")


@pytest.mark.parametrize("qui", ["", "autre", "00000000-0000-0000-0000-000000000000"])
def test_a_wrong_secret_and_an_unknown_sender_look_alike(college, qui):
    faux = demander_un_jeton(qui, college.secret)
    assert faux.status_code == 401
    assert en_json(faux) == en_json(demander_un_jeton(str(college.emetteur.uuid), "faux"))


def test_another_grant_is_refused_and_tries_are_counted(college):
    assert demander_un_jeton(str(college.emetteur.uuid), college.secret, grant_type="password").status_code == 400
    for _n in range(20):
        demander_un_jeton(str(college.emetteur.uuid), "faux")
    trop = demander_un_jeton(str(college.emetteur.uuid), college.secret)
    assert trop.status_code == 429
    assert int(trop["Retry-After"]) > 0


@pytest.mark.parametrize("jeton", [None, "Bearer ", "Bearer faux", "Basic eA=="])
def test_without_a_token_nothing_is_read(college, jeton):
    reponse = appeler(college, Authorization=jeton)
    assert (reponse.status_code, en_json(reponse)["error"]) == (401, "invalid_token")
    assert not Appel.objects.exists()


def test_a_token_ends_with_its_time_its_secret_and_its_sender(d, college, horloge, mardi):
    import datetime as dt

    bon = college.client.jeton()
    assert acces.emetteur_du(bon) == college.emetteur
    horloge(mardi + dt.timedelta(seconds=601))
    with pytest.raises(acces.Refus):
        acces.emetteur_du(bon)
    horloge(mardi)
    emetteurs.tirer_un_secret(emetteur=college.emetteur, auteur=d.operateur)
    with pytest.raises(acces.Refus):
        acces.emetteur_du(bon)


def test_a_sender_that_is_closed_gets_no_token_and_its_own_opens_nothing(d, college):
    bon = college.client.jeton()
    emetteurs.fermer_un_emetteur(emetteur=college.emetteur, auteur=d.operateur)
    assert demander_un_jeton(str(college.emetteur.uuid), college.secret).status_code == 401
    with pytest.raises(acces.Refus):
        acces.emetteur_du(bon)


def test_a_body_that_is_not_the_one_signed_is_not_read(college):
    corps = json.dumps(college.ligne()).encode()
    signature = college.client.signer(corps)
    reponse = appeler(college, json.dumps(college.ligne(titre="Autre chose")).encode(), **{"JWS-Signature": signature})
    assert (reponse.status_code, en_json(reponse)["error"]) == (401, "signature")
    assert not Element.objects.exists()
    assert Appel.objects.get().panne == "signature"


@pytest.mark.parametrize("signature", ["", "faux", "a..b", "e30..AA", None])
def test_a_signature_that_cannot_be_read_is_refused(college, signature):
    assert en_json(appeler(college, **{"JWS-Signature": signature}))["error"] == "signature"


def test_a_key_that_was_not_declared_and_an_algorithm_of_nobody_are_refused(college):
    corps = json.dumps(college.ligne()).encode()
    autre = Ed25519PrivateKey.generate()
    college.client.cle = autre
    assert en_json(appeler(college, corps))["error"] == "signature"
    sans = (
        base64.urlsafe_b64encode(b'{"alg":"none","kid":"1","b64":false,"crit":["b64"],"iat":1}').rstrip(b"=").decode()
    )
    assert en_json(appeler(college, corps, **{"JWS-Signature": f"{sans}.."}))["error"] == "signature"
    hmac = (
        base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"1","b64":false,"crit":["b64"],"iat":1}').rstrip(b"=").decode()
    )
    assert en_json(appeler(college, corps, **{"JWS-Signature": f"{hmac}..AAAA"}))["error"] == "signature"


def test_what_was_signed_for_another_sender_is_not_read(college):
    """Of an editor who declares one key for several collèges."""
    college.client.client_id, vrai = "00000000-0000-0000-0000-000000000000", college.client.client_id
    signature = college.client.signer(json.dumps(college.ligne()).encode())
    college.client.client_id = vrai
    assert en_json(appeler(college, **{"JWS-Signature": signature}))["error"] == "signature"


def test_keys_turn_without_a_cut(d, college):
    """The old and the new stand together, then the new alone: a batch signed by either passes meanwhile."""
    neuve = Ed25519PrivateKey.generate()
    deux = [*college.emetteur.cles, {"kid": "2", "x": jwk(neuve, "2")["x"]}]
    emetteurs.corriger_un_emetteur(emetteur=college.emetteur, auteur=d.operateur, champs={"cles": deux})
    assert college.envoyer(college.ligne())["pris"] == 1
    ancienne, college.client.cle, college.client.kid = college.client.cle, neuve, "2"
    assert college.envoyer(college.ligne(version=2))["pris"] == 1
    emetteurs.corriger_un_emetteur(emetteur=college.emetteur, auteur=d.operateur, champs={"cles": deux[1:]})
    assert college.envoyer(college.ligne(version=3))["pris"] == 1
    college.client.cle, college.client.kid = ancienne, "1"
    assert en_json(appeler(college))["error"] == "signature"


@pytest.mark.parametrize(("ecart", "statut"), [(-300, 200), (300, 200), (-700, 401), (700, 401)])
def test_a_clock_that_is_five_minutes_off_passes_and_one_that_is_twelve_says_so(college, monkeypatch, ecart, statut):
    vraie = time.time
    corps = json.dumps(college.ligne()).encode()
    monkeypatch.setattr("docs.client_college.time.time", lambda: vraie() + ecart)
    signature = college.client.signer(corps)
    monkeypatch.setattr("docs.client_college.time.time", vraie)
    reponse = appeler(college, corps, **{"JWS-Signature": signature})
    assert reponse.status_code == statut
    assert statut == 200 or en_json(reponse)["error"] == "heure"


@pytest.mark.parametrize(
    "corps", [b"", b"[]", b'"x"', b"{", b"\xff", b'{"elements": {}}', b'{"elements": [], "x": 1}', b"[" * 5000]
)
def test_what_is_no_feed_is_refused_whole(college, corps):
    reponse = appeler(college, corps)
    assert (reponse.status_code, en_json(reponse)["error"]) == (400, "forme")
    assert Appel.objects.get().panne == "forme"


def test_too_many_lines_or_bytes_are_refused_and_say_how_many_may_come(college, settings):
    lignes = [college.ligne(id=f"d-{n}") for n in range(1_001)]
    assert appeler(college, json.dumps({"elements": lignes}).encode()).status_code == 413
    trop = json.dumps({"elements": [college.ligne(titre="é" * 140)] * 7_000}).encode()
    assert len(trop) > exports.OCTETS_MAX
    assert en_json(appeler(college, trop))["error"] == "trop_gros"
    assert not Element.objects.exists()


def test_so_many_calls_a_minute(college, monkeypatch):
    monkeypatch.setattr(exports, "PAR_MINUTE", 3)
    assert [appeler(college).status_code for _n in range(4)] == [200, 200, 200, 429]


def test_an_id_that_is_none_is_not_said_back(college):
    """Half of a sign of two cannot be written in an answer: what held was kept, and would never be said."""
    lot = {"elements": [college.ligne(), college.ligne(id="\ud800")]}
    recu = en_json(appeler(college, json.dumps(lot).encode()))
    assert (recu["pris"], recu["refuses"][0]["id"]) == (1, "")


def test_one_line_alone_is_a_feed_too(college):
    assert en_json(appeler(college)) == {"pris": 1, "inchanges": 0, "refuses": []}


def test_the_session_of_a_browser_opens_nothing(d, college, entrer):
    """The operator's own cookie is no token."""
    client = entrer(d.operateur)
    assert client.post(reverse("continuite_elements"), b"{}", content_type="application/json").status_code == 401


def test_the_contract_and_each_schema_are_read_by_anybody(db):
    assert Navigateur().get(reverse("continuite_contrat")).status_code == 200
    for nature in ("devoir", "retrait"):
        assert en_json(Navigateur().get(reverse("continuite_schema", args=[nature])))["title"] == nature
    assert Navigateur().get(reverse("continuite_schema", args=["note"])).status_code == 404


def test_the_documented_client_is_short(settings):
    assert len((settings.BASE_DIR / "docs/client_college.py").read_text().splitlines()) < 150
