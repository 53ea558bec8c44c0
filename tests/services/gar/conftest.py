"""GAR set on this installation, opened by the elementary school; a médiacentre that speaks TLS and asks for a certificate, on this machine."""

import datetime as dt
import http.server
import ipaddress
import json
import ssl
import threading
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ent.annuaire.actions.reglages import regler
from ent.annuaire.models import Place

NIVEAUX = {
    "CP": "1001",
    "CE1": "1002",
    "CE2": "1003",
    "CM1": "1004",
    "CM2": "1005",
}  # invented: four signs, as the schema wants


def ouvrir(d, ecole, ouvert=True) -> None:
    regler(place=Place(ecole=ecole), code="gar.ouvert", valeur=ouvert, auteur=d.operateur)
    ecole.refresh_from_db()


@pytest.fixture
def gar(d, settings):
    settings.ENT_GAR_ID, settings.ENT_GAR_NIVEAUX = "E78", NIVEAUX
    ouvrir(d, d.elementaire)
    return d


class Autorite:
    """Keys and certificates made for one test: an authority, a server, a client."""

    def __init__(self, dossier: Path, nom: str) -> None:
        self.dossier, self.nom = dossier, nom
        self.cle = ec.generate_private_key(ec.SECP256R1())
        sujet = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, nom)])
        self.certificat = self._signer(sujet, sujet, self.cle, self.cle, autorite=True)
        self.chemin = dossier / f"{nom}.pem"
        self.chemin.write_bytes(self.certificat.public_bytes(Encoding.PEM))

    @staticmethod
    def _signer(sujet, emetteur, cle, par, *, autorite=False, usage=ExtendedKeyUsageOID.SERVER_AUTH, hote="127.0.0.1"):
        fait = x509.CertificateBuilder(emetteur, sujet, cle.public_key(), x509.random_serial_number())
        fait = fait.not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC)).not_valid_after(
            dt.datetime(2099, 1, 1, tzinfo=dt.UTC)
        )
        fait = fait.add_extension(x509.BasicConstraints(ca=autorite, path_length=None), critical=True)
        fait = fait.add_extension(x509.SubjectKeyIdentifier.from_public_key(cle.public_key()), critical=False)
        fait = fait.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(par.public_key()), critical=False)
        if autorite:
            signer = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
            fait = fait.add_extension(signer, critical=True)
        else:
            fait = fait.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
            noms = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(hote))])
            fait = fait.add_extension(noms, critical=False)
        return fait.sign(par, hashes.SHA256())

    def faire(self, nom: str, usage, hote="127.0.0.1") -> tuple[str, str]:
        """A certificate and its key, as PEM files."""
        cle = ec.generate_private_key(ec.SECP256R1())
        sujet = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, nom)])
        certificat = self._signer(sujet, self.certificat.subject, cle, self.cle, usage=usage, hote=hote)
        la, ici = self.dossier / f"{nom}.crt", self.dossier / f"{nom}.key"
        la.write_bytes(certificat.public_bytes(Encoding.PEM))
        ici.write_bytes(cle.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return str(la), str(ici)


class Mediacentre:
    """A server of GAR, as its documentation says: it answers who shows the certificate of an ENT, and nobody else."""

    def __init__(self, autorite: Autorite, certificat: tuple[str, str]) -> None:
        self.demandes: list[str] = []
        self.venus: list[str] = []
        self.statut, self.corps, self.pauses = 200, b"", 0
        soi = self

        class Repondeur(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                soi.demandes.append(self.path)
                sujet = self.connection.getpeercert()["subject"]
                soi.venus += [valeur for ((nom, valeur),) in sujet if nom == "commonName"]
                self.send_response(soi.statut)
                self.send_header("Content-Type", "application/json")
                if soi.statut in (301, 302):
                    self.send_header("Location", "https://ailleurs.exemple.fr/")
                self.end_headers()
                for rang in range(soi.pauses):
                    soi.arret.wait(0.2) or self.wfile.write(b" " * (rang + 1))
                self.wfile.write(soi.corps)

            def log_message(self, *arguments):
                """Nothing is said."""

        self.arret = threading.Event()
        contexte = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        contexte.load_cert_chain(*certificat)
        contexte.load_verify_locations(autorite.chemin)
        contexte.verify_mode = ssl.CERT_REQUIRED
        self.serveur = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Repondeur)
        self.serveur.daemon_threads, self.serveur.block_on_close = True, False
        self.serveur.handle_error = lambda *_arguments: None  # a client that is refused is what a test wants
        self.serveur.socket = contexte.wrap_socket(self.serveur.socket, server_side=True, do_handshake_on_connect=False)
        self.adresse = f"https://127.0.0.1:{self.serveur.server_port}"
        self.fil = threading.Thread(target=self.serveur.serve_forever, args=(0.05,))
        self.fil.start()

    def dire(self, *ressources) -> None:
        self.corps = json.dumps({"listeRessources": {"ressource": list(ressources)}}).encode()

    def fermer(self) -> None:
        self.arret.set()
        self.serveur.shutdown()
        self.serveur.server_close()
        self.fil.join(5)


def ressource(nom="Calcul mental", adresse="https://acces.gar.exemple.fr/r/1", **reste):
    return {
        "idRessource": "ark:/1/a",
        "nomRessource": nom,
        "nomEditeur": "Éditions du Marronnier",
        "urlVignette": "https://editeur.exemple.fr/vignette.png",
        "urlAccesRessource": adresse,
    } | reste


@pytest.fixture(scope="session")
def autorite(tmp_path_factory):
    return Autorite(tmp_path_factory.mktemp("gar"), "autorite")


@pytest.fixture(scope="session")
def certificats(autorite):
    """Of GAR's server and of this ENT."""
    return (
        autorite.faire("mediacentre", ExtendedKeyUsageOID.SERVER_AUTH),
        autorite.faire("ent-e78", ExtendedKeyUsageOID.CLIENT_AUTH),
    )


@pytest.fixture
def mediacentre(gar, autorite, certificats, settings):
    du_serveur, le_notre = certificats
    serveur = Mediacentre(autorite, du_serveur)
    serveur.dire(ressource())
    settings.ENT_GAR_ADRESSE, settings.ENT_GAR_AUTORITE = serveur.adresse, str(autorite.chemin)
    settings.ENT_GAR_CERTIFICAT, settings.ENT_GAR_CLE = le_notre
    yield serveur
    serveur.fermer()
