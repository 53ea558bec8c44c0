"""The one WebSocket of a browser: it carries signals, never content."""

import asyncio
from typing import Any

from channels.auth import AuthMiddlewareStack
from channels.db import database_sync_to_async

from . import registres
from .hub import hub
from .prises import prise_de

CODE_INCONNU = 4401


async def signaux(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Signals of the signed-in person. What the browser sends is ignored; it is closed if nobody is signed in, or to whom pages are
    closed (`registres.est_ouverte`).

    Against Channels' consumers: these cost a thread hop for each event, and keep the session and the person in memory for as
    long as the socket lasts. Here a number stays.
    """
    await receive()  # websocket.connect
    personne_id, duree = await _qui(scope, receive, send)
    if personne_id is None:
        await send({"type": "websocket.close", "code": CODE_INCONNU})
        return
    await hub.demarrer()
    await send({"type": "websocket.accept"})
    prise = prise_de(send)
    hub.brancher(personne_id, prise)
    fin = asyncio.get_running_loop().call_later(
        duree, prise.congedier
    )  # with the session: a pupil's ends with the half-day
    try:
        while (await receive())["type"] != "websocket.disconnect":
            """Nothing is asked over the socket."""
    finally:
        fin.cancel()
        hub.debrancher(personne_id, prise)


async def _qui(scope: dict[str, Any], receive: Any, send: Any) -> tuple[int | None, float]:
    """Id of the person whose session the browser holds, and the seconds it still lasts. Both are let go at once."""
    trouve: list[tuple[int, float]] = []
    await _identifier(scope | {"ent.qui": trouve}, receive, send)
    return trouve[0] if trouve else (None, 0)


async def _noter(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["user"].is_authenticated and await database_sync_to_async(registres.est_ouverte)(scope["user"]):
        scope["ent.qui"].append((scope["user"].pk, max(1, scope["session"].get_expiry_age())))


_identifier = AuthMiddlewareStack(_noter)
