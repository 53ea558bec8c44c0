"""The shared cache: Django's, with one Redis client per pool instead of one per reading."""

from django.core.cache.backends.redis import RedisCache, RedisCacheClient


class ClientGarde(RedisCacheClient):
    """A Redis client is safe between threads and costs more to make than a reading costs to send."""

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **options)
        self._clients: dict = {}

    def get_client(self, key=None, *, write=False):
        bassin = self._get_connection_pool(write)
        if bassin not in self._clients:
            self._clients[bassin] = self._client(connection_pool=bassin)
        return self._clients[bassin]


class Redis(RedisCache):
    def __init__(self, server, params) -> None:
        super().__init__(server, params)
        self._class = ClientGarde
