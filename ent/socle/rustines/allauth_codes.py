"""A code of OpenID Connect is taken by the first who shows it, in one step; of two who show it at once, one is answered.

django-allauth's provider reads a code, judges all that comes with it, keeps a token, and only then erases the code: in between, whoever shows it
again gets a token too (RFC 6749, 4.1.2: a code is used once). Its validator has no step of its own that could be told so. The
client has proved itself before that step: who has not takes nobody's code away. One word less with the cache, besides.
"""

from typing import Any

ESSAYEE = {"django-allauth": "65.21.1"}


def prendre_les_codes_en_une_fois() -> None:
    from allauth.idp.oidc.internal.oauthlib import authorization_codes, request_validator
    from django.core.cache import cache

    lire, juger = authorization_codes.lookup, authorization_codes.validate

    def lu(client_id: str, code: str) -> Any:
        """Once a request, in what the validator keeps of it."""
        lus = request_validator.get_validator_context().codes
        if (client_id, code) not in lus:
            lus[client_id, code] = lire(client_id, code)
        return lus[client_id, code]

    def pris(client_id: str, code: str, request: Any) -> bool:
        if lu(client_id, code) is None or not cache.delete(authorization_codes.cache_key(client_id, code)):
            return False
        return juger(client_id, code, request)

    authorization_codes.lookup, authorization_codes.validate = lu, pris
    authorization_codes.invalidate = lambda client_id, code: None  # it was taken
