"""Tell people: now, to browsers; later, to people; later, by workers."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from ent.socle.differer import differer

from ..hub import congedier, publier
from .notifications import (
    commencer_aujourd_hui,
    denotifier,
    denotifier_tout,
    lire_ce_qui_dit,
    lire_notifications,
    notifier,
    redire,
    redire_a,
    retoucher,
)
from .perdus import rendre
from .retraits import mettre_de_cote

__all__ = [
    "commencer_aujourd_hui", "congedier_les_sessions", "denotifier", "denotifier_tout", "differer", "lire_ce_qui_dit", "lire_notifications", "mettre_de_cote", "notifier", "publier", "redire", "redire_a", "rendre", "retoucher",
    "signaler", "signaler_a_tous",
]  # fmt: skip

# Milliseconds over which browsers told together spread their questions: about what two workers need to answer ten of them.
PAUSE_PAR_DIZAINE, PAUSE_MAX = 15, 2_000
PAUSE_DE_TOUS = 60_000  # a territory: how many of its browsers are open is not known


def signaler(*, nature: str, objet_id: int, destinataires: Collection[int], **contenu: Any) -> None:
    """After commit, tell the browsers of these people (ids) that something happened. A rollback tells nothing.

    `nature` is « room.event »; the browser then asks for the content over HTTP, where rights are judged. It waits a random
    moment first, at most `etalement` milliseconds: a household asks at once, a class over a tenth of a second.
    `contenu` travels with the signal: for what is written to these very people (a message), computed in this transaction.
    """
    cibles = frozenset(destinataires)
    etalement = min(PAUSE_PAR_DIZAINE * -(-len(cibles) // 10), PAUSE_MAX)
    signal = {"type": nature, "id": objet_id, "etalement": etalement, **contenu}
    transaction.on_commit(lambda: publier(cibles, signal))


def signaler_a_tous(*, nature: str, objet_id: int) -> None:
    """After commit, tell every browser that is open: they spread their questions over a minute."""
    signal = {"type": nature, "id": objet_id, "etalement": PAUSE_DE_TOUS}
    transaction.on_commit(lambda: publier(None, signal))


def congedier_les_sessions(*, personnes: Collection[int]) -> None:
    """After commit, the sockets of these people (ids) close: those whose session is over listen no more."""
    cibles = frozenset(personnes)
    transaction.on_commit(lambda: congedier(cibles), robust=True)
