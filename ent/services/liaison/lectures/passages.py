"""How each passage is said to families and pupils: where the child goes, and until when it is kept there."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import Campagne


@dataclass(frozen=True)
class Passage:
    """Sentences of one passage; `sans` takes the first name of the child (`prenom`)."""

    titre: Promise
    lira: Promise
    ne_lira_pas: Promise
    garde: Promise
    sans: Promise
    ma_page: Promise
    un_mot: Promise


PASSAGES: dict[str, Passage] = {
    Campagne.Vers.SIXIEME: Passage(
        _("Vers la 6e"),
        _("Ce que lira le collège"),
        _("Le collège ne lira pas"),
        _("Il garde ce dossier jusqu’à la fin de la 6e."),
        _("%(prenom)s ira au collège sans dossier, sans conséquence"),
        _("Ma page pour le collège"),
        _("Un mot pour le collège"),
    ),
    Campagne.Vers.CP: Passage(
        _("Vers le CP"),
        _("Ce que lira l’école élémentaire"),
        _("L’école ne lira pas"),
        _("Elle garde ce dossier jusqu’à la fin du CP."),
        _("%(prenom)s ira au CP sans dossier, sans conséquence"),
        _("Ma page pour le CP"),
        _("Un mot pour l’école élémentaire"),
    ),
    Campagne.Vers.ECOLE: Passage(
        _("Vers une autre école"),
        _("Ce que lira la nouvelle école"),
        _("L’école ne lira pas"),
        _("Elle garde ce dossier jusqu’à la fin de l’année scolaire."),
        _("%(prenom)s ira à l’école sans dossier, sans conséquence"),
        _("Ma page pour ma nouvelle école"),
        _("Un mot pour la nouvelle école"),
    ),
}


def passage_de(campagne: Campagne) -> Passage:
    return PASSAGES[campagne.vers]
