"""What this room plugs into the rest of the product, once, when it starts."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from ent.annuaire import sceaux
from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.registres import (
    enregistrer_changement_de_classe,
    enregistrer_identite,
    enregistrer_travail_donne,
    enregistrer_travail_rendu,
)
from ent.annuaire.traitement import enregistrer_traitements

from . import expedition, receptions, vapid  # noqa: F401  (receptions listens to comings and goings)
from .actions import congedier_les_sessions, perdus
from .models import Notification
from .periodique import Periodique, enregistrer_periodique
from .traitements import SANS_PERSONNE, TRAITEMENTS
from .verbes import VERBES

vapid.verifier()
enregistrer_phrases("diffusion", VERBES, sorte=("nouvelles", _("Nouvelles et courriels")))
enregistrer_traitements(*TRAITEMENTS, sans_personne=SANS_PERSONNE)
enregistrer_identite(Notification, "destinataire", ("nature", "objet_id", "eleve_id"))
enregistrer_changement_de_classe(perdus.oublier_la_classe, perdus.rendre_la_classe)
enregistrer_travail_rendu(perdus.oublier_l_illisible)
# Their sockets were judged by what they were before: each browser asks again whether its own opens, and nobody is signed out.
enregistrer_travail_donne(lambda personnes: congedier_les_sessions(personnes=personnes))
enregistrer_periodique(Periodique("annuaire.sceaux", sceaux.sceller))
enregistrer_periodique(Periodique("diffusion.perdus", perdus.oublier_le_travail_fini, dt.timedelta(days=1)))
enregistrer_periodique(Periodique("diffusion.resumes", expedition.resumes))
enregistrer_periodique(Periodique("diffusion.poussees", expedition.poussees_dues))
enregistrer_periodique(Periodique("diffusion.purge", expedition.purge, dt.timedelta(days=1)))
