"""What a browser sends is bounded before it is read, and is Django's to read, in a thread, from where it was written.

Twisted would parse a form in the loop first, for nobody: a deposit of 100 MB held every socket for 3 s and took 1.2 GB, and a
form without any field was refused (400). Twisted's request has an option for that, which Daphne has no setting for: its
requests pass on whatever they are given. Both take in whatever is sent before anybody is asked, 600 MB as well, and Daphne then lays
all of it in a queue in memory: here the page reads the temporary file itself.
"""

import io
from collections.abc import Callable
from functools import partialmethod

from daphne.http_protocol import WebRequest
from daphne.server import Server

ESSAYEE = {"daphne": "4.2.3", "Twisted": "26.10.0"}
REQUETE = "ent.requete"  # in the scope of a page: Daphne's request
REFUS = b"HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


def laisser_a_la_page(admis: Callable[[str, bytes], tuple[int, bool]]) -> None:
    """For every request that this process will answer. `admis(path, cookies)`: how many bytes it may bring, and whether the page says it
    itself when a request declares more: nothing of it is kept. Otherwise the connection closes.
    """
    WebRequest.__init__ = partialmethod(WebRequest.__init__, parsePOSTFormSubmission=False)
    WebRequest.gotLength = partialmethod(_annoncer, admis)
    WebRequest.handleContentChunk = _recevoir
    WebRequest.requestReceived = partialmethod(_repondre, WebRequest.requestReceived)
    Server.create_application = partialmethod(_confier, Server.create_application)


def _annoncer(requete: WebRequest, admis, longueur: int | None) -> None:
    """The headers have come."""
    chemin = requete.channel._path.partition(b"?")[0].decode("latin-1")
    cookies = b"; ".join(requete.requestHeaders.getRawHeaders(b"cookie", []))
    requete.reste, page_le_dit = admis(chemin, cookies)
    requete.jetee = (longueur or 0) > requete.reste
    super(WebRequest, requete).gotLength(0 if requete.jetee else longueur)
    if requete.jetee and not page_le_dit:
        _refuser(requete)


def _recevoir(requete: WebRequest, morceau: bytes) -> None:
    if requete.jetee:
        return
    requete.reste -= len(morceau)
    if requete.reste < 0:  # by pieces, none of which says how many follow
        requete.jetee = True
        _refuser(requete)
    else:
        requete.content.write(morceau)


def _refuser(requete: WebRequest) -> None:
    requete.requestHeaders.removeHeader(b"expect")
    requete.refusee = True
    requete.channel.transport.write(REFUS)
    requete.channel.loseConnection()


def _repondre(requete: WebRequest, suite, commande: bytes, chemin: bytes, version: bytes) -> None:
    """Everything has come. Daphne finds nothing to lay in memory."""
    if not getattr(requete, "refusee", False):
        requete.corps, requete.content = requete.content, io.BytesIO()
        requete.corps.seek(0)
        suite(requete, commande, chemin, version)


def _confier(serveur: Server, suite, requete, scope: dict):
    return suite(serveur, requete, scope | {REQUETE: requete} if scope["type"] == "http" else scope)
