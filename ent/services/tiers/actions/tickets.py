"""Tickets of CAS: one use, seconds, one service at one exact address.

They stand in the shared cache, under a digest: a reading (GET, by the protocol) writes no row, no backup keeps one, and what takes a ticket
away is one atomic step, so that of two who show it one is answered. Without that cache (one process), the process keeps them. Not
journalled: who went where is kept nowhere.
"""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache
from django.utils import timezone

from ent.annuaire.models import Personne

from ..models import ServiceTiers

DUREE = 20  # seconds


@dataclass(frozen=True)
class Ticket:
    service_id: int
    adresse: str
    personne: UUID
    entre_le: dt.datetime
    neuf: bool  # its person has just proved who they are (`renew`)


def _cle(ticket: str) -> str:
    return "tiers:ticket:" + hashlib.sha256(ticket.encode()).hexdigest()


def emettre(*, service: ServiceTiers, adresse: str, personne: Personne, neuf: bool) -> str:
    ticket = f"ST-{secrets.token_hex(24)}"
    entre_le = personne.last_login or timezone.now()
    cache.set(_cle(ticket), Ticket(service.pk, adresse, personne.uuid, entre_le, neuf), DUREE)
    return ticket


def consommer(*, ticket: str) -> Ticket | None:
    """What it says, to the first who shows it; nothing to anybody else, or too late."""
    cle = _cle(ticket)
    trouve = cache.get(cle)
    return trouve if trouve is not None and cache.delete(cle) else None
