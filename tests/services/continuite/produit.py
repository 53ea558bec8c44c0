"""A collège's product, as tests have it: an HTTPS server of this machine that gives calendars. Nothing of the product lets this machine be reached but what is put in
the place of `dehors.DEHORS` here.
"""

import datetime as dt
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from ent.socle import dehors

HOTE = "agenda.exemple.fr"
type Reponse = Callable[[BaseHTTPRequestHandler], None]


def calendrier(*evenements: str, entete: str = "") -> bytes:
    """Of these VEVENT, each given by its lines."""
    corps = "".join(f"BEGIN:VEVENT\n{lignes.strip()}\nEND:VEVENT\n" for lignes in evenements)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Produit//FR\n{entete}{corps}END:VCALENDAR\n".replace(
        "\n", "\r\n"
    ).encode()


def cours(titre: str, jour: str = "20261125", heure: str = "0900", uid: str = "") -> str:
    return f"UID:{uid or titre}\nDTSTART;TZID=Europe/Paris:{jour}T{heure}00\nDURATION:PT55M\nSUMMARY:{titre}"


@dataclass
class Produit:
    """What it answers, by path; what it was asked."""

    port: int = 0
    reponses: dict[str, Reponse] = field(default_factory=dict)
    demandes: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def adresse(self, chemin: str = "/secret-12345/edt.ics", hote: str = HOTE) -> str:
        return f"https://{hote}:{self.port}{chemin}"

    def donner(self, corps: bytes, statut: int = 200, chemin: str = "/secret-12345/edt.ics", **entetes: str) -> None:
        def repondre(ici: BaseHTTPRequestHandler) -> None:
            ici.send_response(statut)
            for nom, valeur in entetes.items():
                ici.send_header(nom.replace("_", "-"), valeur)
            ici.send_header("Content-Length", str(len(corps)))
            ici.end_headers()
            ici.wfile.write(corps)

        self.reponses[chemin] = repondre


def _certificat(dossier: Path) -> tuple[Path, Path]:
    cle = generate_private_key(SECP256R1())
    nom = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOTE)])
    certificat = (
        x509.CertificateBuilder()
        .subject_name(nom)
        .issuer_name(nom)
        .public_key(cle.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2020, 1, 1))
        .not_valid_after(dt.datetime(2099, 1, 1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOTE)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(cle, hashes.SHA256())
    )
    (dossier / "cert.pem").write_bytes(certificat.public_bytes(Encoding.PEM))
    (dossier / "cle.pem").write_bytes(cle.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()))
    return dossier / "cert.pem", dossier / "cle.pem"


@contextmanager
def ouvert(dossier: Path, monkeypatch) -> Iterator[Produit]:
    """It runs, and is the one thing of this machine that the product reaches."""
    produit = Produit()
    certificat, cle = _certificat(dossier)

    class Ici(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            produit.demandes.append((self.path, {nom.lower(): valeur for nom, valeur in self.headers.items()}))
            self.close_connection = True
            if repondre := produit.reponses.get(self.path) or produit.reponses.get(self.path.partition("?")[0]):
                repondre(self)
            else:
                self.send_error(404)

        do_POST = do_GET

        def log_message(self, *_args) -> None:
            """Tests print nothing."""

    serveur = ThreadingHTTPServer(("127.0.0.1", 0), Ici)
    serveur.handle_error = lambda *_args: None  # who asks may be gone
    contexte = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    contexte.load_cert_chain(certificat, cle)
    serveur.socket = contexte.wrap_socket(serveur.socket, server_side=True, do_handshake_on_connect=False)
    produit.port = serveur.server_port
    monkeypatch.setattr(dehors, "DEHORS", porte(produit, certificat))
    fil = threading.Thread(target=serveur.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    fil.start()
    try:
        yield produit
    finally:
        serveur.shutdown()
        serveur.server_close()


def porte(produit: Produit, certificat: Path, **autres) -> dehors.Porte:
    """The product's, but for what cannot be of a test: the name leads to this machine, on its port, under its certificate."""
    return replace(
        dehors.Porte(
            juge=lambda adresse: adresse == "127.0.0.1" or dehors.est_publique(adresse),
            resoudre=lambda hote, _port: ["127.0.0.1"] if hote == HOTE else ["10.0.0.7"],
            ports=frozenset({produit.port}),
            tls=lambda: ssl.create_default_context(cafile=str(certificat)),
        ),
        **autres,
    )
