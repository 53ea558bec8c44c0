"""What menus and services around class plug into the rest of the product, once, when it starts."""

import datetime as dt
from functools import partial

from django.utils.translation import gettext_lazy as _

from ent.annuaire.etages import enregistrer_module
from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.pouvoir import enregistrer_pouvoirs
from ent.annuaire.registres import (
    Genre,
    SuiteDAbsence,
    enregistrer_genre,
    enregistrer_liens_changes,
    enregistrer_salle_confiee,
    enregistrer_suite_d_absence,
)
from ent.annuaire.registres.enfants import enregistrer_gardes
from ent.annuaire.registres.suivre import enregistrer_ce_qui_suit
from ent.annuaire.traitement import enregistrer_traitements
from ent.coquille.agent import Gardee, enregistrer_gardee
from ent.coquille.aide import enregistrer_aides
from ent.coquille.assemblages import enregistrer_assemblage
from ent.coquille.places import Fragment, enregistrer_fragment
from ent.diffusion.periodique import Periodique, enregistrer_periodique
from ent.diffusion.registres import enregistrer_public, enregistrer_redite
from ent.diffusion.sortes import Rubrique, Sorte, enregistrer_sorte, famille
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
    enregistrer_repas,
    enregistrer_tuile,
)

from . import constats, droits, evenements, taches, tuiles
from .actions import absences, fermeture, jours, jours_otes, rappels, regimes
from .aides import AIDES
from .lectures import fouille, gardes, module, publics
from .lectures.absences import proposer
from .models import JourDeclare, ServicePeriscolaire
from .pouvoirs import POUVOIRS
from .reglages_declares import PERISCOLAIRE
from .traitements import SANS_PERSONNE, TRAITEMENTS
from .verbes import REPRISES, VERBES

EVENEMENTS = (evenements.JOURS.replace(".", ":"),)

enregistrer_phrases("periscolaire", VERBES, sorte=("periscolaire", _("Cantine et garderie")), reprises=REPRISES)
enregistrer_genre("service", Genre(ServicePeriscolaire))
enregistrer_genre("jour", Genre(JourDeclare, ecole="service__etablissement", personnes=("eleve",)))
enregistrer_aides(AIDES)
enregistrer_traitements(*TRAITEMENTS, sans_personne=SANS_PERSONNE)
enregistrer_pouvoirs(POUVOIRS)
enregistrer_module(PERISCOLAIRE, module.tenu)
enregistrer_ce_qui_suit(regimes.suivre)
enregistrer_liens_changes(jours.suivre_les_departs)
enregistrer_suite_d_absence(
    SuiteDAbsence("periscolaire", proposer, absences.annuler_pour_absence, absences.rendre_apres_absence)
)
enregistrer_gardes(gardes.gardes)
enregistrer_repas(publics.repas_a_venir)

