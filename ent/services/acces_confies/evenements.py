"""What is told of a confided access, and to whom."""

from collections.abc import Collection

from ent.annuaire import destinataires
from ent.annuaire.audience.enonces import Audience
from ent.annuaire.models import Delegation

CONFIE = "acces_confies.confie"  # to the other holders of authority: that it exists
FINI = "acces_confies.fini"  # to who confided it, when somebody else ended it
ACTE = "acces_confies.acte"  # to who confided it: what was answered in their place
DESACCORD = "acces_confies.desaccord"  # to who did not agree: that the direction answered, or that it is over
CHANGE = "acces_confies.change"  # a signal to who received it: what they may read is no longer the same
DITS = (CONFIE, FINI, ACTE, DESACCORD)


def publics(delegations: Collection[int]) -> dict[int, list[Audience]]:
    """Each is of one child, in the school where it was confided."""
    lues = Delegation.objects.filter(pk__in=delegations).order_by()
    return {
        pk: [Audience.d_un_eleve(ecole, eleve)]
        for pk, ecole, eleve in lues.values_list("pk", "etablissement_id", "enfant_id")
    }


def autres_responsables(delegation: Delegation) -> set[tuple[int, int]]:
    """(adult, child): those who hold authority over the child with who confides it, by the ties that this school declared."""
    familles = destinataires.familles(delegation.etablissement_id, [delegation.enfant_id])
    return {(adulte, enfant) for adulte, enfant in familles if adulte != delegation.delegant_id}


def delegant(delegation: Delegation) -> set[tuple[int, int]]:
    """Who confided it, while they hold the tie."""
    familles = destinataires.familles(delegation.etablissement_id, [delegation.enfant_id])
    return {(adulte, enfant) for adulte, enfant in familles if adulte == delegation.delegant_id}


def opposant(delegation: Delegation) -> set[tuple[int, int]]:
    """Who did not agree, while they hold the tie."""
    familles = destinataires.familles(delegation.etablissement_id, [delegation.enfant_id])
    return {(adulte, enfant) for adulte, enfant in familles if adulte == delegation.opposee_par_id}
