"""The product's own entry point, its clock set, behind a door of TLS where there is one; an address of the tests makes it forget what it keeps in memory."""

import os

from tests.navigateur import coupure, enveloppe, horloge

horloge.regler()
coupure.regler()

from django.core.cache import cache  # noqa: E402

from config.asgi import application as produit  # noqa: E402  (the clock is set before anything reads it)
from tests.navigateur.serveur import OUBLIER  # noqa: E402

if derriere_une_porte := enveloppe.CERTIFICAT in os.environ:
    enveloppe.regler()


async def application(scope, receive, send):
    if derriere_une_porte and scope["type"] == "http":
        scope = {**scope, "scheme": "https"}
    if scope["type"] != "http" or scope["path"] != OUBLIER:
        return await produit(scope, receive, send)
    cache.clear()
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})
