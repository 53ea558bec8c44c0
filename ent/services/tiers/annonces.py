"""Writing to a third service that a session is over: over the public network alone, unless the operator named the host.

The name is resolved once, judged, and the very address that was judged is called: a name that changes meanwhile leads nowhere else.
Nothing is followed elsewhere, and what is answered is not read.
"""

import http.client
import ipaddress
import socket
import ssl
from urllib.parse import urlencode, urlsplit

from django.conf import settings

DELAI = 5.0  # seconds


class Injoignable(Exception):
    """Nobody answered, or not there; `definitif` when trying again would change nothing."""

    def __init__(self, phrase: str, *, definitif: bool = False) -> None:
        super().__init__(phrase)
        self.definitif = definitif


def _adresse_publique(hote: str, port: int) -> str:
    try:
        trouvees = {infos[4][0] for infos in socket.getaddrinfo(hote, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as refus:
        raise Injoignable("nom inconnu") from refus
    adresses = sorted(str(adresse) for adresse in trouvees)
    if hote not in settings.ENT_TIERS_INTERNES and not all(ipaddress.ip_address(a).is_global for a in adresses):
        raise Injoignable("adresse privée", definitif=True)
    return adresses[0]


class _Directe(http.client.HTTPConnection):
    """To an address that was judged, under the name that was asked for."""

    def __init__(self, hote: str, port: int, adresse: str, *, chiffree: bool) -> None:
        super().__init__(hote, port, timeout=DELAI)
        self.adresse, self.chiffree = adresse, chiffree

    def connect(self) -> None:
        self.sock = socket.create_connection((self.adresse, self.port), self.timeout)
        if self.chiffree:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def poster(adresse: str, champs: dict[str, str]) -> None:
    """One form, written once. Raises `Injoignable`."""
    _ecrire(adresse, urlencode(champs).encode(), {"Content-Type": "application/x-www-form-urlencoded"})


def poster_soap(adresse: str, enveloppe: bytes) -> None:
    """The same, of an envelope of SAML."""
    action = "http://www.oasis-open.org/committees/security"
    _ecrire(adresse, enveloppe, {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": action})


def _ecrire(adresse: str, corps: bytes, entetes: dict[str, str]) -> None:
    parties = urlsplit(adresse)
    chiffree = parties.scheme == "https"
    port = parties.port or (443 if chiffree else 80)
    hote = parties.hostname or ""
    connexion = _Directe(hote, port, _adresse_publique(hote, port), chiffree=chiffree)
    chemin = (parties.path or "/") + (f"?{parties.query}" if parties.query else "")
    try:
        connexion.request("POST", chemin, corps, entetes)
        statut = connexion.getresponse().status
    except (OSError, http.client.HTTPException) as refus:
        raise Injoignable(type(refus).__name__) from refus
    finally:
        connexion.close()
    if statut >= 500 or statut in (408, 425, 429):
        raise Injoignable(str(statut))
