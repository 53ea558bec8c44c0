"""A frame handed to the kernel at once, for a socket of daphne whose buffer is empty.

No queue, no task and no turn of the loop per socket: sixty browsers are told in a millisecond. Daphne gives its consumers
`partial(handle_reply, protocol)`; the protocol is autobahn's, its transport Twisted's, whose buffer and whose one system call
have no public name.
"""

import functools
import sys
from typing import Any

ESSAYEE = {"daphne": "4.2.3", "autobahn": "26.10.2", "Twisted": "26.10.0"}


def protocole_de(send: Any) -> Any | None:
    """The protocol behind this `send`, when the server is daphne and its transport is bare. Not TLS, whose buffer is another: a proxy does that."""
    if not (isinstance(send, functools.partial) and send.args and "daphne.ws_protocol" in sys.modules):
        return None
    # Imported here alone: pages and workers know the hub too, and need no server.
    from daphne.ws_protocol import WebSocketProtocol
    from twisted.internet.tcp import Connection

    protocole = send.args[0]
    return (
        protocole if isinstance(protocole, WebSocketProtocol) and isinstance(protocole.transport, Connection) else None
    )


def ecrire(protocole: Any, octets: bytes, attente_max: int) -> bool:
    """Now, or behind what waits already; False, and nothing, when more than `attente_max` bytes do."""
    transport = protocole.transport
    if not transport.dataBuffer and not transport._tempDataBuffer:
        ecrits = transport.writeSomeData(octets)
        if ecrits == len(octets):
            return True
        if isinstance(ecrits, int):
            octets = octets[ecrits:]
    elif len(transport.dataBuffer) + transport._tempDataLen > attente_max:
        return False
    transport.write(octets)  # the loop goes on when the kernel takes more, or finds that the connection is lost
    return True
