"""Whether the socket of a browser is served, or closed as soon as it is open."""

from asgiref.sync import async_to_sync
from channels.testing import WebsocketCommunicator

from ent.annuaire.models import Personne
from ent.diffusion.consumers import CODE_INCONNU, signaux


def est_servie(personne: Personne | None = None, cookies: str = "") -> bool:
    """Of this person, or of whose cookies these are."""

    async def ouvrir() -> bool:
        prise = WebsocketCommunicator(signaux, "/ws/", headers=[(b"cookie", cookies.encode())] if cookies else [])
        if personne:
            prise.scope["user"] = personne
        ouverte, _protocole = await prise.connect()
        assert ouverte
        est_fermee = not await prise.receive_nothing()
        if est_fermee:
            assert await prise.receive_output() == {"type": "websocket.close", "code": CODE_INCONNU}
        await prise.disconnect()
        return not est_fermee

    return async_to_sync(ouvrir)()
