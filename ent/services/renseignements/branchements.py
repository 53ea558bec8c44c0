"""What children's records plug into the rest of the product, once, when it starts."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.registres import enregistrer_allergies, enregistrer_identite
from ent.annuaire.registres.enfants import enregistrer_venants
from ent.annuaire.registres.suivre import enregistrer_ce_qui_suit
from ent.annuaire.traitement import enregistrer_traitements
from ent.coquille.aide import enregistrer_aides
from ent.coquille.assemblages import enregistrer_assemblage
from ent.coquille.places import Fragment, enregistrer_fragment
from ent.diffusion.periodique import Periodique, enregistrer_periodique
from ent.diffusion.registres import enregistrer_public, enregistrer_redites_possibles
from ent.diffusion.sortes import Rubrique, Sorte, enregistrer_sorte, famille
from ent.fichiers.registres import enregistrer_depot, enregistrer_porteur
from ent.portail.registres import (
    Attente,
    Constat,
    Entree,
    Rang,
    Rayon,
    Tuile,
    enregistrer_attente,
    enregistrer_constat,
    enregistrer_entree,
    enregistrer_recit,
    enregistrer_tuile,
)

from . import evenements, porteurs, taches, tuiles
from .actions import corrections
from .actions.suivre import suivre
from .aides import AIDES
from .lectures import equipe, familles
from .models import Autorise, Contact, Correction, FicheSante, LecteurSante
from .traitements import TRAITEMENTS
from .verbes import ENTRE_EUX, REPRISES, VERBES

enregistrer_phrases(
    "renseignements", VERBES, sorte=("enfants", _("Fiches des enfants")), entre_eux=ENTRE_EUX, reprises=REPRISES
)
enregistrer_aides(AIDES)
enregistrer_traitements(*TRAITEMENTS)
# Two accounts of one adult become one: what each gave stays given.
enregistrer_identite(Contact, "par", ("pk",))
enregistrer_identite(Autorise, "par", ("pk",))
enregistrer_identite(LecteurSante, "personne", ("etablissement",))
enregistrer_allergies(familles.allergies_de)
enregistrer_venants(equipe.venants_de)
enregistrer_ce_qui_suit(suivre)

# --- Files ------------------------------------------------------------------------------------------------------------
enregistrer_porteur(
    "renseignements.autorise",
    porteurs.des_photos,
    Autorise,
    sans_controle="the face of an adult, for who opens the gate: no pupil is shown by it",
)
enregistrer_porteur(
    "renseignements.sante", porteurs.des_documents, FicheSante, sans_controle="a medical paper of one child"
)
enregistrer_depot("enfant", porteurs.enfant)

# --- Homes and navigation ---------------------------------------------------------------------------------------------
enregistrer_attente(Attente("enfants", tuiles.a_confirmer, (), tuiles.questions_des_familles))
enregistrer_tuile(
    Tuile(
        nom="sortie",
        univers="famille",
        rang=Rang.A_FAIRE,
        gabarit="renseignements/tuile_sortie.html",
        contexte=tuiles.a_garder,
    )
)
enregistrer_constat(
    Constat(
        "corrections",
        _("Corrections demandées"),
        80,
        tuiles.corrections,
        geste=tuiles.lire_les_corrections,
        urgence=25,
        url_name="renseignements_corrections",
        par="pk",
        evenements=tuiles.DES_CORRECTIONS,
    )
)
for entree in [
    Entree(
        "enfants_famille",
        _("Mes enfants"),
        "enfant",
        "famille",
        "renseignements",
        Rayon.DECIDER,
        d_un_enfant=True,
        etat=tuiles.etat,
    ),
    Entree(
        "enfants_enseignant",
        _("Sortie et urgences"),
        "telephone",
        "enseignant",
        "renseignements_equipe",
        Rayon.ELEVES,
        etat=tuiles.etat_de_qui_enseigne,
    ),
    Entree(
        "enfants_direction",
        _("Sortie, urgences et corrections"),
        "telephone",
        "direction",
        "renseignements_equipe",
        Rayon.ELEVES,
        etat=tuiles.etat_de_la_direction,
    ),
]:
    enregistrer_entree(entree)
enregistrer_fragment(Fragment("eleve.gestes", "renseignements/_son_dossier.html", tuiles.son_dossier, ordre=30))

# --- News -------------------------------------------------------------------------------------------------------------
enregistrer_sorte(Sorte("fiche", _("Fiche de votre enfant"), (evenements.TRAITEE,), Rubrique.AUTRES, pour=famille))
enregistrer_public(evenements.TRAITEE, Correction.objects.publics)
enregistrer_redites_possibles(evenements.TRAITEE, corrections.redites)
enregistrer_recit(evenements.TRAITEE, tuiles.reponse_de_l_ecole)
enregistrer_periodique(Periodique("renseignements.effacer", taches.effacer, dt.timedelta(days=1)))

# --- Assets -----------------------------------------------------------------------------------------------------------
enregistrer_assemblage("enfants.css", "renseignements/css/enfants.css", apres="style.css")
