"""What this room plugs into the rest of the product, once, when it starts."""

from .journal import enregistrer_phrases
from .verbes import VERBES

enregistrer_phrases("annuaire", VERBES)
