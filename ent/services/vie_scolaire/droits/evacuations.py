"""Evacuation: who counts whom. One counts the pupils whom one has; the direction, all of its school, joined from every phone."""

from django.db.models import Q


def evacuations_lues_par(personne) -> Q:
    """Those of the schools where one teaches or directs."""
    return Q(etablissement__in=personne.portee.etablissements_d_enseignement)


def peut_pointer(personne, etablissement) -> bool:
    """Who teaches or directs there; of whom, the list that they read says."""
    return etablissement.pk in personne.portee.etablissements_d_enseignement


def peut_finir(personne, etablissement) -> bool:
    return etablissement.pk in personne.portee.etablissements_diriges
