"""Who calls: a secret against a short-lived token (RFC 6749 §4.4), and each feed signed by a key of its sender (RFC 7515, Ed25519, detached: RFC 7797)."""

import base64
import datetime as dt
import hashlib
import hmac
import json
import time
from typing import Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core import signing
from jwt.api_jws import PyJWS

from ent.connexion.lectures import ce_qui_ferme

from ..models import Accord, Emetteur

SEL = "ent.services.continuite.jeton"
SEL_FAMILLE = "ent.services.continuite.famille"
CODE_DURE = dt.timedelta(minutes=1)
FERME = "cet accès est fermé, ou son secret a changé"
DUREE = 600  # seconds that a token lasts
ECART = 600  # seconds: how far a sender's clock may be from ours
PORTEE, PORTEE_FAMILLE = "elements", "famille"
_jws = PyJWS()


class Refus(Exception):
    """A call that is not read, and why in a word that its maker understands (`code`, of RFC 6749 and 6750 where they have one)."""

    def __init__(self, code: str, phrase: str) -> None:
        super().__init__(phrase)
        self.code, self.phrase = code, phrase


def empreinte(secret: str) -> str:
    """256 bits drawn at random have nothing to slow down: a plain digest."""
    return hashlib.sha256(secret.encode()).hexdigest()


def emetteur_ouvert(client_id: str) -> Emetteur | None:
    try:
        numero = UUID(client_id)
    except (ValueError, TypeError, AttributeError):
        return None
    return Emetteur.objects.select_related("etablissement").filter(uuid=numero, ferme_le=None).first()


def emetteur_connu(client_id: str, secret: str) -> Emetteur:
    """Who says its own secret. Raises `Refus`."""
    emetteur = emetteur_ouvert(client_id)
    attendu = emetteur.secret if emetteur else ""
    if not hmac.compare_digest(empreinte(secret), attendu) or emetteur is None:
        raise Refus("invalid_client", "client_id ou secret inconnu")
    return emetteur


def jeton_pour(emetteur: Emetteur) -> str:
    """A token, signed and kept nowhere: a new secret, or a closed sender, ends those that were given."""
    return signing.dumps([str(emetteur.uuid), emetteur.secret[:16]], salt=SEL)


def emetteur_du(jeton: str) -> Emetteur:
    """Raises `Refus`."""
    client_id, debut = _dits_par(jeton, SEL)
    emetteur = emetteur_ouvert(client_id)
    if emetteur is None or emetteur.secret[:16] != debut:
        raise Refus("invalid_token", FERME)
    return emetteur


def _dits_par(jeton: str, sel: str) -> tuple[str, str]:
    try:
        qui, debut = signing.loads(jeton, salt=sel, max_age=DUREE)
    except (signing.BadSignature, ValueError, TypeError):
        raise Refus("invalid_token", "jeton absent, faux ou fini : demandez-en un autre") from None
    return qui, debut


# --- What goes out, by the accord of a parent (RFC 6749 §4.1, RFC 7636) ------------------------------------------------------
def accord_du_code(emetteur: Emetteur, code: str, retour: str, preuve: str, maintenant: dt.datetime) -> Accord:
    """The accord of which this is the code, for that ENT, that page and who drew the proof. Its code may have been taken before (`cle`): who calls
    then shuts it. Raises `Refus`.
    """
    accord = _accords().filter(emetteur=emetteur, code=empreinte(code)).first() if code else None
    juste = accord and _tient(accord) and hmac.compare_digest(_defi(preuve), accord.defi) and accord.retour == retour
    if accord is None or not juste or (not accord.cle and maintenant - accord.donne_le > CODE_DURE):
        raise Refus("invalid_grant", "code faux, fini, ou d’une autre adresse de retour")
    return accord


