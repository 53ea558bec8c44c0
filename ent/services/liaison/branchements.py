"""What dossiers de liaison plug into the rest of the product, once, when it starts."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.traitement import enregistrer_traitements

from .traitements import SANS_PERSONNE, TRAITEMENTS
from .verbes import VERBES

enregistrer_phrases("liaison", VERBES, sorte=("liaison", _("Dossiers de liaison")))
enregistrer_traitements(*TRAITEMENTS, sans_personne=SANS_PERSONNE)
