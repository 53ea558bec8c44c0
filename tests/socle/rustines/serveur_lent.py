"""A page that never ends, and one that reads late what it was sent, served as ours are: what `test_pages.py` stops."""

import time

from channels.routing import ProtocolTypeRouter

from ent.socle.rustines import daphne_formulaires
from ent.socle.rustines.a2wsgi_pages import Pages


def page(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    yield b"voici "
    if environ["REQUEST_METHOD"] == "POST":
        time.sleep(2)
        environ["wsgi.input"].read(3)
    while True:
        yield b"encore " * 1000
        time.sleep(0.05)


daphne_formulaires.laisser_a_la_page()
application = ProtocolTypeRouter({"http": Pages(page, workers=2)})