def accord_de_la_cle(emetteur: Emetteur, cle: str) -> Accord:
    """Raises `Refus`."""
    accord = _accords().filter(emetteur=emetteur, cle=empreinte(cle)).first() if cle else None
    if accord is None or not _tient(accord):
        raise Refus("invalid_grant", "la famille n’autorise plus, ou la clé est fausse")
    return accord


def jeton_de_famille(accord: Accord) -> str:
    """Ended with the accord, whoever ends it, and with the secret of that ENT."""
    return signing.dumps([str(accord.uuid), accord.emetteur.secret[:16]], salt=SEL_FAMILLE)


def accord_du(jeton: str) -> Accord:
    """Judged at each reading: the accord, that ENT, and what closes everything to who gave it. Raises `Refus`."""
    numero, debut = _dits_par(jeton, SEL_FAMILLE)
    accord = _accords().filter(uuid=numero).exclude(cle="").first()
    if accord is None or not _tient(accord) or accord.emetteur.secret[:16] != debut:
        raise Refus("invalid_token", FERME)
    if ce_qui_ferme(accord.personne, derriere_la_cle=accord.derriere_la_cle) is not None:
        raise Refus("invalid_token", FERME)
    return accord


def _tient(accord: Accord) -> bool:
    """The operator still lets that ENT ask, from that page."""
    return accord.emetteur.ferme_le is None and accord.retour in accord.emetteur.retours_dits


def _accords():
    return Accord.objects.select_related("emetteur", "personne")


def _defi(preuve: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(preuve.encode()).digest()).rstrip(b"=").decode()


# --- What is signed -----------------------------------------------------------------------------------------------------
def cles_lues(brut: str) -> list[dict[str, str]]:
    """The public keys of a JWKS (RFC 7517, 8037), as they are kept. Raises `ValueError`."""
    lu = json.loads(brut)
    cles = lu.get("keys") if isinstance(lu, dict) and "keys" in lu else [lu]
    if not isinstance(cles, list) or not 0 < len(cles) <= 5:
        raise ValueError("between one and five keys")
    gardees = [_cle(cle) for cle in cles]
    if len({cle["kid"] for cle in gardees}) != len(gardees):
        raise ValueError("two keys have one kid")
    return gardees


def _cle(brute: Any) -> dict[str, str]:
    if not isinstance(brute, dict) or (brute.get("kty"), brute.get("crv")) != ("OKP", "Ed25519"):
        raise ValueError("not an Ed25519 key")
    if "d" in brute:
        raise ValueError("a private key")
    kid, x = brute.get("kid"), brute.get("x")
    if not isinstance(kid, str) or not 0 < len(kid) <= 64 or not isinstance(x, str):
        raise ValueError("no kid, or no x")
    _publique(x)
    return {"kid": kid, "x": x}


def _publique(x: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(x + "=" * (-len(x) % 4)))


def exiger_la_signature(emetteur: Emetteur, signature: str, corps: bytes) -> None:
    """The whole body is what one of its keys signed, not long ago. Raises `Refus`."""
    try:
        entete = jwt.get_unverified_header(signature)
    except jwt.InvalidTokenError:
        raise Refus("signature", "l’en-tête JWS-Signature manque, ou ne se lit pas") from None
    cle = next((cle for cle in emetteur.cles if cle["kid"] == entete.get("kid")), None)
    if cle is None:
        raise Refus("signature", "cette clé (« kid ») n’est pas déclarée")
    try:
        _jws.decode(signature, key=_publique(cle["x"]), algorithms=["EdDSA"], detached_payload=corps)
    except (jwt.InvalidTokenError, ValueError):
        raise Refus("signature", "la signature n’est pas celle de ce corps") from None
    if entete.get("aud") != str(emetteur.uuid):
        raise Refus("signature", "« aud » de la signature est votre client_id")
    fait_le = entete.get("iat")
    if type(fait_le) is not int or abs(time.time() - fait_le) > ECART:
        raise Refus("heure", "signé il y a plus de dix minutes, ou à une heure à venir : réglez l’horloge")
