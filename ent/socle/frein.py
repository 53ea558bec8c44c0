"""Brakes shared by all processes: failures counted in the cache over a sliding window."""

import hashlib
import math
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

PARTS = 12  # of a window: each holds one number, that one atomic step raises


def _cles(cle: str, fenetre: int) -> tuple[int, list[str]]:
    """The part of the window that is in progress, and the keys of all of them, the oldest first."""
    racine = hashlib.sha256(cle.encode()).hexdigest()
    derniere = int(time.time() * PARTS // fenetre)
    return derniere, [f"frein:{fenetre}:{racine}:{n}" for n in range(derniere - PARTS + 1, derniere + 1)]


def attente(cle: str, *, maximum: int, fenetre: int) -> int:
    """Seconds to wait before another try is allowed; 0 when it is allowed now. Shorter than the window by a twelfth at most."""
    derniere, cles = _cles(cle, fenetre)
    lus = cache.get_many(cles)
    comptes = [lus.get(c, 0) for c in cles]
    restants = sum(comptes)
    if restants < maximum:
        return 0
    for rang, compte in enumerate(comptes):
        restants -= compte
        if restants < maximum:
            fin = (derniere - PARTS + 1 + rang) * fenetre / PARTS + fenetre
            return max(1, math.ceil(fin - time.time()))
    return fenetre


def compter(cle: str, *, fenetre: int) -> None:
    """Remember one failure. Those of the same instant are all counted: none is written over another."""
    *_avant, presente = _cles(cle, fenetre)[1]
    cache.add(presente, 0, fenetre * 2)
    cache.incr(presente)


def comptes(cle: str, *, fenetre: int) -> int:
    """Failures of the window, down to this instant."""
    return sum(cache.get_many(_cles(cle, fenetre)[1]).values())


def oublier(cle: str, *, fenetre: int) -> None:
    cache.delete_many(_cles(cle, fenetre)[1])


def adresse_ip(request: HttpRequest) -> str:
    return get_adapter().get_client_ip(request)
