"""What this room plugs into the rest of the product, once, when it starts."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire import etages
from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.registres import Genre, enregistrer_genre
from ent.annuaire.traitement import enregistrer_traitements
from ent.coquille.agent import Gardee, enregistrer_gardee
from ent.coquille.aide import enregistrer_aides
from ent.coquille.assemblages import completer, enregistrer_assemblage

from . import lectures, lieux
from .aides import AIDES
from .models import Fichier
from .registres import enregistrer_depot
from .reglages_declares import FICHIERS, REGLAGES
from .traitements import TRAITEMENTS
from .verbes import VERBES

enregistrer_phrases("fichiers", VERBES, sorte=("fichiers", _("Fichiers et photos")))
enregistrer_aides(AIDES)
etages.enregistrer_rubrique(FICHIERS, _("Photos et fichiers"), ordre=50)
etages.enregistrer_reglages(REGLAGES)
enregistrer_traitements(*TRAITEMENTS)
enregistrer_genre("fichier", Genre(Fichier, classe="classe"))
for nom, ouvrir in [("classe", lieux.classe), ("groupe", lieux.groupe), ("ecole", lieux.ecole)]:
    enregistrer_depot(nom, ouvrir)

# Of a page that a parent's own phone keeps: its small images, never what is taken away whole.
enregistrer_gardee(
    Gardee(
        "fichiers_servir",
        pour=lambda request: request.path.endswith(("/320", "/800")) and not request.GET,
        cle="uuid",
        parmi=Fichier.objects.lisibles_par,
        a_jour=lectures.a_jour,
    )
)

# --- Assets -------------------------------------------------------------------------------------------------------------
completer("style.css", "fichiers/css/depot.css")
completer("atelier.js", "fichiers/js/envoi.js")
completer("atelier.js", "fichiers/js/visages.js")
# A photo over any page: its sheet stands alone, since the page that is underneath has already the frame's.
enregistrer_assemblage("visionneuse.css", "fichiers/css/visionneuse.css")
enregistrer_assemblage("visionneuse.js", "fichiers/js/visionneuse.js")
enregistrer_assemblage("visages.css", "fichiers/css/visages.css", apres="style.css")
enregistrer_assemblage("flouter.js", "fichiers/js/flouter.js")
