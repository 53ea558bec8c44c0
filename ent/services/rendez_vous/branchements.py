"""What meetings plug into the rest of the product, once, when it starts."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.registres import Genre, enregistrer_genre, enregistrer_liens_changes
from ent.coquille.aide import enregistrer_aides
from ent.coquille.assemblages import enregistrer_assemblage
from ent.diffusion.periodique import Periodique, enregistrer_periodique
from ent.diffusion.registres import enregistrer_calendrier, enregistrer_lecteur, enregistrer_public
from ent.diffusion.sortes import Rubrique, Sorte, enregistrer_sorte
from ent.portail.registres import Entree, Rang, Rayon, Tuile, enregistrer_entree, enregistrer_tuile

from . import evenements, tuiles
from .actions import reservations as actions
from .aides import AIDES
from .lectures import calendrier, familles, suivi
from .models import Rencontre, Reservation
from .verbes import VERBES

enregistrer_phrases("rendez_vous", VERBES, sorte=("rendez_vous", _("Rendez-vous")))
enregistrer_genre("rencontre", Genre(Rencontre, classe="classe"))
enregistrer_aides(AIDES)
enregistrer_liens_changes(lambda enfants: actions.liberer(eleves=enfants))
enregistrer_periodique(Periodique("rendez_vous.rappels", actions.rappeler, dt.timedelta(minutes=10)))
enregistrer_calendrier(calendrier.evenements_de)

# --- Homes and navigation -----------------------------------------------------------------------------------------------
EVENEMENTS = tuple(nom.replace(".", ":") for nom in (evenements.OUVERTE, evenements.CHANGE))
for univers, contexte, questions, rang in [
    ("famille", tuiles.famille, familles.questions, Rang.A_REPONDRE),
    ("enseignant", tuiles.enseignant, suivi.questions, Rang.A_RELIRE),
]:
    enregistrer_tuile(
        Tuile(
            nom=familles.TUILE,
            univers=univers,
            rang=rang,
            gabarit=f"rendez_vous/tuile_{univers}.html",
            contexte=contexte,
            evenements=EVENEMENTS,
            questions=questions,
        )
    )
for univers, url in [("famille", "rdv"), ("enseignant", "rdv_equipe"), ("direction", "rdv_equipe")]:
    enregistrer_entree(
        Entree(
            nom=f"rdv_{univers}",
            libelle=_("Rendez-vous"),
            icone="horloge",
            univers=univers,
            url_name=url,
            rayon=Rayon.ECHANGES,
            dans_la_barre=False,
            d_un_enfant=univers == "famille",
        )
    )

# --- News ---------------------------------------------------------------------------------------------------------------
DES_FAMILLES = (evenements.OUVERTE, evenements.RELANCE, evenements.RAPPEL, evenements.CHANGE_PAR_L_ECOLE)
enregistrer_sorte(
    Sorte("rendez_vous", _("Rendez-vous"), (*DES_FAMILLES, evenements.CHANGE_PAR_LA_FAMILLE), Rubrique.A_FAIRE)
)
for nature in (evenements.OUVERTE, evenements.RELANCE):
    enregistrer_public(nature, Rencontre.objects.publics)
for nature in (evenements.RAPPEL, evenements.CHANGE_PAR_L_ECOLE):
    enregistrer_public(nature, Reservation.objects.publics)
enregistrer_lecteur(evenements.CHANGE_PAR_LA_FAMILLE, Reservation.objects.lisibles)

# --- Assets -------------------------------------------------------------------------------------------------------------
enregistrer_assemblage("rdv.css", "rendez_vous/css/rendez-vous.css", apres="style.css")
