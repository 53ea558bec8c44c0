"""What this room plugs into the rest of the product, once, when it starts."""

from ent.annuaire.journal import enregistrer_phrases
from ent.coquille.places import Fragment, enregistrer_fragment

from .verbes import VERBES

enregistrer_phrases("connexion", VERBES)
enregistrer_fragment(Fragment("classe.liens", "connexion/_liens_classe.html", ordre=10))
