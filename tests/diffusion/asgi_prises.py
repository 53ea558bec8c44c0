"""The sockets of the product under a real daphne, with neither session nor database: /ws/?<id of the person>.

Over HTTP the test publishes (`/?destinataires=1,2&taille=10&texte=x`) and asks how many people are connected (`/`).
"""

from urllib.parse import parse_qs

import django

django.setup()

from ent.annuaire.models import Personne  # noqa: E402
from ent.diffusion.consumers import signaux  # noqa: E402
from ent.diffusion.hub import hub  # noqa: E402
from ent.diffusion.prises import PriseDirecte  # noqa: E402


async def application(scope, receive, send) -> None:
    if scope["type"] == "websocket":
        quelqu_un = Personne(pk=int(scope["query_string"]))
        quelqu_un.portee._liens = [
            [] for _lecture in range(11)
        ]  # no tie, so no second key: nothing is asked of a database
        await signaux(scope | {"user": quelqu_un}, receive, send)
        return
    demande = {cle: valeurs[0] for cle, valeurs in parse_qs(scope["query_string"].decode()).items()}
    if demande:
        # The short way is really the one that is taken.
        assert {type(prise) for prises in hub.prises.values() for prise in prises} <= {PriseDirecte}
        texte = demande["texte"] + "." * int(demande["taille"])
        hub.servir(map(int, demande["destinataires"].split(",")), texte)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(len(hub.prises)).encode()})
