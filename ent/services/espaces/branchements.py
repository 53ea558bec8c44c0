"""What spaces between schools plug into the rest of the product, once, when it starts."""

from ent.annuaire.etages import enregistrer_module
from ent.annuaire.registres import enregistrer_identite
from ent.annuaire.traitement import enregistrer_traitements

from .lectures import module
from .models import AdulteDeLEspace, InscriptionVisite
from .reglages_declares import ESPACES
from .traitements import TRAITEMENTS

enregistrer_traitements(*TRAITEMENTS)
enregistrer_module(ESPACES, module.tenu)
enregistrer_identite(AdulteDeLEspace, "personne", ("ecole_id",))
enregistrer_identite(InscriptionVisite, "eleve", ("date_id",))
