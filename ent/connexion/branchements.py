"""What this room plugs into the rest of the product, once, when it starts."""

from ent.annuaire.journal import enregistrer_phrases
from ent.coquille.assemblages import completer
from ent.coquille.places import Fragment, enregistrer_fragment
from ent.diffusion.registres import enregistrer_porte

from .lectures import second_facteur_manque
from .verbes import VERBES

enregistrer_phrases("connexion", VERBES)
enregistrer_fragment(Fragment("classe.liens", "connexion/_liens_classe.html", ordre=10))

enregistrer_porte(lambda personne: not second_facteur_manque(personne))

# --- Assets -------------------------------------------------------------------------------------------------------------
completer("style.css", "connexion/css/liste-eleves.css", "connexion/css/mur.css", "connexion/css/secret.css")
completer("script.js", "connexion/js/mot-de-passe.js")
