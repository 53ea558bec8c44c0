"""What dossiers de liaison plug into the rest of the product, once, when it starts."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.traitement import enregistrer_traitements
from ent.diffusion.registres import enregistrer_public
from ent.diffusion.sortes import Rubrique, Sorte, enregistrer_sorte, famille

from . import evenements
from .models import Dossier
from .traitements import SANS_PERSONNE, TRAITEMENTS
from .verbes import VERBES

enregistrer_phrases("liaison", VERBES, sorte=("liaison", _("Dossiers de liaison")))
enregistrer_traitements(*TRAITEMENTS, sans_personne=SANS_PERSONNE)

# --- News ---------------------------------------------------------------------------------------------------------------
DES_FAMILLES = (evenements.MONTRE, evenements.RELANCE)
enregistrer_sorte(Sorte("liaison", _("Dossier pour l’an prochain"), DES_FAMILLES, Rubrique.A_FAIRE, pour=famille))
for nature in DES_FAMILLES:
    enregistrer_public(nature, Dossier.objects.publics)
