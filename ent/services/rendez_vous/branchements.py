"""What meetings plug into the rest of the product, once, when it starts."""

import datetime as dt
from functools import partial

from django.utils.translation import gettext_lazy as _

from ent.annuaire.etages import enregistrer_module
from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.occupations import enregistrer_plages
from ent.annuaire.registres import (
    Genre,
    enregistrer_genre,
    enregistrer_liens_changes,
    enregistrer_salle_confiee,
)
from ent.annuaire.registres.actes import enregistrer_actes_dits
from ent.annuaire.traitement import enregistrer_traitements
from ent.coquille.aide import enregistrer_aides
from ent.coquille.assemblages import enregistrer_assemblage
from ent.diffusion.periodique import Periodique, enregistrer_periodique
from ent.diffusion.registres import (
    enregistrer_calendrier,
    enregistrer_lecteur,
    enregistrer_public,
    enregistrer_redites_possibles,
)
from ent.diffusion.sortes import Rubrique, Sorte, enregistrer_sorte, famille_ou_classe
from ent.portail.registres import (
    Attente,
    Constat,
    Entree,
    Fouille,
    Programme,
    Rang,
    Rayon,
    Tuile,
    enregistrer_attente,
    enregistrer_constat,
    enregistrer_entree,
    enregistrer_fouille,
    enregistrer_programme,
    enregistrer_tuile,
)

from . import constats, evenements, tuiles
from .actions import liens, nouvelles
from .actions import reservations as actions
from .aides import AIDES
from .droits import MODULE, SALLE
from .lectures import calendrier, familles, fouille, heures, module, suivi
from .models import Rencontre, Reservation
from .reglages_declares import RENDEZ_VOUS
from .traitements import TRAITEMENTS
from .verbes import REPRISES, VERBES

enregistrer_phrases("rendez_vous", VERBES, sorte=("rendez_vous", _("Rendez-vous")), reprises=REPRISES)
enregistrer_genre("rencontre", Genre(Rencontre, classe="classe"))
enregistrer_aides(AIDES)
enregistrer_traitements(*TRAITEMENTS)
enregistrer_module(RENDEZ_VOUS, module.tenu)
enregistrer_liens_changes(lambda enfants: liens.suivre_les_liens(eleves=enfants))
enregistrer_periodique(Periodique("rendez_vous.rappels", actions.rappeler, dt.timedelta(minutes=10)))
enregistrer_calendrier(calendrier.evenements_de)
enregistrer_plages(heures.proposees, heures.prises)
enregistrer_salle_confiee(
    SALLE,
    _("Rendez-vous"),
    _("Quand votre foyer a rendez-vous pour l’enfant, et avec qui."),
    _("Réserver ou déplacer l’heure, pour votre foyer."),
    MODULE,
)

# --- Homes and navigation -----------------------------------------------------------------------------------------------
EVENEMENTS = tuple(nom.replace(".", ":") for nom in (evenements.OUVERTE, evenements.CHANGE))
enregistrer_attente(Attente("rendez-vous", tuiles.a_prendre, EVENEMENTS, familles.questions, salle=SALLE))
enregistrer_programme(
    Programme("rendez-vous", tuiles.programme, EVENEMENTS, familles.questions, salle=SALLE, au_dehors="evenement")
)
enregistrer_tuile(
    Tuile(
        nom=suivi.TUILE,
        univers="enseignant",
        rang=Rang.A_RELIRE,
        gabarit="rendez_vous/tuile_enseignant.html",
        contexte=tuiles.enseignant,
        evenements=EVENEMENTS,
        questions=suivi.questions,
        a_cote=True,
    )
)
for entree in [
    Entree(
        "rdv_famille",
        _("Rendez-vous"),
        "horloge",
        "famille",
        "rdv",
        Rayon.PREVENIR,
        d_un_enfant=True,
        salle=SALLE,
        etat=tuiles.etat,
        module=MODULE,
    ),
    Entree(
        "rdv_enseignant",
        _("Rendez-vous"),
        "horloge",
        "enseignant",
        "rdv_equipe",
        Rayon.FAMILLES,
        etat=tuiles.etat_de_qui_recoit,
        module=MODULE,
    ),
    Entree(
        "rdv_direction",
        _("Rendez-vous"),
        "horloge",
        "direction",
        "rdv_equipe",
        Rayon.FAMILLES,
        etat=tuiles.etat_de_qui_recoit,
        module=MODULE,
    ),
]:
    enregistrer_entree(entree)

# --- What waits for a direction -----------------------------------------------------------------------------------------
enregistrer_constat(
    Constat(
        "rendez-vous",
        _("Rendez-vous sans personne pour recevoir"),
        72,
        constats.sans_hote,
        constats.dire,
        constats.recevoir,
        urgence=25,
        url_name="rdv_equipe",
        par="",
        module=MODULE,
    )
)

# --- News ---------------------------------------------------------------------------------------------------------------
DES_FAMILLES = (evenements.OUVERTE, evenements.RELANCE, evenements.RAPPEL, evenements.CHANGE_PAR_L_ECOLE)
enregistrer_sorte(
    Sorte(
        "rendez_vous",
        _("Rendez-vous"),
        (*DES_FAMILLES, evenements.CHANGE_PAR_LA_FAMILLE),
        Rubrique.A_FAIRE,
        pour=famille_ou_classe,
        module=MODULE,
    )
)
enregistrer_actes_dits(nouvelles.actes_dits)
for nature in (evenements.OUVERTE, evenements.RELANCE):
    enregistrer_public(nature, Rencontre.objects.publics)
    enregistrer_redites_possibles(nature, partial(nouvelles.invitations_redites, nature))
for nature in (evenements.RAPPEL, evenements.CHANGE_PAR_L_ECOLE):
    enregistrer_public(nature, Reservation.objects.publics)
    enregistrer_redites_possibles(nature, partial(nouvelles.redites, nature))
enregistrer_lecteur(evenements.CHANGE_PAR_LA_FAMILLE, Reservation.objects.lisibles)

# --- Assets -------------------------------------------------------------------------------------------------------------
enregistrer_assemblage("rdv.css", "rendez_vous/css/rendez-vous.css", apres="style.css")

# --- The search ---------------------------------------------------------------------------------------------------------
enregistrer_fouille(Fouille("rendez_vous", _("Rendez-vous"), "horloge", fouille.trouver))
