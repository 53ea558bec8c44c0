"""OpenID Connect as a relying party: where to lead somebody, and whether what comes back is to be believed.

Each check of OpenID Connect Core 1.0, § 3.1.3.7, is made, the signature too, although the token comes by TLS: what it says opens an account.
"""

import base64
import hashlib
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import jwt

from ..attributs import Recu, nommer
from ..models import FournisseurIdentite
from . import sceaux
from .refus import Raison, Refus
from .reseau import Injoignable, demander

ECART = 300  # seconds that two clocks may be apart
FRAIS = 2 * ECART  # a word of log-out is said at once, and again at most
ALGORITHMES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
OBLIGEES = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
EVENEMENT = "http://schemas.openid.net/event/backchannel-logout"


class CleInconnue(Exception):
    """Signed by a key that was not there when its keys were last read."""


# --- What the provider says of itself -----------------------------------------------------------------------------------
def adresse_de_decouverte(fournisseur: FournisseurIdentite) -> str:
    suffixe = "/.well-known/openid-configuration"
    return fournisseur.adresse if "/.well-known/" in fournisseur.adresse else fournisseur.adresse.rstrip("/") + suffixe


def relire(fournisseur: FournisseurIdentite) -> tuple[str, str]:
    """Its discovery and its keys, as they are now. Raises `Injoignable`, with why in words."""
    document = _json(demander(adresse_de_decouverte(fournisseur)))
    if manquent := [nom for nom in OBLIGEES if not isinstance(document.get(nom), str)]:
        raise Injoignable(f"la découverte ne dit pas : {', '.join(manquent)}")
    attendu = adresse_de_decouverte(fournisseur).partition("/.well-known/")[0]
    if document["issuer"].rstrip("/") != attendu:
        raise Injoignable(f"la découverte se dit d’un autre : {document['issuer']}"[:200])
    cles = _json(demander(document["jwks_uri"]))
    publiees = cles.get("keys")
    if not isinstance(publiees, list) or not publiees or not all(isinstance(c, dict) for c in publiees):
        raise Injoignable("aucune clé")
    return json.dumps(document), json.dumps(cles)


def _json(octets: bytes) -> dict[str, Any]:
    try:
        lu = json.loads(octets)
    except (ValueError, RecursionError) as refus:
        raise Injoignable("réponse illisible") from refus
    if not isinstance(lu, dict) or not _est_du_texte(lu):
        raise Injoignable("réponse illisible")
    return lu


def _est_du_texte(lu: Any) -> bool:
    """Half of a sign (« \\ud800 ») is read by JSON, and kept or shown by nothing of ours."""
    try:
        json.dumps(lu, ensure_ascii=False).encode()
    except ValueError:
        return False
    return True


def document(fournisseur: FournisseurIdentite) -> dict[str, Any]:
    """As it was last read: whoever comes asks nothing of a provider that is away."""
    if not fournisseur.metadonnees:
        raise Refus(Raison.ABSENT, "jamais lu")
    return json.loads(fournisseur.metadonnees)


# --- Going there --------------------------------------------------------------------------------------------------------
def adresse_de_depart(fournisseur: FournisseurIdentite, *, retour: str, etat: str, nonce: str, preuve: str) -> str:
    defi = base64.urlsafe_b64encode(hashlib.sha256(preuve.encode()).digest()).decode().rstrip("=")
    champs = {
        "response_type": "code",
        "client_id": fournisseur.client_id,
        "redirect_uri": retour,
        "scope": fournisseur.portees,
        "state": etat,
        "nonce": nonce,
        "code_challenge": defi,
        "code_challenge_method": "S256",
    }
    depart = document(fournisseur)["authorization_endpoint"]
    return f"{depart}{'&' if '?' in depart else '?'}{urlencode(champs)}"


# --- Coming back --------------------------------------------------------------------------------------------------------
def recevoir(fournisseur: FournisseurIdentite, *, jetons: dict[str, Any], nonce: str) -> Recu:
    """What a code stood for. Raises `Refus`, or `CleInconnue` when keys are to be read again first."""
    jeton = jetons.get("id_token")
    if not isinstance(jeton, str):
        raise Refus(Raison.FAUX, "réponse sans id_token")
    dit = lire_le_jeton(fournisseur, jeton)
    if dit.get("nonce") != nonce:
        raise Refus(Raison.DEJA, "nonce d’une autre demande")
    return Recu(
        sujet=dit["sub"],
        attributs=nommer(_profil(fournisseur, jetons, dit["sub"]), dit),
        sortie={"jeton": jeton},
        indice=str(dit.get("sid", "")),
    )


def echanger(fournisseur: FournisseurIdentite, *, code: str, preuve: str, retour: str) -> dict[str, Any]:
    """The code against its tokens, once. Raises `Refus`."""
    dit, secret = document(fournisseur), sceaux.ouvrir(fournisseur.secret_scelle)
    champs = {"grant_type": "authorization_code", "code": code, "redirect_uri": retour, "code_verifier": preuve}
    methodes = dit.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    entetes = {}
    if "client_secret_basic" in methodes or "client_secret_post" not in methodes:
        paire = f"{quote(fournisseur.client_id, safe='')}:{quote(secret, safe='')}"
        entetes["Authorization"] = f"Basic {base64.b64encode(paire.encode()).decode()}"
    else:
        champs |= {"client_id": fournisseur.client_id, "client_secret": secret}
    try:
        return _json(demander(dit["token_endpoint"], champs, entetes))
    except Injoignable as refus:
        # 400 and 401 are a code that was used already, or our own secret: nothing of who came.
        raison = Raison.DEJA if str(refus) == "réponse 400" else Raison.ABSENT
        raise Refus(raison, f"échange du code : {refus}") from refus


