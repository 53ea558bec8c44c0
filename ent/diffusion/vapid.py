"""The key by which push services know this site (VAPID, RFC 8292). Without it, pushes are off and nothing else changes."""

import base64
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from py_vapid import Vapid


def est_ouvert() -> bool:
    return bool(settings.ENT_VAPID_PRIVEE)


@cache
def _cle(privee: str) -> "Vapid":
    from py_vapid import Vapid

    try:
        return Vapid.from_string(privee)
    except Exception as erreur:
        raise ImproperlyConfigured(
            "ENT_VAPID_PRIVEE n’est pas une clé : faites-en une avec « manage.py cles_vapid »."
        ) from erreur


def cle() -> "Vapid":
    return _cle(settings.ENT_VAPID_PRIVEE)


def contact() -> str:
    """Whom a push service writes to when something is wrong: « mailto:… » or an https address."""
    adresse = settings.ENT_VAPID_CONTACT
    return adresse if ":" in adresse else f"mailto:{adresse}"


def verifier() -> None:
    """Refuse to start with half of the settings, rather than lose every push."""
    if est_ouvert():
        cle()
        if not settings.ENT_VAPID_CONTACT:
            raise ImproperlyConfigured("ENT_VAPID_CONTACT manque : l’adresse e-mail de qui tient ce site.")


def en_base64(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def publique(cle_: "Vapid | None" = None) -> str:
    """What a browser asks for, to subscribe."""
    point = (cle_ or cle()).public_key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return en_base64(point)


def est_un_service(adresse: str) -> bool:
    """Whether an address is that of a known push service: we write there, so nobody makes us write anywhere else. Of « ailleurs\\@service » and the like,
    who judges and who writes do not read the same server.
    """
    try:
        morceaux = urlsplit(adresse)
        port = morceaux.port
    except ValueError:
        return False
    if "\\" in adresse or "@" in morceaux.netloc:
        return False
    hote = f".{morceaux.hostname or ''}"
    if f"http://{morceaux.hostname}:{port}" in settings.ENT_SERVICES_POUSSE:  # a trial on this machine
        return morceaux.scheme == "http"
    connus = [f".{service}" for service in settings.ENT_SERVICES_POUSSE]
    return morceaux.scheme == "https" and port in (None, 443) and any(hote.endswith(c) for c in connus)
