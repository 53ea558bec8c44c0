"""WSGI entry point: pages, under gunicorn or inside daphne (config.asgi)."""

import os

from django.core.wsgi import get_wsgi_application

from ent.socle.rustines import django_traductions

from . import ramasse_miettes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
django_traductions.reunir()
ramasse_miettes.regler()
