"""The keys that sign what OIDC services read, sealed under one made from the key of codes: `manage.py rechiffrer_codes` leaves them as they are."""

import datetime as dt
from functools import lru_cache

from allauth.idp.oidc.models import PrivateKey
from cryptography import x509
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.db.models import Q

from ent.connexion.derivation import sceau
from ent.socle.preparees import Preparee
from ent.socle.rustines.allauth_cles import cle_lue

from ..models import CleDeSignature

CLES = Preparee(CleDeSignature.objects.all)


def _sceau() -> Fernet:
    return sceau("tiers.cle_de_signature")


def tirer() -> str:
    """A new key of 2,048 bits, sealed."""
    cle: RSAPrivateKey = generate_private_key(public_exponent=65537, key_size=2048)
    return _sceau().encrypt(cle.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())).decode()


@lru_cache(maxsize=8)
def _ouvrir(scellee: str) -> str:
    return _sceau().decrypt(scellee.encode()).decode()


def cles() -> list[PrivateKey]:
    """In the order that the library asks for: the one made last signs. One query."""
    return [PrivateKey(pem=_ouvrir(c.scellee), issued_at=c.creee_le) for c in CLES.lire(Q())]


@lru_cache(maxsize=8)
def _certificat(pem: str, depuis: dt.datetime) -> x509.Certificate:
    """The same bytes each time that it is made: nothing of it is drawn, and none is kept."""
    cle = cle_lue(pem)[1]
    nom = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ENT")])
    premier = depuis.replace(microsecond=0) - dt.timedelta(days=1)
    fait = x509.CertificateBuilder(nom, nom, cle.public_key(), 1)
    return fait.not_valid_before(premier).not_valid_after(premier + dt.timedelta(days=7_300)).sign(cle, hashes.SHA256())


def pour_signer() -> tuple[RSAPrivateKey, x509.Certificate]:
    """The key that was made last, and the certificate by which SAML services know it."""
    derniere = CleDeSignature.objects.all()[0]
    pem = _ouvrir(derniere.scellee)
    return cle_lue(pem)[1], _certificat(pem, derniere.creee_le)
