"""What the agenda plugs into the rest of the product, once, when it starts."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from ent.annuaire.etages import enregistrer_module
from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.pouvoir import enregistrer_pouvoirs
from ent.annuaire.registres import Genre, enregistrer_genre, enregistrer_salle_confiee
from ent.annuaire.traitement import enregistrer_traitements
from ent.coquille.agent import Gardee, enregistrer_gardee
from ent.coquille.aide import enregistrer_aides
from ent.coquille.assemblages import enregistrer_assemblage
from ent.diffusion.registres import enregistrer_calendrier, enregistrer_public, enregistrer_redite
from ent.diffusion.sortes import Rubrique, Sorte, enregistrer_sorte, famille
from ent.portail.registres import (
    Entree,
    Fouille,
    Programme,
    Rayon,
    enregistrer_dates,
    enregistrer_entree,
    enregistrer_fouille,
    enregistrer_programme,
)

from . import actions, droits, evenements, tuiles
from .aides import AIDES
from .lectures import ailleurs, calendrier, fouille, module, mois
from .models import Evenement
from .pouvoirs import POUVOIRS
from .reglages_declares import AGENDA
from .traitements import TRAITEMENTS
from .verbes import VERBES

enregistrer_phrases("agenda_ecole", VERBES, sorte=("agenda", _("Agenda")))
enregistrer_genre("evenement", Genre(Evenement, classe="classe", groupe="groupe"))
enregistrer_aides(AIDES)
enregistrer_traitements(*TRAITEMENTS)
enregistrer_pouvoirs(POUVOIRS)
enregistrer_module(AGENDA, module.tenu)
enregistrer_salle_confiee(
    droits.SALLE,
    _("Agenda"),
    _("Les dates de la classe et de l’école : sorties, réunions, fêtes."),
    module=droits.MODULE,
)
enregistrer_calendrier(calendrier.evenements_de)
enregistrer_dates(ailleurs.SALLE, ailleurs.dates)
enregistrer_gardee(Gardee("agenda", d_avance=True, pour=lambda request: bool(droits.enfants_de(request.user))))
enregistrer_gardee(Gardee("agenda_evenement", cle="pk", parmi=Evenement.objects.visibles_par))
DITS = tuple(nom.replace(".", ":") for nom in evenements.DITS)
enregistrer_programme(
    Programme("agenda", tuiles.programme, DITS, mois.questions, salle=droits.SALLE, au_dehors="evenement")
)
for univers, rayon in [("famille", Rayon.RETROUVER), ("enseignant", Rayon.FAMILLES), ("direction", Rayon.FAMILLES)]:
    enregistrer_entree(
        Entree(
            f"agenda_{univers}",
            _("Agenda"),
            "agenda",
            univers,
            "agenda",
            rayon,
            d_un_enfant=univers == "famille",
            salle=droits.SALLE if univers == "famille" else "",
            etat=tuiles.etat,
            module=droits.MODULE,
        )
    )
enregistrer_sorte(
    Sorte(
        "agenda",
        _("Agenda de la classe et de l’école"),
        evenements.DITS,
        Rubrique.A_REGARDER,
        pour=famille,
        module=droits.MODULE,
    )
)
for nature in evenements.DITS:
    enregistrer_public(nature, Evenement.publics)
    enregistrer_redite(nature, partial(actions.redites, nature))
enregistrer_assemblage("agenda.css", "agenda_ecole/css/agenda.css", apres="style.css")

enregistrer_fouille(Fouille("agenda", _("Agenda"), "agenda", fouille.trouver))
