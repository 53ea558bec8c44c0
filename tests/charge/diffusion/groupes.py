"""The common way: a consumer of Channels, a group, the pub/sub layer of Redis. What comes on /emettre goes to the group."""

import os

from django.conf import settings

settings.configure(
    SECRET_KEY="bare",
    CHANNEL_LAYERS={
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [os.environ["REDIS_URL"]]},
        }
    },
)

import django  # noqa: E402

django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import path  # noqa: E402


class Lecteur(AsyncWebsocketConsumer):
    groups = ["fil"]

    async def trame(self, event) -> None:
        await self.send(text_data=event["texte"])


class Emetteur(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None) -> None:
        await self.channel_layer.group_send("fil", {"type": "trame", "texte": text_data})


application = ProtocolTypeRouter(
    {"websocket": URLRouter([path("ws/", Lecteur.as_asgi()), path("emettre", Emetteur.as_asgi())])}
)
