"""ASGI entry point: daphne serves pages (through WSGI threads, twice as fast) and the WebSocket in one process."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator, WebsocketDenier
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import path, re_path

from ent.socle.rustines import daphne_formulaires, python_pile
from ent.socle.rustines.a2wsgi_pages import Pages

from . import ramasse_miettes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
with ramasse_miettes.en_chargeant():
    pages = Pages(python_pile.au_large(get_wsgi_application()), workers=8)

from ent.diffusion import ouvrier
from ent.diffusion.consumers import signaux
from ent.fichiers import envois, sas

daphne_formulaires.laisser_a_la_page(envois.admis)

application = ProtocolTypeRouter(
    {
        "http": pages,
        "websocket": AllowedHostsOriginValidator(
            URLRouter([path("ws/", signaux), re_path("", WebsocketDenier.as_asgi())])
        ),
    }
)

ramasse_miettes.regler()
if settings.ENT_TACHES_DANS_LE_SERVEUR:
    sas.ouvrir()
    ouvrier.demarrer()
