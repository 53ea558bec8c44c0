"""What this room plugs into the rest of the product, once, when it starts."""

from ent.coquille.aide import enregistrer_aides
from ent.coquille.assemblages import enregistrer_assemblage
from ent.coquille.places import Fragment, enregistrer_fragment

from . import sceaux  # noqa: F401  (each connection of SQLite is told of the purge)
from .aides import AIDES
from .journal import enregistrer_phrases
from .verbes import VERBES

enregistrer_phrases("annuaire", VERBES)
enregistrer_aides(AIDES)
enregistrer_fragment(Fragment("territoire.services", "annuaire/_lien_qui_repond.html"))
enregistrer_assemblage("gens.css", "annuaire/css/gens.css", apres="style.css")
enregistrer_assemblage("gens.js", "annuaire/js/chercher-gens.js", "annuaire/js/tout-cocher.js")
