"""A service that comes to exchange a code is read by a query compiled once, and not at each of its requests.

django-allauth's OpenID Connect provider builds its query anew each time, twice a sign-in: a seventh of what that takes. The name that it
reads clients by is a module's, and no adapter gives another. Clients described by a URL (CIMD), which the product does not open, stay the library's.
"""

from typing import Any

from django.db.models import Q

from ent.socle.preparees import Preparee

ESSAYEE = {"django-allauth": "65.21.1"}


def _clients() -> Any:
    from allauth.idp.oidc.models import Client

    return Client.objects.all()


CLIENTS = Preparee(_clients)


def garder_la_question_des_clients() -> None:
    from allauth.idp.oidc import app_settings
    from allauth.idp.oidc.internal.oauthlib import request_validator

    d_avant = request_validator.lookup_client

    def client_lu(client_id: str) -> Any:
        if app_settings.CIMD_ENABLED:
            return d_avant(client_id)
        lus = CLIENTS.lire(Q(pk=client_id))
        return lus[0] if lus else None

    request_validator.lookup_client = client_lu
