"""What directions are told of a third service, and whom that is."""

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Etablissement, Role

DEMANDE = "tiers.demande"  # it asks to receive more than the school agreed to


def directions(ecole: Etablissement) -> set[int]:
    roles = Role.objects.filter(en_cours(), etablissement=ecole, nature=Role.Nature.DIRECTEUR)
    return set(roles.order_by().values_list("personne", flat=True))
