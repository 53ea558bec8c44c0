"""The pair of a school: made by `actions.cles`, its private half sealed under a key of its own use, the other published as a JWKS (RFC 7517, RFC 8037)."""

import base64
import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidSignature
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ent.annuaire.models import Etablissement
from ent.connexion.derivation import sceau

from ..models import Cle

type Jwk = dict[str, str]


def _sceau() -> Fernet:
    return sceau("liaison.cle")


def en_b64(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def de_b64(dit: str) -> bytes:
    """Raises ValueError on what is no base64url."""
    return base64.b64decode(dit + "=" * (-len(dit) % 4), altchars=b"-_", validate=True)


def empreinte(x: str) -> str:
    """The RFC 7638 thumbprint of an Ed25519 key: its `kid`, which nobody chooses."""
    return en_b64(
        hashlib.sha256(json.dumps({"crv": "Ed25519", "kty": "OKP", "x": x}, separators=(",", ":")).encode()).digest()
    )


def dite(kid: str) -> str:
    """The print of a key as two people compare it by telephone: 128 bits, in groups of four."""
    hexa = de_b64(kid).hex()[:32].upper()
    return " ".join(hexa[i : i + 4] for i in range(0, 32, 4))


def tirer() -> tuple[Jwk, str]:
    """A new pair: what is published, and what signs, sealed."""
    cle = Ed25519PrivateKey.generate()
    x = en_b64(cle.public_key().public_bytes_raw())
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": x, "kid": empreinte(x), "use": "sig", "alg": "EdDSA"}
    return jwk, _sceau().encrypt(cle.private_bytes_raw()).decode()


def privee(cle: Cle) -> Ed25519PrivateKey:
    """Raises `InvalidToken` when it was sealed under a key that is no more."""
    return Ed25519PrivateKey.from_private_bytes(_sceau().decrypt(cle.privee_scellee.encode()))


def qui_signe(ecole: Etablissement) -> Cle | None:
    """The last one that nobody revoked."""
    return Cle.objects.publiees_de(ecole).first()


def ecole_ouverte(uai: str) -> Etablissement | None:
    return Etablissement.objects.filter(uai=uai, fermee_le=None).first()


def publiees(ecole: Etablissement) -> list[Jwk]:
    """Those under which something of the school may still be read: one that took the place of another does not end it."""
    return list(Cle.objects.publiees_de(ecole).values_list("publique", flat=True))


def lues(jwks: Any) -> list[Jwk]:
    """The keys of a JWKS that are of this use, ten at most; each named by its own print, whatever it says."""
    dites = jwks.get("keys") if isinstance(jwks, dict) else None
    trouvees: dict[str, Jwk] = {}
    for une in dites if isinstance(dites, list) else []:
        if not isinstance(une, dict) or une.get("kty") != "OKP" or une.get("crv") != "Ed25519":
            continue
        x = une.get("x")
        try:
            if not isinstance(x, str) or len(de_b64(x)) != 32:
                continue
        except ValueError:
            continue
        x = en_b64(de_b64(x))
        trouvees[empreinte(x)] = {"kty": "OKP", "crv": "Ed25519", "x": x, "kid": empreinte(x)}
    return list(trouvees.values())[:10]


def publique(jwk: Mapping[str, str]) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(de_b64(jwk["x"]))


def cle_de(kid: str, cles: Collection[Jwk]) -> Ed25519PublicKey | None:
    return next((publique(jwk) for jwk in cles if jwk["kid"] == kid), None)


def est_signe(cle: Ed25519PublicKey, octets: bytes, dite: str) -> bool:
    try:
        cle.verify(de_b64(dite), octets)
    except (InvalidSignature, ValueError):
        return False
    return True


def empreinte_de(fichier: BinaryIO) -> str:
    """SHA-256 of what is left to read of it, in hexadecimal."""
    return hashlib.file_digest(fichier, "sha256").hexdigest()  # type: ignore[arg-type]
