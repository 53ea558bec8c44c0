"""Whom an incident concerns: their open pages say it at once."""

from django.db.models import Q

from ent.annuaire import destinataires
from ent.annuaire.droits import en_cours
from ent.annuaire.models import Etablissement, Role

BANNIERES = "coquille.bannieres"


def gens_de(etablissement: Etablissement) -> set[int]:
    """Who works in the school, learns there, or follows a child there: those of `lectures.incidents.qui_concernent`."""
    eleves = set(destinataires.presents(etablissement.pk).order_by().values_list("eleve_id", flat=True))
    du_travail = Q(nature__in=[Role.Nature.DIRECTEUR, Role.Nature.ENSEIGNANT, Role.Nature.PERSONNEL])
    personnel = Role.objects.filter(en_cours(), du_travail, etablissement=etablissement)
    return (
        eleves
        | destinataires.adultes(etablissement.pk, eleves)
        | set(personnel.order_by().values_list("personne_id", flat=True))
    )
