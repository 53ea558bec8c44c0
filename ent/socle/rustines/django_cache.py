"""The shared cache: Django's, with one Redis client per pool instead of one per reading, and a shelter while Redis is away.

Nothing there is the truth: sessions are rows too, and brakes count again. So a Redis that stops costs no page: for as long,
each process keeps its own cache. What it changed meanwhile is dropped from Redis before anything is read there again: a
session that was ended must not come back with it.
"""

import time
from collections.abc import Callable
from typing import Any

import redis
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient

ESSAYEE = {"Django": "6.1.3", "redis": "8.1.0"}

PAUSE = 1.0  # seconds before a Redis that did not answer is asked again
PERDU = (redis.ConnectionError, redis.TimeoutError)
PAR_CLE, PAR_LOT = ("add", "get", "set", "touch", "delete", "has_key", "incr"), ("get_many", "set_many", "delete_many")


class ClientGarde(RedisCacheClient):
    """A Redis client is safe between threads and costs more to make than a reading costs to send."""

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **options)
        self._clients: dict = {}
        self._abri = LocMemCache("abri", {})
        self._coupe_jusqu_a = 0.0
        self._changees: set[str] = set()

    def get_client(self, key=None, *, write=False):
        bassin = self._get_connection_pool(write)
        if bassin not in self._clients:
            self._clients[bassin] = self._client(connection_pool=bassin)
        return self._clients[bassin]

    def _sinon_a_l_abri(self, nom: str, cles: list[str], gestes: tuple) -> Any:
        if time.monotonic() >= self._coupe_jusqu_a:
            try:
                if changees := list(self._changees):
                    RedisCacheClient.delete_many(self, changees)
                    self._abri.delete_many(changees)
                    self._changees.difference_update(changees)
                return getattr(RedisCacheClient, nom)(self, *gestes)
            except PERDU:
                self._coupe_jusqu_a = time.monotonic() + PAUSE
        if not nom.startswith(("get", "has")):
            self._changees.update(cles)
        return getattr(self._abri, nom)(*gestes)


def _geste(nom: str) -> Callable:
    def faire(self: ClientGarde, cles, *autres):
        return self._sinon_a_l_abri(nom, [cles] if nom in PAR_CLE else list(cles), (cles, *autres))

    return faire


for _nom in (*PAR_CLE, *PAR_LOT):
    setattr(ClientGarde, _nom, _geste(_nom))


_clients: dict[str, ClientGarde] = {}


def du_processus(serveurs: list[str], **options) -> ClientGarde:
    """The client of these servers, one for the whole process. Django makes a cache for each thread and for each WebSocket: each
    kept, for as long as it lasted, a client and a connection of its own.
    """
    cle = ";".join(serveurs)
    return _clients.get(cle) or _clients.setdefault(cle, ClientGarde(serveurs, **options))


class Redis(RedisCache):
    def __init__(self, server, params) -> None:
        super().__init__(server, params)
        self._class = du_processus
