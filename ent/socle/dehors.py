"""Asking an address that a family gave: https on the public network alone, two megabytes and ten seconds at most, three redirections.

The name is resolved once, every address that it has is judged, and the very address that was judged is called: a name that changes meanwhile leads
nowhere else. A redirection begins again from there. Nothing that is said here holds the address: it is a secret.
"""

import datetime as dt
import http.client
import io
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from ent.socle.nombres import entier

EN_TOUT = 10.0  # seconds, names, hands and redirections included: what comes drop by drop holds nobody
TAILLE = 2_000_000
DETOURS = 3
PORT = 443
ADRESSE_MAX = 2_000
SUIVIS = {301, 302, 303, 307, 308}
LISIBLES = {"accept": "text/calendar, text/plain;q=0.5, */*;q=0.1", "accept-encoding": "identity"}
# IPv6 that says an IPv4 inside: NAT64, 6to4, Teredo. What is judged would not be what is reached.
TUNNELS = [ipaddress.ip_network(n) for n in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]
PUBLIQUES_V6 = ipaddress.ip_network("2000::/3")


class Injoignable(Exception):
    """Not read, and why in a code (`agendas.RAISONS`); `dans`, when it says itself after how many seconds it may be asked again."""

    def __init__(self, code: str, dans: int = 0) -> None:
        super().__init__(code)
        self.code, self.dans = code, dans


def est_publique(adresse: str) -> bool:
    """An address of the public network: nothing of this machine, of its network, or that hides another one."""
    ip = ipaddress.ip_address(adresse)
    if isinstance(ip, ipaddress.IPv6Address) and (ip not in PUBLIQUES_V6 or any(ip in t for t in TUNNELS)):
        return False  # IPv4-mapped ones (::ffff:0:0/96) are among them
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback)


