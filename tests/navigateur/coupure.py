"""The server of the tests out of reach, without being stopped: its door is closed, and what was open is cut.

SIGUSR1 cuts, SIGUSR2 gives back. A start costs five seconds of processor, and its first pages two more.
"""

import signal
from weakref import WeakSet


def regler() -> None:
    """In the server's process, once its reactor is there (daphne installs it) and before it listens."""
    from twisted.internet import reactor, tcp

    portes: list[tcp.Port] = []
    ouvertes: WeakSet[tcp.Server] = WeakSet()
    naitre = tcp.Server.__init__

    def suivre(connexion, *arguments, **options) -> None:
        naitre(connexion, *arguments, **options)
        ouvertes.add(connexion)

    def couper() -> None:
        portes.extend(lecteur for lecteur in reactor.getReaders() if isinstance(lecteur, tcp.Port))
        for porte in portes:
            porte.stopListening()
        for connexion in [*ouvertes]:
            connexion.abortConnection()

    def rendre() -> None:
        while portes:
            portes.pop().startListening()

    tcp.Server.__init__ = suivre
    signal.signal(signal.SIGUSR1, lambda *_recu: reactor.callFromThread(couper))
    signal.signal(signal.SIGUSR2, lambda *_recu: reactor.callFromThread(rendre))
