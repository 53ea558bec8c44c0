"""What directions and families are told of a third service, and whom that is."""

from typing import Any

from ent.annuaire import destinataires
from ent.annuaire.droits import en_cours
from ent.annuaire.models import Etablissement, Role

FERME = "tiers.ferme"  # the school closed it, or the operator withdrew it: to families of those who went there
RETIRE = "tiers.retire"  # the operator withdrew it: to directions that had opened it
DEMANDE = "tiers.demande"  # it asks to receive more than the school agreed to
OPPOSITION = "tiers.opposition"  # a family took a child out: to the direction, and to who teaches the child
REMISE = "tiers.remise"  # and put them back: to the same


def directions(ecole: Etablissement) -> set[int]:
    roles = Role.objects.filter(en_cours(), etablissement=ecole, nature=Role.Nature.DIRECTEUR)
    return set(roles.order_by().values_list("personne", flat=True))


def familles(ouverture: Any) -> set[tuple[int, int]]:
    """(adult, child): those who answer for the pupils to whom it was open, themselves among its public or not."""
    if not ouverture.publics_dits & {"eleve", "responsable"}:
        return set()
    presents = destinataires.presents(ouverture.etablissement_id)
    if ouverture.niveaux_dits:
        presents = presents.filter(niveau__in=ouverture.niveaux_dits)
    if ouverture.par_classes:
        presents = presents.filter(classe__in=ouverture.classes.all())
    eleves = set(presents.order_by().values_list("eleve", flat=True))
    return destinataires.familles(ouverture.etablissement_id, eleves)
