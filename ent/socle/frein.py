"""Brakes shared by all processes: failures counted in the cache over a sliding window."""

import hashlib
import math
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


def _cle(cle: str) -> str:
    return "frein:" + hashlib.sha256(cle.encode()).hexdigest()


def attente(cle: str, *, maximum: int, fenetre: int) -> int:
    """Seconds to wait before another try is allowed; 0 when it is allowed now."""
    maintenant = time.time()
    instants = [t for t in cache.get(_cle(cle), []) if t > maintenant - fenetre]
    if len(instants) < maximum:
        return 0
    return max(1, math.ceil(instants[-maximum] + fenetre - maintenant))


def compter(cle: str, *, fenetre: int) -> None:
    """Remember one failure."""
    maintenant = time.time()
    instants = [t for t in cache.get(_cle(cle), []) if t > maintenant - fenetre]
    cache.set(_cle(cle), [*instants[-199:], maintenant], fenetre)


def adresse_ip(request: HttpRequest) -> str:
    return get_adapter().get_client_ip(request)
