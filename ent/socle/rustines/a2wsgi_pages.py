"""Pages in threads of the server, which end when it stops; what is long to send waits for its reader without one.

a2wsgi's threads wait for the server's loop without an end: one that answers a page when the loop stops would keep the process
alive for ever. Here each wait looks, every second, whether the loop still runs. And what a page gives is laid in the memory of the
server as fast as it is made, whoever reads it: twenty films that nobody took cost 383 MB. A response that asks the database nothing
(`sans_base`) is taken piece by piece, each once the socket has room, by whichever thread is free.
"""

import asyncio
from concurrent.futures import Future

from a2wsgi.wsgi import WSGIMiddleware, WSGIResponder

from .daphne_formulaires import REQUETE

ESSAYEE = {"a2wsgi": "1.10.10", "Twisted": "26.10.0"}


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


class Robinet:
    """Closed by Twisted while the socket has no room (`IPushProducer`); lost when who asked left, even before the answer was made."""

    def __init__(self, requete) -> None:
        self.requete, self.perdu, self.ouvert = requete, requete.channel is None, asyncio.Event()
        self.ouvert.set()
        if not self.perdu:
            requete.registerProducer(self, True)

    def pauseProducing(self) -> None:
        self.ouvert.clear()

    def resumeProducing(self) -> None:
        self.ouvert.set()

    def stopProducing(self) -> None:
        self.perdu = True
        self.ouvert.set()

    def lacher(self) -> None:
        if not self.perdu and self.requete.channel is not None:
            self.requete.unregisterProducer()


class Repondeur(WSGIResponder):
    reste = None  # a response that is still to be sent

    async def __call__(self, scope, receive, send) -> None:
        self.requete = scope[REQUETE]
        try:
            await super().__call__(scope, receive, send)
            if self.reste is not None:
                await self._verser(send)
        finally:
            if self.reste is not None:
                await self.loop.run_in_executor(self.executor, self.reste.close)

    def wsgi(self, environ, start_response) -> None:
        corps = self.requete.corps
        taille = str(corps.seek(0, 2))
        corps.seek(0)
        # What came by pieces has a length now; what was too much keeps the one that it declared, for the page to say so.
        environ = {**environ, "wsgi.input": corps, "CONTENT_LENGTH": environ.get("CONTENT_LENGTH") or taille}
        suite = self.app(environ, start_response)
        if getattr(suite, "sans_base", False):
            self.reste = suite
            return
        try:
            for morceau in suite:
                self.send({"type": "http.response.body", "body": morceau, "more_body": True})
            self.send({"type": "http.response.body", "body": b""})
        finally:
            getattr(suite, "close", lambda: None)()

    def send(self, message) -> None:
        attendre(asyncio.run_coroutine_threadsafe(self.send_queue.put(message), loop=self.loop), self.loop)

    async def _verser(self, send) -> None:
        robinet, morceaux = Robinet(self.requete), iter(self.reste)
        try:
            while not robinet.perdu:
                morceau = await self.loop.run_in_executor(self.executor, next, morceaux, None)
                if morceau is None:
                    break
                await send({"type": "http.response.body", "body": morceau, "more_body": True})
                await robinet.ouvert.wait()
        finally:
            robinet.lacher()
        await send({"type": "http.response.body", "body": b""})


class Pages(WSGIMiddleware):
    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] == "http":
            await Repondeur(self.app, self.executor, self.send_queue_size)(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
