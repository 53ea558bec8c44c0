"""WSGI entry point: pages, under gunicorn or inside daphne (config.asgi)."""

import os

from django.core.wsgi import get_wsgi_application

from ent.socle.rustines import python_pile

from . import ramasse_miettes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
with ramasse_miettes.en_chargeant():
    application = python_pile.au_large(get_wsgi_application())

from ent.fichiers import sas

sas.ouvrir()
ramasse_miettes.regler()
