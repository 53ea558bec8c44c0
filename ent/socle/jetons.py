"""The token of the forms of a page (CSRF)."""

from django.http import HttpRequest
from django.middleware.csrf import get_token

MASQUE = "ENT_CSRF_MASQUE"  # among what the request holds, beside Django's `CSRF_COOKIE`


def jeton(request: HttpRequest) -> str:
    """Of every form of one page, masked once: Django masks it again for each part of a page, a twentieth of a home. Another one as soon as the
    session has another secret.
    """
    secret, masque = request.META.get(MASQUE, (None, ""))
    if secret is None or secret != request.META.get("CSRF_COOKIE"):
        masque = get_token(request)
        request.META[MASQUE] = request.META["CSRF_COOKIE"], masque
    return masque
