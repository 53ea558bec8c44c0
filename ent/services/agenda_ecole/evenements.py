"""What is told of the agenda, and to whom."""

from ent.annuaire import destinataires
from ent.annuaire.droits import en_cours
from ent.annuaire.models import Role

from .models import Evenement

NOUVEAU = "agenda_ecole.nouveau"
CHANGE = "agenda_ecole.change"  # another day, other hours, another place
ANNULE = "agenda_ecole.annule"
RETABLI = "agenda_ecole.retabli"  # it takes place, to who read that it did not
DITS = (NOUVEAU, CHANGE, ANNULE, RETABLI)


def prenoms_de(evenement: Evenement) -> dict[int, str]:
    """The pupils that it is for, today."""
    return destinataires.eleves(evenement.audience)


def familles_de(evenement: Evenement, eleves) -> set[tuple[int, int]]:
    return destinataires.familles(evenement.etablissement_id, eleves)


def equipe_de(evenement: Evenement) -> set[int]:
    """Who teaches the class or the group; of the school, who directs it."""
    if not evenement.audience.est_d_ecole:
        return destinataires.enseignants(evenement.audience)
    direction = Role.objects.filter(en_cours(), etablissement=evenement.etablissement_id, nature=Role.Nature.DIRECTEUR)
    return set(direction.values_list("personne_id", flat=True))
