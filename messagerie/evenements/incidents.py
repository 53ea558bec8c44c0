"""Whom an incident concerns: their open pages say it at once."""

from django.db.models import Q

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Etablissement, Inscription, Responsabilite, Role

BANNIERES = "coquille.bannieres"


def gens_de(etablissement: Etablissement) -> set[int]:
    """Who works in the school, learns there, or follows a child there: those of `lectures.incidents.qui_concernent`."""
    presents = Inscription.objects.filter(en_cours(), classe__etablissement=etablissement, classe__fermee_le=None)
    eleves = set(presents.order_by().values_list("eleve_id", flat=True))
    adultes = Responsabilite.objects.filter(en_cours(), etablissement=etablissement, enfant__in=eleves).exclude(
        autorite=Responsabilite.Autorite.SANS
    )
    du_travail = Q(nature__in=[Role.Nature.DIRECTEUR, Role.Nature.ENSEIGNANT, Role.Nature.PERSONNEL])
    personnel = Role.objects.filter(en_cours(), du_travail, etablissement=etablissement)
    return (
        eleves
        | set(adultes.order_by().values_list("adulte_id", flat=True))
        | set(personnel.order_by().values_list("personne_id", flat=True))
    )
