"""What is sealed or digested under keys made from the key of codes: `manage.py rechiffrer_codes` leaves them as they are."""

import datetime as dt

from cryptography import x509
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from ent.connexion.derivation import sceau, signature

VINGT_ANS = dt.timedelta(days=20 * 365)


def _sceau() -> Fernet:
    return sceau("identites.sceau")


def sceller(clair: str) -> str:
    return _sceau().encrypt(clair.encode()).decode() if clair else ""


def ouvrir(scelle: str) -> str:
    """Empty for what was sealed under a key that is no more."""
    try:
        return _sceau().decrypt(scelle.encode()).decode() if scelle else ""
    except InvalidToken:
        return ""


def empreinte(fournisseur_pk: int, numero: str, usage: str = "sujet") -> str:
    """What the base keeps of a number: enough to find it again, not enough to read it."""
    return signature(f"identites.{usage}", fournisseur_pk, numero) if numero else ""


def tirer_une_cle(nom: str) -> tuple[str, str]:
    """A sealed RSA key and its certificate, that nobody signed but itself: SAML providers pin it."""
    cle = generate_private_key(public_exponent=65537, key_size=3072)
    sujet = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, nom[:60])])
    maintenant = dt.datetime.now(dt.UTC)
    certificat = (
        x509.CertificateBuilder()
        .subject_name(sujet)
        .issuer_name(sujet)
        .public_key(cle.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(maintenant - dt.timedelta(days=1))
        .not_valid_after(maintenant + VINGT_ANS)
        .sign(cle, hashes.SHA256())
    )
    pem = cle.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return sceller(pem), certificat.public_bytes(Encoding.PEM).decode()
