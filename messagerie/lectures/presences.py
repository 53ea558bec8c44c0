"""Of a thread of several schools, what one that left could read: nothing of what came after."""

import datetime as dt
from collections.abc import Collection, Iterable

from ..models import Fil, PresenceAuFil


def depart_de(ecole: int, fil: Fil, presences: Iterable[PresenceAuFil]) -> dt.datetime | None:
    """When this school (id) left the thread for the last time; nothing of one that is of it, whose thread it is, or of a thread of one school."""
    fins = [p.fin for p in presences if p.etablissement_id == ecole]
    if not fins or fil.etablissement_id == ecole or None in fins:
        return None
    return max(fin for fin in fins if fin)


def vues_avant(depart: dt.datetime | None, presences: Collection[PresenceAuFil]) -> list[PresenceAuFil]:
    """Who came after is not said, nor when those who were there went since. In hand alone."""
    if depart is None:
        return [*presences]
    vues = [p for p in presences if p.debut < depart]
    for presence in vues:
        if presence.fin and presence.fin > depart:
            presence.fin = None
    return vues
