"""Two servers of this machine that reach each other as sites do, by https: a door of TLS before each, and what a server may then reach (`dehors.DEHORS`)."""

import asyncio
import contextlib
import datetime as dt
import ipaddress
import os
import socket
import ssl
import threading
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

CERTIFICAT, PORTS = "ENT_TEST_CERTIFICAT", "ENT_TEST_PORTS"


def regler() -> None:
    """In the process of a server: nothing of this machine is reached but these ports, under that certificate; and it stands behind its door."""
    from ent.socle import dehors

    dehors.DEHORS = dehors.Porte(
        juge=lambda adresse: ipaddress.ip_address(adresse).is_loopback,
        ports=frozenset(int(port) for port in os.environ[PORTS].split()),
        tls=lambda: ssl.create_default_context(cafile=os.environ[CERTIFICAT]),
    )


def certificat(dossier: Path) -> tuple[Path, Path]:
    """Of this machine's two names, by itself."""
    cle, nom = generate_private_key(SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    noms = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    fait = (
        x509.CertificateBuilder()
        .subject_name(nom)
        .issuer_name(nom)
        .public_key(cle.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2020, 1, 1))
        .not_valid_after(dt.datetime(2099, 1, 1))
        .add_extension(x509.SubjectAlternativeName(noms), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(cle, hashes.SHA256())
    )
    (dossier / "cert.pem").write_bytes(fait.public_bytes(Encoding.PEM))
    (dossier / "cle.pem").write_bytes(cle.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()))
    return dossier / "cert.pem", dossier / "cle.pem"


class Porte:
    """Takes TLS on a port of this machine, and hands what comes to another of its ports, both ways."""

    def __init__(self, cert: Path, cle: Path) -> None:
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(cert, cle)
        self.prise = socket.create_server(("127.0.0.1", 0))
        self.port = self.prise.getsockname()[1]
        self.fil: threading.Thread | None = None

    def ouvrir(self, vers: int) -> None:
        prete = threading.Event()

        async def servir() -> None:
            self.boucle, self.fin = asyncio.get_running_loop(), asyncio.Event()
            async with await asyncio.start_server(lambda *la: _passer(*la, vers), sock=self.prise, ssl=self.tls):
                prete.set()
                await self.fin.wait()

        self.fil = threading.Thread(target=lambda: asyncio.run(servir()), daemon=True)
        self.fil.start()
        assert prete.wait(10)

    def fermer(self) -> None:
        if self.fil:
            self.boucle.call_soon_threadsafe(self.fin.set)
            self.fil.join(10)
        self.prise.close()


async def _passer(lu: asyncio.StreamReader, ecrit: asyncio.StreamWriter, vers: int) -> None:
    la_lu, la_ecrit = await asyncio.open_connection("127.0.0.1", vers)
    await asyncio.gather(_verser(lu, la_ecrit), _verser(la_lu, ecrit))


async def _verser(de: asyncio.StreamReader, vers: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while morceau := await de.read(65_536):
            vers.write(morceau)
            await vers.drain()
    vers.close()
