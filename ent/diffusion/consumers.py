"""The one WebSocket of a browser: it carries signals, never content."""

from typing import Any

from channels.auth import AuthMiddlewareStack

from .hub import hub
from .prises import prise_de

CODE_INCONNU = 4401


async def signaux(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Signals of the signed-in person. What the browser sends is ignored; it is closed if nobody is signed in.

    Against Channels' consumers: these cost a thread hop for each event, and keep the session and the person in memory for as
    long as the socket lasts. Here a number stays.
    """
    await receive()  # websocket.connect
    personne_id = await _qui(scope, receive, send)
    if personne_id is None:
        await send({"type": "websocket.close", "code": CODE_INCONNU})
        return
    await hub.demarrer()
    await send({"type": "websocket.accept"})
    prise = prise_de(send)
    hub.brancher(personne_id, prise)
    try:
        while (await receive())["type"] != "websocket.disconnect":
            """Nothing is asked over the socket."""
    finally:
        hub.debrancher(personne_id, prise)


async def _qui(scope: dict[str, Any], receive: Any, send: Any) -> int | None:
    """Id of the person whose session the browser holds. The session and the person are let go at once."""
    trouve: list[int] = []
    await _identifier(scope | {"ent.qui": trouve}, receive, send)
    return trouve[0] if trouve else None


async def _noter(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["user"].is_authenticated:
        scope["ent.qui"].append(scope["user"].pk)


_identifier = AuthMiddlewareStack(_noter)
