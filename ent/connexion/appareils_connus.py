"""Devices that somebody came in from: wrong tries made elsewhere do not close them.

A signed cookie of the device holds prints of the logins that came in there, ten at most: a phone that a family shares. It opens nothing: it
says which count of wrong tries is this device's.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE, LOGINS = "connu", 10
UN_AN = 365 * 24 * 3600  # seconds


def _empreinte(login: str) -> str:
    return salted_hmac("connexion.appareil_connu", login.strip().lower(), algorithm="sha256").hexdigest()[:16]


def _connus(request: HttpRequest) -> list[str]:
    brut = request.get_signed_cookie(COOKIE, default="", max_age=UN_AN)
    return [connu for connu in brut.split(".") if connu]


def est_connu(request: HttpRequest, login: str) -> bool:
    return _empreinte(login) in _connus(request)


def retenir(request: HttpRequest, reponse: HttpResponse, personne) -> None:
    """Whoever came in last is remembered longest, by the address and by the name that they may type."""
    siens = [_empreinte(login) for login in (personne.courriel, personne.identifiant) if login]
    gardes = [*siens, *(connu for connu in _connus(request) if connu not in siens)][:LOGINS]
    reponse.set_signed_cookie(
        COOKIE, ".".join(gardes), max_age=UN_AN, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
    )
