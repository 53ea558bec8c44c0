"""The patches of django-allauth's provider: `allauth_cles`, `allauth_clients`, `allauth_codes`."""

from unittest import mock

import pytest
from allauth.core import context
from allauth.core.internal import jwkkit
from allauth.idp.oidc import app_settings
from allauth.idp.oidc.internal.oauthlib import authorization_codes, request_validator
from allauth.idp.oidc.models import Client
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.cache import cache
from oauthlib.common import Request

from ent.services.tiers.adaptateur import Fournisseur
from ent.socle.rustines import allauth_cles

pytestmark = pytest.mark.besoin_de("ent.services.tiers")


def _pem() -> str:
    cle = generate_private_key(public_exponent=65537, key_size=2048)
    return cle.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def test_a_key_is_parsed_once_and_each_reader_has_its_own_words():
    """And the library reads its keys by the name that was changed."""
    pem, autre = _pem(), _pem()
    assert jwkkit.load_jwk_from_pem is allauth_cles.cle_lue  # third services plugged it
    jwk, cle = jwkkit.load_jwk_from_pem(pem)
    jwk["use"] = "sig"
    encore, la_meme = jwkkit.load_jwk_from_pem(pem)
    assert la_meme is cle
    assert encore == {nom: valeur for nom, valeur in jwk.items() if nom != "use"}
    assert jwkkit.load_jwk_from_pem(autre)[0]["kid"] != encore["kid"]


@pytest.mark.django_db
def test_a_client_is_read_as_the_library_reads_it(django_assert_num_queries):
    """By the name that was changed; one that a URL describes is left to the library, if that is ever opened."""
    clients = [Client.objects.create(id=nom, name=nom) for nom in ("livres", "calcul")]
    for client in clients:
        with django_assert_num_queries(1) as faites:
            assert request_validator.lookup_client(client.pk) == client
        assert faites.captured_queries[0]["sql"].count("livres") == (client.pk == "livres")
    assert request_validator.lookup_client("livre") is None
    assert not app_settings.CIMD_ENABLED


def test_a_code_is_read_once_and_taken_by_whoever_is_first(rf):
    """And the library's validator judges it by the names that were changed."""
    cache.set(authorization_codes.cache_key("livres", "c-1"), {"sub": "personne"}, 20)

    def juge(code: str) -> bool:
        with context.request_context(rf.post("/")):
            validateur = request_validator.OAuthLibRequestValidator()
            return validateur.validate_code("livres", code, None, Request("/"))

    demandes = []

    def personne(_de, _client, sub):
        demandes.append((sub, juge("c-1")))

    with mock.patch.object(Fournisseur, "get_user_by_sub", personne):
        assert not juge("c-2") and not demandes
        juge("c-1")
    assert demandes == [("personne", False)]
