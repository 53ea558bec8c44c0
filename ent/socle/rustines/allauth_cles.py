"""A signing key is read from its PEM once per process, not at each token.

django-allauth's OpenID Connect provider parses its private key whenever it signs: OpenSSL checks the primes again, some forty milliseconds,
two thirds of what exchanging a code takes. The name that it reads them by is a module's, and no adapter gives another.
"""

from functools import lru_cache
from typing import Any

from allauth.core.internal import jwkkit

ESSAYEE = {"django-allauth": "65.21.1"}

_lire = jwkkit.load_jwk_from_pem


@lru_cache(maxsize=8)
def _garder(pem: str) -> tuple[dict[str, Any], Any]:
    return _lire(pem)


def cle_lue(pem: str) -> tuple[dict[str, Any], Any]:
    """The public part, as a dictionary of one's own, and the key."""
    jwk, cle = _garder(pem)
    return dict(jwk), cle


def garder_les_cles_lues() -> None:
    jwkkit.load_jwk_from_pem = cle_lue
