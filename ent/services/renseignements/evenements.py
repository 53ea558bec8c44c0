"""What is told of a child's record, and to whom. Nothing of health is ever told."""

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Role

# The school answered a correction: to who asked for it, and to nobody else.
TRAITEE = "renseignements.correction_traitee"
# To browsers alone: something waits for the direction, or waits no more.
DEMANDEE = "renseignements.correction_demandee"


def direction_de(etablissement_id: int) -> set[int]:
    roles = Role.objects.filter(en_cours(), etablissement=etablissement_id, nature=Role.Nature.DIRECTEUR)
    return set(roles.order_by().values_list("personne_id", flat=True))
