"""What school life plugs into the rest of the product, once, when it starts."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.registres import enregistrer_liens_changes
from ent.coquille.aide import enregistrer_aides
from ent.coquille.assemblages import enregistrer_assemblage
from ent.coquille.places import Fragment, enregistrer_fragment
from ent.diffusion.registres import enregistrer_public
from ent.diffusion.sortes import Rubrique, Sorte, enregistrer_sorte
from ent.fichiers.registres import enregistrer_droit_a_l_image, enregistrer_refus_d_image, prevenir_les_retraits
from ent.portail.registres import Entree, Rang, Rayon, Tuile, enregistrer_entree, enregistrer_tuile
from ent.socle.differer import enregistrer_ancien_module

from . import tuiles
from .aides import AIDES
from .evenements import consentements as evenements
from .lectures import familles
from .lectures.images import eleves_montrables, refus_d_image
from .models import DemandeConsentement
from .taches import consentements as taches
from .verbes import VERBES

EVENEMENTS = tuple(nom.replace(".", ":") for nom in (evenements.DEMANDE, evenements.CHANGE))

enregistrer_phrases("vie_scolaire", VERBES, sorte=("image", _("Droit à l’image")))
enregistrer_aides(AIDES)
enregistrer_ancien_module("ent.vie_scolaire.taches.consentements", taches)
enregistrer_droit_a_l_image(eleves_montrables)
enregistrer_refus_d_image(refus_d_image)
# A child who leaves, a holder of authority who arrives: what was kept of their images is dropped too.
enregistrer_liens_changes(prevenir_les_retraits)

enregistrer_tuile(
    Tuile(
        nom=familles.TUILE,
        univers="famille",
        rang=Rang.A_ACCORDER,
        gabarit="vie_scolaire/consentements/tuile.html",
        contexte=tuiles.a_repondre,
        evenements=EVENEMENTS,
        questions=familles.questions,
    )
)

enregistrer_sorte(Sorte("autorisations", _("Autorisations demandées"), (evenements.DEMANDE,), Rubrique.ACCORDS))
enregistrer_public(evenements.DEMANDE, DemandeConsentement.objects.publics)

for univers, url in [
    ("famille", "consentements"),
    ("enseignant", "consentements_suivi"),
    ("direction", "consentements_suivi"),
]:
    enregistrer_entree(
        Entree(
            nom=f"consentements_{univers}",
            libelle=_("Droit à l’image"),
            icone="photo",
            univers=univers,
            url_name=url,
            rayon=Rayon.ACCORDS,
            dans_la_barre=False,
        )
    )

enregistrer_fragment(Fragment("eleve.fiche", "vie_scolaire/consentements/_fiche.html", tuiles.droit_a_l_image_de))

# --- Assets -------------------------------------------------------------------------------------------------------------
enregistrer_assemblage(
    "autorisations.css",
    "coquille/css/coupon-page.css",
    "vie_scolaire/css/consentements.css",
    apres="style.css",
)
