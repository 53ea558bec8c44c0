"""Pages in threads of the server, which end when it stops.

a2wsgi's threads wait for the server's loop without an end: one that answers a page when the loop stops would keep the process
alive for ever. Here each wait looks, every second, whether the loop still runs.
"""

import asyncio
from concurrent.futures import Future

from a2wsgi.wsgi import Body, WSGIMiddleware, WSGIResponder

ESSAYEE = {"a2wsgi": "1.10.10"}


def attendre(futur: Future, boucle: asyncio.AbstractEventLoop):
    """What the loop answers; `ConnectionAbortedError` once it has stopped."""
    while True:
        try:
            return futur.result(timeout=1)
        except TimeoutError:
            if futur.done():
                raise
            if not boucle.is_running():
                raise ConnectionAbortedError("Le serveur s’arrête.") from None


class Corps(Body):
    """What a browser sent."""

    def _receive_more_data(self) -> bytes:
        if not self._has_more:
            return b""
        message = attendre(asyncio.run_coroutine_threadsafe(self.receive(), loop=self.loop), self.loop)
        self._has_more = message.get("more_body", False)
        return message.get("body", b"")


class Repondeur(WSGIResponder):
    def wsgi(self, environ, start_response) -> None:
        recu = environ["wsgi.input"]
        super().wsgi({**environ, "wsgi.input": Corps(recu.loop, recu.receive)}, start_response)

    def send(self, message) -> None:
        attendre(asyncio.run_coroutine_threadsafe(self.send_queue.put(message), loop=self.loop), self.loop)


class Pages(WSGIMiddleware):
    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] == "http":
            await Repondeur(self.app, self.executor, self.send_queue_size)(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
