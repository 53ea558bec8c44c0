"""Who calls: each call between two instances is signed by the school that sends, with the key that seals its dossiers. No secret is shared.

A JWT (RFC 7519) signed by Ed25519 (RFC 8037), short-lived, that says what it is for, as DPoP does (RFC 9449): the method, the path, the digest of the body, the number of
the sending, the two schools. Heard again within its five minutes, it does what it did: a call of this protocol said twice changes nothing more.
"""

import hashlib
import re
import time
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db.models import Q

from ent.annuaire.models import Etablissement

from ..models import Correspondant
from . import cles
from .cles import Jwk
from .format import UAI
from .motifs import Refus

ECART = 300  # seconds: how far a sender's clock may be from ours
GENRE = "ent-dossier-liaison+jwt"


@dataclass(frozen=True)
class Appel:
    """One that was proved."""

    de: Etablissement
    vers: Etablissement
    identifiant: UUID
    cles: list[Jwk]


def signer(
    cle: Ed25519PrivateKey, kid: str, *, methode: str, chemin: str, corps: bytes, de: str, vers: str, identifiant: str
) -> str:
    """The value of `Authorization`, for this one call."""
    dits = {
        "iss": de,
        "aud": vers,
        "jti": identifiant,
        "iat": int(time.time()),
        "htm": methode,
        "htp": chemin,
        "sha256": hashlib.sha256(corps).hexdigest(),
    }
    return "Bearer " + jwt.encode(dits, cle, algorithm="EdDSA", headers={"kid": kid, "typ": GENRE})


def lire(entete: str, *, methode: str, chemin: str, corps: bytes) -> Appel:
    """Raises `Refus`: « inconnu » (nobody opened that school here), « cle » (it is not one that was pinned), « horloge », « signature », « mauvaise_ecole »."""
    jeton = entete.partition(" ")[2].strip() if entete[:7].lower() == "bearer " else ""
    try:
        kid = jwt.get_unverified_header(jeton).get("kid")
        dits = jwt.decode(jeton, options={"verify_signature": False, "verify_aud": False, "verify_iat": False})
    except jwt.InvalidTokenError:
        raise Refus("signature") from None
    if not all(re.fullmatch(UAI, str(dits.get(qui)), re.ASCII) for qui in ("iss", "aud")):
        raise Refus("inconnu")
    correspondant = (
        Correspondant.objects.filter(etablissement__uai=str(dits.get("iss")), ferme_le=None)
        .select_related("etablissement")
        .first()
    )
    if correspondant is None:
        raise Refus("inconnu")
    _prouver(jeton, str(kid), correspondant.cles, [methode, chemin, hashlib.sha256(corps).hexdigest()])
    # A school that another took over from says still what became of what it received.
    vers = Etablissement.objects.filter(Q(fermee_le=None) | ~Q(rejoint=None), uai=str(dits.get("aud"))).first()
    if vers is None:
        raise Refus("mauvaise_ecole")
    try:
        return Appel(correspondant.etablissement, vers, UUID(str(dits.get("jti"))), correspondant.cles)
    except ValueError:
        raise Refus("forme") from None


def _prouver(jeton: str, kid: str, connues: Collection[Jwk], de_quoi: list[str]) -> None:
    cle = cles.cle_de(kid, connues)
    if cle is None:
        raise Refus("cle")
    try:
        dits = jwt.decode(
            jeton, cle, algorithms=["EdDSA"], options={"verify_aud": False, "verify_iat": False, "verify_exp": False}
        )
    except jwt.InvalidTokenError:
        raise Refus("signature") from None
    if [dits.get("htm"), dits.get("htp"), dits.get("sha256")] != de_quoi:
        raise Refus("signature")
    if type(dits.get("iat")) is not int or abs(time.time() - dits["iat"]) > ECART:
        raise Refus("horloge")
