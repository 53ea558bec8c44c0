"""What this room plugs into the rest of the product, once, when it starts."""

from . import sceaux  # noqa: F401  (each connection of SQLite is told of the purge)
from .journal import enregistrer_phrases
from .verbes import VERBES

enregistrer_phrases("annuaire", VERBES)
