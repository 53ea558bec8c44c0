"""When whoever a code was given for had proved who they are: kept beside the code, as long as it, for a service that asked it. No row, no journal."""

import hashlib

from allauth.idp.oidc import app_settings
from django.core.cache import cache


def _cle(code: str) -> str:
    return "tiers:preuve:" + hashlib.sha256(code.encode()).hexdigest()


def dater(*, code: str, prouve_le: float) -> None:
    cache.set(_cle(code), int(prouve_le), app_settings.AUTHORIZATION_CODE_EXPIRES_IN)


def date_de(*, code: str) -> int | None:
    """Seconds, as `auth_time` says them; nothing where nobody asked."""
    return cache.get(_cle(code)) if code else None
