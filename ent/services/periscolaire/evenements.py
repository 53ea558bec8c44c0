"""What is told of menus and of days around class, and to whom."""

from collections.abc import Collection

from ent.annuaire import destinataires
from ent.annuaire.droits import en_cours
from ent.annuaire.models import Etablissement, Role

# A place was freed: to who asked for it, and to them alone.
PLACE = "periscolaire.place_obtenue"
# The school changed a day after the hour.
CHANGE = "periscolaire.change_par_l_ecole"
# The school closed a service where the child had days to come, or opened it again.
FERME = "periscolaire.service_ferme"
# A service opens no more on some weekdays where the child had days to come.
JOURS_OTES = "periscolaire.jours_otes"
# The hour is near and nothing is said.
RAPPEL = "periscolaire.reponse_attendue"
# To browsers alone: something is to be read again.
MENUS = "periscolaire.menus_publies"
JOURS = "periscolaire.jours_dits"


def familles_de(etablissement: Etablissement) -> set[int]:
    """Every adult who answers for a child of the school today."""
    ici = destinataires.presents(etablissement.pk).order_by().values_list("eleve_id", flat=True)
    return destinataires.adultes(etablissement.pk, list(ici))


def adultes_de(etablissement_id: int, eleves: Collection[int]) -> set[int]:
    return destinataires.adultes(etablissement_id, eleves)


def ceux_qui_servent(etablissement_id: int) -> set[int]:
    """The direction and the staff: the pages of the day are theirs."""
    roles = Role.objects.filter(
        en_cours(), etablissement=etablissement_id, nature__in=(Role.Nature.DIRECTEUR, Role.Nature.PERSONNEL)
    )
    return set(roles.order_by().values_list("personne_id", flat=True))
