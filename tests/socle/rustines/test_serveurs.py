"""What daphne, Twisted and a2wsgi are still made of, as `daphne_formulaires`, `daphne_transport` and `a2wsgi_pages` lean on it.

`test_serveur.py` and `tests/diffusion/test_prises.py` run the server itself.
"""

import inspect
import socket

import pytest
from a2wsgi import wsgi
from daphne.http_protocol import WebRequest
from daphne.server import Server
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet import reactor
from twisted.internet.tcp import Connection
from twisted.web import http

from ent.socle.rustines import a2wsgi_pages, daphne_formulaires, daphne_transport


def test_a_request_of_twisted_takes_the_option_and_one_of_daphne_passes_it_on(monkeypatch):
    for nom in ("__init__", "gotLength", "handleContentChunk", "requestReceived"):
        monkeypatch.setattr(WebRequest, nom, getattr(WebRequest, nom))
    monkeypatch.setattr(Server, "create_application", Server.create_application)
    recus = []
    monkeypatch.setattr(http.Request, "__init__", lambda *a, **options: recus.append(options) or 1 / 0)
    daphne_formulaires.laisser_a_la_page(lambda chemin, cookies: (1, True))
    with pytest.raises(ZeroDivisionError):
        WebRequest("canal")
    assert recus == [{"parsePOSTFormSubmission": False}]
    monkeypatch.undo()
    assert inspect.signature(http.Request.__init__).parameters["parsePOSTFormSubmission"].default is True


class Noyau(Connection):
    """A connection of Twisted on a pair of sockets; the loop is not run: what waits, waits."""

    def __init__(self) -> None:
        ici, self.en_face = socket.socketpair()
        ici.setblocking(False)
        super().__init__(ici, None, reactor)
        self.connected = True

    def startWriting(self) -> None:
        self.attend = True


class Protocole:
    def __init__(self) -> None:
        self.transport = Noyau()


@pytest.fixture
def protocole():
    protocole = Protocole()
    yield protocole
    protocole.transport.socket.close()
    protocole.transport.en_face.close()


def test_a_frame_is_in_the_kernel_when_the_call_returns(protocole):
    assert daphne_transport.ecrire(protocole, b"trame", 10)
    assert protocole.transport.en_face.recv(100) == b"trame"
    assert not hasattr(protocole.transport, "attend")


def test_what_the_kernel_does_not_take_waits_in_order_and_no_more_than_so_much(protocole):
    gros = bytes(range(256)) * 40_000
    assert daphne_transport.ecrire(protocole, gros, 10)
    reste = len(protocole.transport.dataBuffer) + protocole.transport._tempDataLen
    assert 0 < reste < len(gros) and protocole.transport.attend
    assert not daphne_transport.ecrire(protocole, b"de trop", reste - 1)
    assert daphne_transport.ecrire(protocole, b"apres", reste)
    attendent = bytes(protocole.transport.dataBuffer) + b"".join(protocole.transport._tempDataBuffer)
    assert attendent == gros[-reste:] + b"apres"


def test_only_a_socket_of_daphne_is_written_straight():
    """The rest is told by ASGI. `tests/diffusion/test_prises.py` asks the server that it is one."""
    assert daphne_transport.protocole_de(lambda message: None) is None
    assert list(inspect.signature(WebSocketProtocol.handle_reply).parameters) == ["self", "message"]


def test_what_waits_in_a2wsgi_is_what_we_wait_for():
    """Both waits of a page for its loop are these two methods; ours replaces one, and reads no body of theirs."""
    source = inspect.getsource(wsgi)
    assert source.count("run_coroutine_threadsafe") == 2
    assert "run_coroutine_threadsafe" in inspect.getsource(wsgi.Body._receive_more_data)
    assert "run_coroutine_threadsafe" in inspect.getsource(wsgi.WSGIResponder.send)
    assert source.count(" Body(") == 1 and source.count(" WSGIResponder(") == 1
    mere = inspect.getsource(a2wsgi_pages.Repondeur.__mro__[1].__init__)
    assert [t for t in ("app", "executor", "loop", "send_queue") if f"self.{t} = " not in mere] == []


def test_twisted_tells_a_request_what_comes_and_when_its_socket_is_full():
    assert "self._path = " in inspect.getsource(http.HTTPChannel.lineReceived)
    assert "req.gotLength(self.length)" in inspect.getsource(http.HTTPChannel.allHeadersReceived)
    assert "req.requestReceived(" in inspect.getsource(http.HTTPChannel.allContentReceived)
    for nom in ("pauseProducing", "resumeProducing", "stopProducing"):
        assert f"self._requestProducer.{nom}()" in inspect.getsource(getattr(http.HTTPChannel, nom))
    assert "self.content.read(buffer_size)" in inspect.getsource(WebRequest)
