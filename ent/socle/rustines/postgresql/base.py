"""Django's PostgreSQL, whose health check asks the socket before it asks the server.

A server that stops says so and closes: the socket of each of its connections has then something to read, which costs nothing
to know. « SELECT 1 » is left for those, and for connections idle long enough to have been dropped without a word on the way.
"""

import select
import time

from django.db.backends.postgresql import base

from .. import psycopg_requetes

ESSAYEE = {"Django": "6.1.3", "psycopg": "3.3.9"}

psycopg_requetes.retenir_les_longues()

OISIVETE = 30  # seconds without a page after which silence proves nothing


class DatabaseWrapper(base.DatabaseWrapper):
    _eprouvee_a = float("-inf")

    def connect(self) -> None:
        super().connect()
        self._eprouvee_a = time.monotonic()

    def close_if_health_check_failed(self) -> None:
        if self.health_check_enabled and not self.health_check_done and self._est_vive():
            self.health_check_done = True
        super().close_if_health_check_failed()
        if self.health_check_done:
            self._eprouvee_a = time.monotonic()

    def _est_vive(self) -> bool:
        """Used a moment ago, and the server has said nothing since."""
        if self.connection is None or self.pool or time.monotonic() - self._eprouvee_a > OISIVETE:
            return False
        guetteur = select.poll()
        guetteur.register(self.connection.fileno(), select.POLLIN)
        return not guetteur.poll(0)
