"""The limit: a bare `websockets` server. What comes on /emettre is broadcast to every other socket."""

import asyncio
import sys

from websockets.asyncio.server import broadcast, serve

lecteurs: set = set()


async def accueillir(prise) -> None:
    if prise.request.path == "/emettre":
        async for texte in prise:
            broadcast(lecteurs, texte)
        return
    lecteurs.add(prise)
    try:
        await prise.wait_closed()
    finally:
        lecteurs.discard(prise)


async def servir(port: int) -> None:
    async with serve(accueillir, "127.0.0.1", port, compression=None) as serveur:
        await serveur.serve_forever()


if __name__ == "__main__":
    asyncio.run(servir(int(sys.argv[1])))
