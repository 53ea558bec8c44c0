"""A page that never ends, served as ours are: what `test_pages.py` stops."""

import time

from channels.routing import ProtocolTypeRouter

from config.pages import Pages


def page(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    while True:
        yield b"encore " * 1000
        time.sleep(0.05)


application = ProtocolTypeRouter({"http": Pages(page, workers=2)})
