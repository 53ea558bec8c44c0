"""An OpenID Connect provider of the tests' own, on this machine: it says what a test tells it to, true or false."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

CLIENT, SECRET = "ent", "un-secret-à-ne-pas-montrer"
CLES = {nom: generate_private_key(public_exponent=65537, key_size=2048) for nom in ("k1", "k2")}


def publique(nom: str) -> dict:
    return json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(CLES[nom].public_key())) | {
        "kid": nom,
        "use": "sig",
        "alg": "RS256",
    }


class Fournisseur:
    """`profil`: what `userinfo` says. `jeton`: changes of the token. `demandes`: what it was asked."""

    def __init__(self) -> None:
        self.profil: dict = {"sub": "a1b2"}
        self.jeton: dict = {}
        self.signe, self.kid, self.publiees, self.algorithme = "k1", "k1", ["k1"], "RS256"
        self.decale = 0  # seconds by which its clock is ahead of ours
        self.lent, self.bavard, self.panne = 0.0, False, 0
        self.demandes: list[tuple[str, dict, dict]] = []
        self.nonce = ""
        self.serveur = ThreadingHTTPServer(("127.0.0.1", 0), self._repondeur())
        self.adresse = f"http://127.0.0.1:{self.serveur.server_port}"
        threading.Thread(target=self.serveur.serve_forever, daemon=True).start()

    def fermer(self) -> None:
        self.serveur.shutdown()
        self.serveur.server_close()

    def id_token(self) -> str:
        maintenant = int(time.time()) + self.decale
        dit = {
            "iss": self.adresse,
            "aud": CLIENT,
            "sub": self.profil["sub"],
            "iat": maintenant,
            "exp": maintenant + 120,
            "nonce": self.nonce,
        } | self.jeton
        dit = {nom: valeur for nom, valeur in dit.items() if valeur is not None}
        if self.algorithme == "none":
            return jwt.encode(dit, None, algorithm="none")
        if self.algorithme == "HS256":  # the public key taken for a shared secret
            return jwt.encode(dit, "x" * 40, algorithm="HS256", headers={"kid": self.kid})
        return jwt.encode(dit, CLES[self.signe], algorithm=self.algorithme, headers={"kid": self.kid})

    def rendre(self, chemin: str) -> dict:
        return {
            "/.well-known/openid-configuration": {
                "issuer": self.adresse,
                "authorization_endpoint": f"{self.adresse}/autoriser",
                "token_endpoint": f"{self.adresse}/jeton",
                "userinfo_endpoint": f"{self.adresse}/personne",
                "end_session_endpoint": f"{self.adresse}/sortir",
                "jwks_uri": f"{self.adresse}/cles",
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            },
            "/cles": {"keys": [publique(nom) for nom in self.publiees]},
            "/jeton": {"access_token": "at", "token_type": "Bearer", "id_token": self.id_token()},
            "/personne": self.profil,
        }[chemin]

    def _repondeur(fournisseur):
        class Repondeur(BaseHTTPRequestHandler):
            def do_GET(self):
                self._rendre({})

            def do_POST(self):
                longueur = int(self.headers["Content-Length"])
                self._rendre({c: v[0] for c, v in parse_qs(self.rfile.read(longueur).decode()).items()})

            def _rendre(self, champs):
                chemin = urlsplit(self.path).path
                fournisseur.demandes.append((chemin, champs, dict(self.headers)))
                time.sleep(fournisseur.lent)
                if fournisseur.panne:
                    self.send_error(fournisseur.panne)
                    return
                corps = b"x" * 3_000_000 if fournisseur.bavard else json.dumps(fournisseur.rendre(chemin)).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(corps)))
                self.end_headers()
                self.wfile.write(corps)

            def log_message(self, *_reste):
                """Silent."""

        return Repondeur
