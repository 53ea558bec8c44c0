"""What menus and services around class plug into the rest of the product, once, when it starts."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.registres import Genre, enregistrer_genre
from ent.coquille.aide import enregistrer_aides
from ent.coquille.assemblages import enregistrer_assemblage
from ent.diffusion.periodique import Periodique, enregistrer_periodique
from ent.diffusion.registres import enregistrer_public
from ent.diffusion.sortes import Rubrique, Sorte, enregistrer_sorte
from ent.portail.registres import (
    Constat,
    Entree,
    Rang,
    Rayon,
    Tuile,
    enregistrer_constat,
    enregistrer_entree,
    enregistrer_tuile,
)

from . import constats, evenements, taches, tuiles
from .aides import AIDES
from .models import JourDeclare, ServicePeriscolaire
from .verbes import VERBES

EVENEMENTS = (evenements.JOURS.replace(".", ":"),)

enregistrer_phrases("periscolaire", VERBES, sorte=("periscolaire", _("Cantine et garderie")))
enregistrer_genre("service", Genre(ServicePeriscolaire))
enregistrer_aides(AIDES)

# --- Homes and navigation ---------------------------------------------------------------------------------------------
enregistrer_tuile(
    Tuile(
        nom=tuiles.A_DIRE,
        univers="famille",
        rang=Rang.A_REPONDRE,
        gabarit="periscolaire/tuile_famille.html",
        contexte=tuiles.a_dire,
        evenements=EVENEMENTS,
        questions=tuiles.questions_des_familles,
    )
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
    )
)
enregistrer_constat(Constat("repas", _("Cantine aujourd’hui"), 60, constats.repas_du_jour, constats.dire))
for nom, libelle, icone, univers, url_name in [
    ("famille", _("Cantine et garderie"), "soleil", "famille", "periscolaire"),
    ("enseignant", _("Cantine et garderie"), "soleil", "enseignant", "periscolaire_equipe"),
    ("direction", _("Cantine et garderie"), "soleil", "direction", "periscolaire_equipe"),
    ("commune", _("Menus et cuisine"), "soleil", "commune", "periscolaire_equipe"),
]:
    enregistrer_entree(
        Entree(
            nom=f"periscolaire_{nom}",
            libelle=libelle,
            icone=icone,
            univers=univers,
            url_name=url_name,
            rayon=Rayon.ECOLE,
            dans_la_barre=False,
            d_un_enfant=univers == "famille",
        )
    )

# --- News -------------------------------------------------------------------------------------------------------------
enregistrer_sorte(
    Sorte(
        "periscolaire",
        _("Cantine, garderie et étude"),
        (evenements.RAPPEL, evenements.PLACE, evenements.CHANGE),
        Rubrique.A_FAIRE,
    )
)
# A child who changes class keeps its days: they are the school's, and not of a class.
enregistrer_public(evenements.RAPPEL, ServicePeriscolaire.objects.publics)
for nature in (evenements.PLACE, evenements.CHANGE):
    enregistrer_public(nature, JourDeclare.objects.publics)
enregistrer_periodique(Periodique("periscolaire.rappels", taches.rappeler, dt.timedelta(minutes=30)))

# --- Assets -----------------------------------------------------------------------------------------------------------
enregistrer_assemblage("periscolaire.css", "periscolaire/css/periscolaire.css", apres="style.css")
enregistrer_assemblage("repas.js", "periscolaire/js/repas.js")
