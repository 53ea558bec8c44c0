"""What the agenda holds on people."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.droits import GARDE_DES_ANNEES
from ent.annuaire.traitement import Base, Depuis, Garde, Tenue, Traitement

TRAITEMENTS = [
    Traitement(
        "agenda_ecole.evenements",
        _("Agenda de l’école"),
        _("Dire à chacun ce qui se passe et quand."),
        _("Qui écrit un événement"),
        _("Ce qui a lieu, où, quand, et qui l’a écrit"),
        _("La classe ou l’école, et ses familles"),
        (Garde(Depuis.ANNEE, GARDE_DES_ANNEES.days, lignes={"agenda_ecole.Evenement": "dernier"}),),
        Base.MISSION,
        (Tenue("agenda_ecole.Evenement", hors=("auteur",)),),
    ),
]
