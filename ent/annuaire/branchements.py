"""What this room plugs into the rest of the product, once, when it starts."""

from ent.coquille.assemblages import enregistrer_assemblage

from . import sceaux  # noqa: F401  (each connection of SQLite is told of the purge)
from .journal import enregistrer_phrases
from .verbes import VERBES

enregistrer_phrases("annuaire", VERBES)
enregistrer_assemblage("gens.css", "annuaire/css/gens.css", apres="style.css")
enregistrer_assemblage("gens.js", "annuaire/js/chercher-gens.js", "annuaire/js/tout-cocher.js")