def _cle(fournisseur: FournisseurIdentite, jeton: str) -> tuple[str, Any]:
    """The algorithm and the key that this token says: asymmetric alone, of those that the provider publishes."""
    try:
        entete = jwt.get_unverified_header(jeton)
    except jwt.PyJWTError as refus:
        raise Refus(Raison.FAUX, "jeton illisible") from refus
    algorithme, numero = entete.get("alg"), entete.get("kid")
    if algorithme not in ALGORITHMES:
        raise Refus(Raison.FAUX, f"jeton signé par « {algorithme} »"[:200])
    publiees = [c for c in json.loads(fournisseur.cles or '{"keys": []}')["keys"] if c.get("use", "sig") == "sig"]
    siennes = [c for c in publiees if numero is None or c.get("kid") == numero]
    famille = {"R": "RSA", "P": "RSA", "E": "EC"}[algorithme[0]] if algorithme != "EdDSA" else "OKP"
    siennes = [c for c in siennes if c.get("kty") == famille]
    if len(siennes) != 1:
        raise CleInconnue
    try:
        return algorithme, jwt.PyJWK(siennes[0], algorithm=algorithme).key
    except jwt.PyJWTError as refus:
        raise Refus(Raison.FAUX, "clé illisible") from refus


def lire_le_jeton(fournisseur: FournisseurIdentite, jeton: str, *obliges: str) -> dict[str, Any]:
    """What a token of this provider says to us, once it is proved. Raises `Refus`."""
    algorithme, cle = _cle(fournisseur, jeton)
    try:
        dit = jwt.decode(
            jeton,
            cle,
            algorithms=[algorithme],
            audience=fournisseur.client_id,
            issuer=document(fournisseur)["issuer"],
            leeway=ECART,
            options={"require": list(obliges) or ["exp", "iat", "sub", "aud", "iss"]},
        )
    except (jwt.ExpiredSignatureError, jwt.ImmatureSignatureError) as refus:
        raise Refus(Raison.PERIME, str(refus)) from refus
    except jwt.InvalidAudienceError as refus:
        raise Refus(Raison.AILLEURS, str(refus)) from refus
    except jwt.PyJWTError as refus:
        raise Refus(Raison.FAUX, str(refus)[:200]) from refus
    if not _est_du_texte(dit):
        raise Refus(Raison.FAUX, "jeton illisible")
    if dit.get("azp", fournisseur.client_id) != fournisseur.client_id:
        raise Refus(Raison.AILLEURS, "azp d’un autre client")
    return dit


def _profil(fournisseur: FournisseurIdentite, jetons: Mapping[str, Any], sujet: str) -> dict[str, Any]:
    """What `userinfo` adds: of the very subject of the token (§ 5.3.2)."""
    adresse = document(fournisseur).get("userinfo_endpoint")
    if not adresse or not isinstance(jetons.get("access_token"), str):
        return {}
    try:
        octets = demander(adresse, entetes={"Authorization": f"Bearer {jetons['access_token']}"})
        dit = _json(octets)
    except Injoignable as refus:
        raise Refus(Raison.ABSENT, f"userinfo : {refus}") from refus
    if dit.get("sub") != sujet:
        raise Refus(Raison.FAUX, "userinfo parle d’un autre")
    return dit


# --- Going out ----------------------------------------------------------------------------------------------------------
def adresse_de_sortie(fournisseur: FournisseurIdentite, *, jeton: str, apres: str) -> str:
    """RP-Initiated Logout 1.0; empty for a provider that has none."""
    ou = document(fournisseur).get("end_session_endpoint", "")
    champs = {"id_token_hint": jeton, "client_id": fournisseur.client_id, "post_logout_redirect_uri": apres}
    return f"{ou}{'&' if '?' in ou else '?'}{urlencode(champs)}" if ou else ""


def lire_une_sortie(fournisseur: FournisseurIdentite, jeton: str) -> tuple[str, str, str]:
    """Back-Channel Logout 1.0, § 2.6: the subject, the session, and the number of the word itself. Raises `Refus`."""
    dit = lire_le_jeton(fournisseur, jeton, "iat", "aud", "iss", "jti")
    evenements = dit.get("events")
    if "nonce" in dit or not isinstance(evenements, dict) or EVENEMENT not in evenements:
        raise Refus(Raison.FAUX, "ce n’est pas un mot de sortie")
    if not dit.get("sub") and not dit.get("sid"):
        raise Refus(Raison.FAUX, "mot de sortie de personne")
    if dit["iat"] < time.time() - FRAIS:  # said again once its number is forgotten, it would close later sessions
        raise Refus(Raison.PERIME, "mot de sortie ancien")
    return str(dit.get("sub", "")), str(dit.get("sid", "")), str(dit["jti"])
