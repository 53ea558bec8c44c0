"""What keepsakes plug into the rest of the product, once, when it starts."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.registres import enregistrer_identite, enregistrer_liens_changes
from ent.annuaire.traitement import enregistrer_traitements
from ent.coquille.aide import enregistrer_aides
from ent.coquille.places import Fragment, enregistrer_fragment
from ent.diffusion.periodique import Periodique, enregistrer_periodique
from ent.diffusion.registres import enregistrer_nouvelle_de_depart, enregistrer_public, enregistrer_redite
from ent.diffusion.sortes import Rubrique, Sorte, enregistrer_sorte, famille
from ent.fichiers.registres import enregistrer_cles_gardees, enregistrer_image_changee, enregistrer_retrait
from ent.portail.registres import Entree, Rayon, enregistrer_entree, enregistrer_recit

from . import actions, evenements, tuiles
from .aides import AIDES
from .models import AlbumSouvenir
from .traitements import TRAITEMENTS
from .verbes import VERBES

enregistrer_phrases("souvenirs", VERBES, sorte=("souvenirs", _("Albums souvenirs")))
enregistrer_aides(AIDES)
enregistrer_traitements(*TRAITEMENTS)
enregistrer_entree(
    Entree(
        "souvenirs",
        _("Garder ses souvenirs"),
        "coeur",
        "famille",
        "souvenirs",
        Rayon.RETROUVER,
        etat=tuiles.etat,
        d_un_enfant=True,
    )
)
enregistrer_fragment(Fragment("compte.donnees", "souvenirs/_lien_des_donnees.html", tuiles.pour_qui_a_un_enfant))
enregistrer_sorte(Sorte("souvenirs", _("Albums souvenirs"), (evenements.PRET,), Rubrique.A_REGARDER, pour=famille))
enregistrer_public(evenements.PRET, AlbumSouvenir.objects.publics)
enregistrer_redite(evenements.PRET, lambda albums: dict.fromkeys(albums, actions.dire_pret))
enregistrer_nouvelle_de_depart(evenements.PRET)  # a family keeps what is of a child who left
enregistrer_recit(evenements.PRET, tuiles.raconter)
enregistrer_identite(AlbumSouvenir, "demandeur", ("eleve_id",))

# --- What an album may hold changed -------------------------------------------------------------------------------------
enregistrer_retrait(lambda eleves: actions.rejuger_plus_tard(eleves=eleves))
enregistrer_liens_changes(lambda enfants: actions.rejuger_plus_tard(eleves=enfants))
enregistrer_image_changee(lambda fichiers: actions.rejuger_plus_tard(fichiers=fichiers))
enregistrer_cles_gardees(actions.cles_du)
enregistrer_periodique(Periodique("souvenirs.reprises", actions.reprendre, dt.timedelta(minutes=5)))
enregistrer_periodique(Periodique("souvenirs.tournee", actions.tournee, dt.timedelta(days=1)))
