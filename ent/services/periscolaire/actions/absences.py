"""An absence that was declared elsewhere cancels the meal, and gives it back when it is withdrawn."""

from collections.abc import Collection

from django.db import transaction

from ent.annuaire.models import Personne
from ent.annuaire.registres import Manque

from ..lectures.absences import annulables, couvre
from ..models import JourDeclare
from .jours import Bilan, Voeu, declarer_jours

ABSENCE = JourDeclare.Origine.ABSENCE


@transaction.atomic
def annuler_pour_absence(personne: Personne, manque: Manque) -> Bilan:
    """In the transaction of the declaration: what may still be cancelled is."""
    voeux = [
        Voeu(lu.dit.service, lu.dit.eleve, lu.dit.jour, veut=False, rythme=lu.dit.rythme)
        for lu in annulables(personne, manque)
    ]
    return declarer_jours(voeux=voeux, par=personne, origine=ABSENCE)


@transaction.atomic
def rendre_apres_absence(personne: Personne, manque: Manque, restent: Collection[Manque] = ()) -> Bilan:
    """The absence is withdrawn: what it cancelled is declared again until the count is stopped; after it, the child eats in any case. What
    another absence that is still told (`restent`) keeps the child from stays cancelled.

    Though the school turned the module off meanwhile.
    """
    annules = (
        JourDeclare.objects.a_rendre_a(personne)
        .filter(
            eleve=manque.eleve,
            service__etablissement=manque.etablissement,
            jour__range=(manque.debut, manque.fin),
            etat=JourDeclare.Etat.NON,
            origine=ABSENCE,
        )
        .select_related("service__etablissement", "eleve", "rythme")
    )
    rendus = [dit for dit in annules if couvre(manque, dit) and not any(couvre(autre, dit) for autre in restent)]
    voeux = [Voeu(dit.service, dit.eleve, dit.jour, veut=True, rythme=dit.rythme) for dit in rendus]
    return declarer_jours(voeux=voeux, par=personne, origine=ABSENCE)
