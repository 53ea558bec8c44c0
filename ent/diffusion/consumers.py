"""The one WebSocket of a browser: it carries signals, never content."""

import asyncio
import datetime as dt
import random
from typing import Any, NamedTuple

from channels.auth import AuthMiddlewareStack
from channels.db import database_sync_to_async
from django.utils import timezone

from . import registres
from .hub import hub
from .prises import prise_de

CODE_INCONNU = 4401
CODE_TROP_DE_PRISES = 4429
NUIT = 1_800  # seconds after midnight within which sockets of the day before close


class Qui(NamedTuple):
    personne: int
    duree: float  # seconds that the session, or the day, still lasts
    session: str


async def signaux(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Signals of the signed-in person. What the browser sends is ignored; it is closed if nobody is signed in, or to whom pages are
    closed (`registres.est_ouverte`), or beyond what one browser may open: its page then asks each minute, and tries again later.

    Against Channels' consumers: these cost a thread hop for each event, and keep the session and the person in memory for as
    long as the socket lasts. Here a number stays.
    """
    await receive()  # websocket.connect
    qui = await _qui(scope, receive, send)
    if qui is None:
        await send({"type": "websocket.accept"})  # a browser is told no code by a door that never opened
        await send({"type": "websocket.close", "code": CODE_INCONNU})
        return
    with hub.place(qui.session) as libre:
        if libre:
            await _servir(qui, receive, send)
        else:
            await send({"type": "websocket.close", "code": CODE_TROP_DE_PRISES})


async def _servir(qui: Qui, receive: Any, send: Any) -> None:
    await hub.demarrer()
    await send({"type": "websocket.accept"})
    prise = prise_de(send)
    hub.brancher(qui.personne, prise)
    fin = asyncio.get_running_loop().call_later(
        qui.duree, prise.congedier
    )  # with the session: a pupil's ends with the half-day; with the day, at the latest
    try:
        while (await receive())["type"] != "websocket.disconnect":
            """Nothing is asked over the socket."""
    finally:
        fin.cancel()
        hub.debrancher(qui.personne, prise)


async def _qui(scope: dict[str, Any], receive: Any, send: Any) -> Qui | None:
    """Whose session the browser holds. What was read for it is let go at once."""
    trouve: list[Qui] = []
    await _identifier(scope | {"ent.qui": trouve}, receive, send)
    return trouve[0] if trouve else None


async def _noter(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["user"].is_authenticated and await database_sync_to_async(registres.est_ouverte)(scope["user"]):
        personne, session = scope["user"].pk, scope["session"]
        cle = session.session_key or f"personne {personne}"
        scope["ent.qui"].append(Qui(personne, min(max(1, session.get_expiry_age()), _jusqu_a_demain()), cle))


def _jusqu_a_demain() -> float:
    """Seconds until the day ends, and some of the night so that a site's browsers do not come back together: a role or a power that begins tomorrow may
    ask more of an account than what this socket was judged by.
    """
    maintenant = timezone.localtime()
    demain = timezone.make_aware(dt.datetime.combine(maintenant.date() + dt.timedelta(days=1), dt.time()))
    # Between two hours of one clock, Python counts what the clock says, and not what goes by.
    return demain.timestamp() - maintenant.timestamp() + random.uniform(0, NUIT)  # noqa: S311 (spreads, hides nothing)


_identifier = AuthMiddlewareStack(_noter)