# --- Homes and navigation ---------------------------------------------------------------------------------------------
enregistrer_salle_confiee(
    droits.SALLE,
    _("Cantine et garderie"),
    _("Les menus, et ce qui est dit de la cantine, de la garderie et de l’étude."),
    module=droits.MODULE,
)
enregistrer_gardee(
    Gardee("periscolaire_menus", d_avance=True, pour=lambda request: bool(droits.enfants_de(request.user)))
)
enregistrer_gardee(Gardee("periscolaire_menus_semaine"))
enregistrer_attente(Attente("periscolaire", tuiles.a_dire, EVENEMENTS, tuiles.questions_des_familles))
enregistrer_programme(
    Programme("periscolaire", tuiles.programme, EVENEMENTS, tuiles.questions_du_programme, salle=droits.SALLE)
)
enregistrer_tuile(
    Tuile(
        nom="periscolaire-service",
        univers="famille",
        rang=Rang.A_FAIRE,
        gabarit="periscolaire/tuile_service.html",
        contexte=tuiles.a_servir,
        evenements=EVENEMENTS,
    )
)
enregistrer_tuile(
    Tuile(
        nom=tuiles.AUJOURD_HUI,
        univers="enseignant",
        rang=Rang.OUTILS,
        gabarit="periscolaire/tuile_enseignant.html",
        contexte=tuiles.aujourd_hui,
        evenements=EVENEMENTS,
        questions=tuiles.questions_des_enseignants,
        a_cote=True,
    )
)
enregistrer_constat(
    Constat("repas", _("Cantine aujourd’hui"), 60, constats.repas_du_jour, constats.dire, module=droits.MODULE)
)
for entree in [
    Entree(
        "periscolaire_famille",
        _("Cantine et garderie"),
        "soleil",
        "famille",
        "periscolaire",
        Rayon.PREVENIR,
        d_un_enfant=True,
        salle=droits.SALLE,
        etat=tuiles.etat_des_menus,
        module=droits.MODULE,
    ),
    Entree(
        "periscolaire_enseignant",
        _("Qui mange, qui reste"),
        "soleil",
        "enseignant",
        "periscolaire_equipe",
        Rayon.ELEVES,
        etat=tuiles.etat_du_jour,
        module=droits.MODULE,
    ),
    Entree(
        "periscolaire_direction",
        _("Cantine et garderie"),
        "soleil",
        "direction",
        "periscolaire_equipe",
        Rayon.ECOLE,
        etat=tuiles.etat_du_jour,
        module=droits.MODULE,
    ),
    Entree(
        "periscolaire_commune",
        _("Menus et cuisine"),
        "soleil",
        "commune",
        "periscolaire_equipe",
        Rayon.TERRITOIRE,
        etat=tuiles.etat_des_menus,
        module=droits.MODULE,
    ),
]:
    enregistrer_entree(entree)

# --- News -------------------------------------------------------------------------------------------------------------
enregistrer_sorte(
    Sorte(
        "periscolaire",
        _("Cantine, garderie et étude"),
        (evenements.RAPPEL, evenements.PLACE, evenements.CHANGE, evenements.FERME, evenements.JOURS_OTES),
        Rubrique.A_FAIRE,
        # Of a school that opened none, nobody is told anything.
        pour=lambda personne: famille(personne) and ServicePeriscolaire.objects.des_familles_de(personne).exists(),
        module=droits.MODULE,
    )
)
# A child who changes class keeps its days: they are the school's, and not of a class.
for nature in (evenements.RAPPEL, evenements.FERME, evenements.JOURS_OTES):
    enregistrer_public(nature, ServicePeriscolaire.objects.publics)
enregistrer_redite(evenements.RAPPEL, rappels.redites)
enregistrer_redite(evenements.FERME, fermeture.redites)
enregistrer_redite(evenements.JOURS_OTES, jours_otes.redites)
for nature in (evenements.PLACE, evenements.CHANGE):
    enregistrer_public(nature, JourDeclare.objects.publics)
    enregistrer_redite(nature, partial(jours.redites, nature))
enregistrer_periodique(Periodique("periscolaire.rappels", taches.rappeler, dt.timedelta(minutes=30)))

# --- Assets -----------------------------------------------------------------------------------------------------------
enregistrer_assemblage("periscolaire.css", "periscolaire/css/periscolaire.css", apres="style.css")
enregistrer_assemblage("repas.js", "periscolaire/js/repas.js")

# --- On the health of a child, for its family ---------------------------------------------------------------------------
enregistrer_fragment(Fragment("sante.allergies", "periscolaire/_allergies.html", tuiles.allergies_non_dites))
enregistrer_fragment(Fragment("sante.lecteurs", "periscolaire/_cuisine_ne_lit_pas.html", tuiles.cuisine_ne_lit_pas))

# --- The search ---------------------------------------------------------------------------------------------------------
enregistrer_fouille(Fouille("menus", _("Menus"), "soleil", fouille.trouver))
