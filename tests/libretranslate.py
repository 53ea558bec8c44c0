"""A machine that translates, for tests: a real HTTP server that speaks LibreTranslate's API, in every humour."""

import contextlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


class LibreTranslate(BaseHTTPRequestHandler):
    """Answers as the server's `humeur` says, and remembers what it was sent."""

    def do_POST(self):
        recu = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.recus.append((self.path, recu))
        humeur = self.server.humeur
        if humeur == "lente":
            time.sleep(1)
        if humeur == "detour":
            self.send_response(302)
            self.send_header("Location", "/ailleurs")
            self.end_headers()
            return
        corps = {
            "bonne": json.dumps({"translatedText": f"[{recu['target']}] {recu['q']}"}).encode(),
            "charabia": b"<html>Bad gateway</html>",
            "autre": b'{"error": "quota"}',
            "nombre": b'{"translatedText": 12}',
            "vide": b'{"translatedText": " "}',
            "liste": b"[1, 2]",
            "enorme": b'{"translatedText": "' + b"a" * 600_000 + b'"}',
        }.get(humeur, b"{}")
        self.send_response(500 if humeur == "500" else 403 if humeur == "403" else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(corps) + (100 if humeur == "coupee" else 0)))
        self.end_headers()
        if humeur == "goutte":
            return
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(corps)

    def log_message(self, *_arguments):
        """Tests are silent."""


@pytest.fixture
def machine(settings):
    serveur = ThreadingHTTPServer(("127.0.0.1", 0), LibreTranslate)
    serveur.humeur, serveur.recus = "bonne", []
    fil = threading.Thread(target=serveur.serve_forever, kwargs={"poll_interval": 0.05})
    fil.start()
    settings.ENT_TRADUCTION_URL = f"http://127.0.0.1:{serveur.server_port}"
    yield serveur
    serveur.shutdown()
    fil.join()
    serveur.server_close()
