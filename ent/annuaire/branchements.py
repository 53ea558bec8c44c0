"""What this room plugs into the rest of the product, once, when it starts."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import enregistrer_aides
from ent.coquille.assemblages import enregistrer_assemblage
from ent.coquille.places import Fragment, enregistrer_fragment

from . import sceaux  # noqa: F401  (each connection of SQLite is told of the purge)
from .aides import AIDES
from .journal import enregistrer_phrases
from .lectures import ecoles
from .models import Classe, Groupe, Personne, Responsabilite
from .registres import EtatDEcole, Genre, enregistrer_etat_d_ecole, enregistrer_genre
from .verbes import VERBES

enregistrer_phrases("annuaire", VERBES, sorte=("ecole", _("École, équipe et familles")))
enregistrer_aides(AIDES)
enregistrer_fragment(Fragment("territoire.services", "annuaire/_lien_qui_repond.html"))
enregistrer_assemblage("gens.css", "annuaire/css/gens.css", apres="style.css")
enregistrer_assemblage("gens.js", "annuaire/js/chercher-gens.js", "annuaire/js/tout-cocher.js")

# Whom lines of the journal are about. A person is of no school by themself: who reads the line says whom they know.
for nom, genre in [
    ("personne", Genre(Personne, ecole="", personnes=("pk",))),
    ("classe", Genre(Classe, classe="pk")),
    ("groupe", Genre(Groupe, groupe="pk")),
    ("responsabilite", Genre(Responsabilite, personnes=("adulte", "enfant"))),
]:
    enregistrer_genre(nom, genre)

for nom, libelle, ou in [
    ("sans_direction", _("Sans direction"), ecoles.sans_direction),
    ("sans_classe", _("Pas encore de classe"), ecoles.sans_classe),
    ("sans_compte", _("Aucun compte ouvert"), ecoles.sans_compte),
]:
    enregistrer_etat_d_ecole(EtatDEcole(nom, libelle, ou, ordre=10))

enregistrer_assemblage("ecoles.css", "annuaire/css/ecoles.css", apres="style.css")
