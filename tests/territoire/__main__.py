"""`make territoire ECOLES=204`, or `python -m tests.territoire --ecoles 204`: in the database of the product's own settings."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from tests.territoire.commande import Command  # noqa: E402

Command().run_from_argv([sys.argv[0], "territoire", *sys.argv[1:]])