def _resoudre(hote: str, port: int) -> list[str]:
    return [str(infos[4][0]) for infos in socket.getaddrinfo(hote, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True)
class Porte:
    """What may be reached, and how: one instance serves (`DEHORS`), made of nothing that a setting says."""

    juge: Callable[[str], bool] = est_publique
    resoudre: Callable[[str, int], list[str]] = _resoudre
    ports: frozenset[int] = frozenset({PORT})
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context
    en_tout: float = EN_TOUT


DEHORS = Porte()


@dataclass(frozen=True)
class Lu:
    """What was answered: its body, or that nothing changed (`inchange`); what to say next time."""

    corps: bytes = b""
    inchange: bool = False
    etag: str = ""
    modifie: str = ""


@dataclass(frozen=True)
class _Ou:
    """An address that may be asked, in parts."""

    hote: str
    port: int
    chemin: str


def en_https(adresse: str) -> str:
    """As it was pasted (« webcal:// », spaces around), in the one form that is asked. Raises `Injoignable`."""
    adresse = adresse.strip()
    debut, deux_points, suite = adresse.partition("://")
    if deux_points and debut.lower() in ("webcal", "webcals"):
        adresse = f"https://{suite}"
    if len(adresse) > ADRESSE_MAX:
        raise Injoignable("adresse")
    _parties(adresse, DEHORS)
    return adresse


def serveur(adresse: str) -> str:
    """Its name alone: what may be shown again."""
    try:
        return urlsplit(adresse).hostname or ""
    except ValueError:
        return ""


def _parties(adresse: str, porte: Porte) -> _Ou:
    try:
        lue = urlsplit(adresse)
        port = lue.port or PORT
        hote = (lue.hostname or "").encode("idna").decode()
    except ValueError:  # UnicodeError is one
        raise Injoignable("adresse") from None
    if lue.scheme != "https":
        raise Injoignable("sans_https" if lue.scheme == "http" else "adresse")
    if not hote or "@" in lue.netloc or "\\" in adresse:
        raise Injoignable("adresse")
    if port not in porte.ports:
        raise Injoignable("port")
    sur = "/%:=&?~+!$,;'@()*[]-._"
    chemin = urlunsplit(("", "", quote(lue.path or "/", safe=sur), quote(lue.query, safe=sur), ""))
    return _Ou(hote, port, chemin)


def demander(adresse: str, *, etag: str = "", modifie: str = "", porte: Porte | None = None) -> Lu:
    """What is there now. Raises `Injoignable`."""
    porte = porte or DEHORS
    fin = time.monotonic() + porte.en_tout
    try:
        for _detour in range(DETOURS + 1):
            ou = _parties(adresse, porte)
            with _joindre(ou, porte, fin) as prise:
                reponse = _echanger(prise, ou, fin, etag, modifie)
                if reponse.status not in SUIVIS:
                    return _lire(reponse)
            adresse = urljoin(adresse, reponse.getheader("Location") or "")
    except TimeoutError:
        raise Injoignable("lent") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise Injoignable("coupe") from None
    raise Injoignable("detours")


def _joindre(ou: _Ou, porte: Porte, fin: float) -> ssl.SSLSocket:
    """A connection, under the name that was asked for, to an address that was judged."""
    trouvees = _resolues(ou, porte, fin)
    if not trouvees:
        raise Injoignable("nom")
    if not all(porte.juge(adresse) for adresse in trouvees):
        raise Injoignable("privee")
    # IPv4 first: many servers have no other way out.
    adresse = min(trouvees, key=lambda a: ipaddress.ip_address(a).version)
    try:
        nue = socket.create_connection((adresse, ou.port), _reste(fin))
    except TimeoutError:
        raise
    except OSError:
        raise Injoignable("muet") from None
    try:
        nue.settimeout(_reste(fin))
        return porte.tls().wrap_socket(nue, server_hostname=ou.hote)
    except BaseException as refus:
        nue.close()
        if isinstance(refus, ssl.SSLError):
            raise Injoignable("certificat") from None
        raise


def _resolues(ou: _Ou, porte: Porte, fin: float) -> list[str]:
    """Once, and no longer than there is time: the system's resolver has a clock of its own."""
    trouvees: list[str] = []

    def chercher() -> None:
        try:
            trouvees.extend(porte.resoudre(ou.hote, ou.port))
        except (OSError, UnicodeError):
            return

    fil = threading.Thread(target=chercher, daemon=True)
    fil.start()
    fil.join(_reste(fin))
    return list(trouvees)


def _reste(fin: float) -> float:
    reste = fin - time.monotonic()
    if reste <= 0:
        raise TimeoutError
    return reste


class _Flux(io.RawIOBase):
    """What comes, as long as there is time: a drop each second does not push the end away."""

    def __init__(self, prise: ssl.SSLSocket, fin: float) -> None:
        super().__init__()
        self.prise, self.fin = prise, fin

    def readable(self) -> bool:
        return True

    def readinto(self, tampon) -> int:
        self.prise.settimeout(_reste(self.fin))
        return self.prise.recv_into(tampon)


class _Prise:
    """What http.client reads from: the socket, with the time that is left."""

    def __init__(self, prise: ssl.SSLSocket, fin: float) -> None:
        self.prise, self.fin = prise, fin

    def sendall(self, octets: bytes) -> None:
        """Record by record: the socket's own would give its whole time to each, to who takes them one by one."""
        reste = memoryview(octets)
        while reste:
            self.prise.settimeout(_reste(self.fin))
            reste = reste[self.prise.send(reste) :]

    def makefile(self, *_args: object) -> io.BufferedReader:
        return io.BufferedReader(_Flux(self.prise, self.fin))

    def close(self) -> None:
        """By who opened it."""


def _echanger(prise: ssl.SSLSocket, ou: _Ou, fin: float, etag: str, modifie: str) -> http.client.HTTPResponse:
    connexion = http.client.HTTPConnection(ou.hote, ou.port)
    connexion.sock = _Prise(prise, fin)
    entetes = {**LISIBLES, "user-agent": "MesEcoles-Agenda/1.0", "connection": "close"}
    if ou.port == PORT:
        entetes["host"] = ou.hote
    if etag:
        entetes["if-none-match"] = etag
    if modifie:
        entetes["if-modified-since"] = modifie
    connexion.request("GET", ou.chemin, headers=entetes)
    return connexion.getresponse()


def _lire(reponse: http.client.HTTPResponse) -> Lu:
    if reponse.status == 304:
        return Lu(inchange=True)
    if reponse.status != 200:
        raise Injoignable(code_de(reponse.status), _dans(reponse.getheader("Retry-After") or ""))
    if (reponse.getheader("Content-Encoding") or "identity").lower() != "identity":
        raise Injoignable("illisible")
    if (reponse.length or 0) > TAILLE:
        raise Injoignable("trop_gros")
    lu = bytearray()
    while morceau := reponse.read1(65_536):
        lu += morceau
        if len(lu) > TAILLE:
            raise Injoignable("trop_gros")
    if reponse.length:  # less came than was said
        raise Injoignable("coupe")
    return Lu(bytes(lu), False, _redit(reponse, "ETag", 200), _redit(reponse, "Last-Modified", 60))


def _redit(reponse: http.client.HTTPResponse, nom: str, maximum: int) -> str:
    """What may be kept and said back of it: nothing, of what is too long, or holds a sign that no header of ours would (a NUL is kept by no database)."""
    dit = reponse.getheader(nom) or ""
    return dit if len(dit) <= maximum and dit.isascii() and dit.isprintable() else ""


def code_de(statut: int) -> str:
    """Why nothing was read, of what it answered."""
    if statut in (401, 403):
        return "refus"
    if statut in (404, 410):
        return "absent"
    return "attendre" if statut in (429, 503) else "panne"


def _dans(dit: str) -> int:
    """« Retry-After » in seconds, of a number or of a date; 0 when it says nothing that can be read."""
    if (secondes := entier(dit.strip())) is not None:
        return min(secondes, 10**8)
    try:
        quand = parsedate_to_datetime(dit)
        quand = quand if quand.tzinfo else quand.replace(tzinfo=dt.UTC)
        return min(max(0, int(quand.timestamp() - time.time())), 10**8)
    except (ValueError, TypeError, OverflowError):  # the last of a year, an hour or a zone that no clock has
        return 0


# --- From machine to machine ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Transmis:
    """What another instance answered, whatever its status; its body, two megabytes at most."""

    statut: int
    corps: bytes
    dans: int = 0  # seconds after which it may be asked again, when it says so


def transmettre(
    methode: str, adresse: str, *, entetes: Mapping[str, str], corps: bytes = b"", porte: Porte | None = None
) -> Transmis:
    """One call, there and nowhere else: no redirection is followed. Raises `Injoignable` when nothing was answered."""
    porte = porte or DEHORS
    fin = time.monotonic() + porte.en_tout
    try:
        ou = _parties(adresse, porte)
        with _joindre(ou, porte, fin) as prise:
            connexion = http.client.HTTPConnection(ou.hote, ou.port)
            connexion.sock = _Prise(prise, fin)
            dits = {"accept-encoding": "identity", "connection": "close", **entetes}
            if ou.port == PORT:
                dits["host"] = ou.hote
            connexion.request(methode, ou.chemin, corps or None, dits)
            reponse = connexion.getresponse()
            lu = bytearray()
            while morceau := reponse.read1(65_536):
                lu += morceau
                if len(lu) > TAILLE:
                    raise Injoignable("trop_gros")
            return Transmis(reponse.status, bytes(lu), _dans(reponse.getheader("Retry-After") or ""))
    except TimeoutError:
        raise Injoignable("lent") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise Injoignable("coupe") from None
