"""Asking a provider: https on the public network, unless the operator named the host; a few seconds and two megabytes at most; nothing is followed.

The name is resolved once, judged, and the very address that was judged is called: a name that changes meanwhile leads nowhere else.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from django.conf import settings

DELAI = 5.0  # seconds for each word
EN_TOUT = 8.0  # seconds for the whole answer: one that comes drop by drop holds nobody
TAILLE = 2_000_000


class Injoignable(Exception):
    """Nobody answered, not there, or not in words that may be read."""


def _adresse(hote: str, port: int) -> tuple[str, bool]:
    """An address of this host that may be called, and whether it is this very machine."""
    try:
        trouvees = {str(infos[4][0]) for infos in socket.getaddrinfo(hote, port, type=socket.SOCK_STREAM)}
    except (OSError, ValueError) as refus:
        raise Injoignable(f"nom inconnu : {hote}") from refus
    adresses = [ipaddress.ip_address(a) for a in sorted(trouvees)]
    locale = all(a.is_loopback for a in adresses)
    permise = all(a.is_global for a in adresses) or hote in settings.ENT_IDENTITES_INTERNES
    if not (permise or (locale and settings.ENT_IDENTITES_LOCALES)):
        raise Injoignable(f"adresse privée : {hote}")
    # IPv4 first: « localhost » is both, and most listen there.
    return str(min(adresses, key=lambda a: a.version)), locale


class _Directe(http.client.HTTPConnection):
    """To an address that was judged, under the name that was asked for."""

    def __init__(self, hote: str, port: int, adresse: str, *, chiffree: bool) -> None:
        super().__init__(hote, port, timeout=DELAI)
        self.adresse, self.chiffree = adresse, chiffree

    def connect(self) -> None:
        self.sock = socket.create_connection((self.adresse, self.port), self.timeout)
        if self.chiffree:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def demander(adresse: str, champs: Mapping[str, str] | None = None, entetes: Mapping[str, str] | None = None) -> bytes:
    """What is there: read, or answered to a form (`champs`). Raises `Injoignable`."""
    try:
        parties = urlsplit(adresse)
        chiffree, port = parties.scheme == "https", parties.port or (443 if parties.scheme == "https" else 80)
    except ValueError as refus:
        raise Injoignable("adresse illisible") from refus
    hote = parties.hostname or ""
    ou, locale = _adresse(hote, port)
    if not chiffree and not (parties.scheme == "http" and locale):
        raise Injoignable("adresse sans https")
    connexion = _Directe(hote, port, ou, chiffree=chiffree)
    chemin = (parties.path or "/") + (f"?{parties.query}" if parties.query else "")
    try:
        return _echanger(connexion, chemin, champs, dict(entetes or {}))
    except (OSError, http.client.HTTPException, ValueError) as refus:  # of an address that is not in plain letters too
        raise Injoignable(
            "pas de réponse à temps" if isinstance(refus, TimeoutError) else type(refus).__name__
        ) from refus
    finally:
        connexion.close()


def _echanger(connexion: _Directe, chemin: str, champs: Mapping[str, str] | None, entetes: dict[str, str]) -> bytes:
    fin = time.monotonic() + EN_TOUT
    entetes |= {"Accept": "application/json, application/samlmetadata+xml, */*;q=0.1"}
    if champs is None:
        connexion.request("GET", chemin, headers=entetes)
    else:
        entetes["Content-Type"] = "application/x-www-form-urlencoded"
        connexion.request("POST", chemin, urlencode(champs), entetes)
    reponse = connexion.getresponse()
    if reponse.status != 200:
        raise Injoignable(f"réponse {reponse.status}")
    lu = bytearray()
    while morceau := reponse.read1(65_536):
        lu += morceau
        if len(lu) > TAILLE:
            raise Injoignable("réponse trop longue")
        if time.monotonic() > fin:
            raise Injoignable("réponse trop lente")
    return bytes(lu)
