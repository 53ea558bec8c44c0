"""The one WebSocket of a browser: it carries signals, never content."""

import asyncio

from channels.generic.websocket import AsyncWebsocketConsumer

from .hub import CODE_TROP_LENT, hub


class Signaux(AsyncWebsocketConsumer):
    """Signals of the signed-in person. What the browser sends is ignored; it is closed if nobody is signed in."""

    file: asyncio.Queue[str | None] | None = None

    async def connect(self) -> None:
        personne = self.scope["user"]
        if not personne.is_authenticated:
            await self.close(code=4401)
            return
        self.personne_id = personne.pk
        await self.accept()
        self.file = hub.brancher(self.personne_id)
        self.facteur = asyncio.create_task(self._porter(self.file))

    async def _porter(self, file: asyncio.Queue[str | None]) -> None:
        while (trame := await file.get()) is not None:
            await self.send(text_data=trame)
        await self.close(code=CODE_TROP_LENT)

    async def receive(self, text_data=None, bytes_data=None) -> None:
        """Nothing is asked over the socket."""

    async def disconnect(self, code: int) -> None:
        if self.file is not None:
            hub.debrancher(self.personne_id, self.file)
            self.facteur.cancel()
