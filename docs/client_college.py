#!/usr/bin/env python3
"""A client of the feed of a collège, to be read or used as it is: Python 3.12 and `cryptography`, nothing else.

    export FLUX_ADRESSE=https://mes-ecoles.exemple.fr FLUX_CLIENT=… FLUX_SECRET=…
    python client_college.py cle                      # once: draws cle.pem, prints the public key to declare (JWKS)
    python client_college.py envoyer lignes.json      # a list of lines; prints what became of each that was refused

A line is what the contract says (`/college/flux/contrat.json`): an id and a version of yours, a kind, a pupil, a title, a day, a link. Sent
again it changes nothing, so that a call that was cut is simply made again; of two versions the later holds.
"""

import base64
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

LOT = 500  # lines of one call: the contract takes a thousand, and two million bytes
ESSAIS = 5

# What sends: (address, body, headers) -> (status, headers, body).
type Envoi = Callable[[str, bytes, dict[str, str]], tuple[int, dict[str, str], bytes]]


def par_http(adresse: str, corps: bytes, entetes: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    demande = urllib.request.Request(adresse, data=corps, headers=entetes, method="POST")
    try:
        with urllib.request.urlopen(demande, timeout=30) as reponse:
            return reponse.status, dict(reponse.headers), reponse.read()
    except urllib.error.HTTPError as refus:
        return refus.code, dict(refus.headers), refus.read()


def b64(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


class Client:
    """One collège's access. `cle`: its private Ed25519 key; `kid`: the name under which the public one was declared."""

    def __init__(
        self, adresse: str, client_id: str, secret: str, cle: Ed25519PrivateKey, kid: str, envoi: Envoi = par_http
    ):
        self.adresse, self.client_id, self.secret = adresse.rstrip("/"), client_id, secret
        self.cle, self.kid, self.envoi = cle, kid, envoi
        self._jeton, self._fin = "", 0.0

    def jeton(self) -> str:
        """Client credentials (RFC 6749 §4.4), asked again a little before it ends."""
        if time.time() > self._fin:
            qui = base64.b64encode(f"{self.client_id}:{self.secret}".encode()).decode()
            entetes = {"Authorization": f"Basic {qui}", "Content-Type": "application/x-www-form-urlencoded"}
            corps = urllib.parse.urlencode({"grant_type": "client_credentials"}).encode()
            statut, _entetes, lu = self.envoi(f"{self.adresse}/college/flux/jeton", corps, entetes)
            if statut != 200:
                raise SystemExit(f"token refused ({statut}): {lu.decode()}")
            donne = json.loads(lu)
            self._jeton, self._fin = donne["access_token"], time.time() + donne["expires_in"] - 30
        return self._jeton

    def signer(self, corps: bytes) -> str:
        """A detached JWS (RFC 7515, 7797): the header, nothing, the signature of header and body."""
        entete = {"alg": "EdDSA", "b64": False, "crit": ["b64"], "kid": self.kid}
        entete |= {"aud": self.client_id, "iat": int(time.time())}
        protege = b64(json.dumps(entete, separators=(",", ":")).encode())
        return f"{protege}..{b64(self.cle.sign(protege.encode() + b'.' + corps))}"

    def envoyer(self, lignes: list[dict]) -> Iterator[dict]:
        """What became of each batch: { pris, inchanges, refuses }."""
        for debut in range(0, len(lignes), LOT):
            yield self._un_lot(lignes[debut : debut + LOT])

    def _un_lot(self, lignes: list[dict]) -> dict:
        corps = json.dumps({"elements": lignes}, ensure_ascii=False).encode()
        for essai in range(ESSAIS):
            entetes = {
                "Authorization": f"Bearer {self.jeton()}",
                "Content-Type": "application/json",
                "JWS-Signature": self.signer(corps),
            }
            statut, recus, lu = self.envoi(f"{self.adresse}/college/flux/elements", corps, entetes)
            if statut == 200:
                return json.loads(lu)
            if statut == 429 or statut >= 500:  # later: nothing is sent twice, whatever was kept of the first call
                time.sleep(min(60, int(recus.get("Retry-After", 2**essai))))
            elif statut == 401 and json.loads(lu).get("error") == "invalid_token" and not essai:
                self._fin = 0.0
            else:
                raise SystemExit(f"refused ({statut}): {lu.decode()}")
        raise SystemExit(f"no answer after {ESSAIS} tries: begin again later")


def jwk(cle: Ed25519PrivateKey, kid: str) -> dict[str, str]:
    x = cle.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return {"kty": "OKP", "crv": "Ed25519", "kid": kid, "x": b64(x)}


def main() -> None:
    fichier, kid = Path(os.environ.get("FLUX_CLE", "cle.pem")), os.environ.get("FLUX_KID", "1")
    if sys.argv[1:] == ["cle"]:
        cle = Ed25519PrivateKey.generate()
        prive = serialization.PrivateFormat.PKCS8
        with os.fdopen(os.open(fichier, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as ecrit:
            ecrit.write(cle.private_bytes(serialization.Encoding.PEM, prive, serialization.NoEncryption()))
        print(json.dumps({"keys": [jwk(cle, kid)]}))
    elif len(sys.argv) == 3 and sys.argv[1] == "envoyer":
        cle = serialization.load_pem_private_key(fichier.read_bytes(), None)
        client = Client(os.environ["FLUX_ADRESSE"], os.environ["FLUX_CLIENT"], os.environ["FLUX_SECRET"], cle, kid)
        for recu in client.envoyer(json.loads(Path(sys.argv[2]).read_text())):
            print(json.dumps(recu, ensure_ascii=False))
    else:
        raise SystemExit(__doc__)


if __name__ == "__main__":
    main()
