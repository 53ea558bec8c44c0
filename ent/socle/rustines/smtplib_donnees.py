"""The moment when a recipient is accepted and the content has not left.

Django's backend does the whole exchange in one call; the moment that matters is inside it, hence the method that is put in the
way of one connection, for the time of one message.
"""

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

ESSAYEE = {"Python": "3.13"}


@contextmanager
def avant_le_contenu(serveur: smtplib.SMTP, faire: Callable[[], None]) -> Iterator[None]:
    """`faire` is called right before the content of each message leaves; nothing leaves if it raises."""
    donnees = serveur.data

    def data(contenu):
        faire()
        return donnees(contenu)

    setattr(serveur, "data", data)  # noqa: B010  (an instance's own)
    try:
        yield
    finally:
        vars(serveur).pop("data", None)
