"""A page that never ends, one that reads late what it was sent, one that says what it read, and a film: served as ours are, for
`test_serveur.py`.
"""

import time

from channels.routing import ProtocolTypeRouter

from ent.socle.rustines import daphne_formulaires
from ent.socle.rustines.a2wsgi_pages import Pages

MO = 1_000_000
FILM = 40  # pieces of a quarter of a million bytes


class Film:
    """Asks the database nothing."""

    sans_base = True

    def __init__(self, repondre) -> None:
        repondre("200 OK", [("Content-Length", str(FILM * MO // 4))])

    def __iter__(self):
        return (bytes([n]) * (MO // 4) for n in range(FILM))

    def close(self) -> None:
        print("film rendu", flush=True)


def page(environ, start_response):
    if environ["PATH_INFO"].startswith("/film"):
        time.sleep(len(environ["QUERY_STRING"]) / 10)  # one that takes its time
        return Film(start_response)
    return lente(environ, start_response) if environ["PATH_INFO"] == "/" else lue(environ, start_response)


def lue(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    recu = environ["wsgi.input"].read()
    return [f"{environ['CONTENT_LENGTH']} {len(recu)} {sum(recu[-9:])}".encode()]


def lente(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    yield b"voici "
    if environ["REQUEST_METHOD"] == "POST":
        time.sleep(2)
        environ["wsgi.input"].read(3)
    while True:
        yield b"encore " * 1000
        time.sleep(0.05)


daphne_formulaires.laisser_a_la_page(lambda chemin, cookies: (MO, b"connu" in cookies))
application = ProtocolTypeRouter({"http": Pages(page, workers=2)})
