"""Evacuation: who counts whom. One counts the pupils whom one has; the direction, all of its school, joined from every phone. Before class and after
it the staff alone may be there: it counts too, of pupils those whom a service keeps.
"""

from django.db.models import Q


def ecoles_comptees_par(personne) -> frozenset[int]:
    """Where one works: at a quarter to eight, who smells smoke is not always who teaches."""
    return personne.portee.etablissements_de_travail


def evacuations_lues_par(personne) -> Q:
    return Q(etablissement__in=ecoles_comptees_par(personne))


def peut_pointer(personne, etablissement) -> bool:
    """Who works there; of whom, the list that they read says."""
    return etablissement.pk in ecoles_comptees_par(personne)


def compte_des_classes(personne, etablissement) -> bool:
    """Who teaches or directs there: rolls are theirs to read."""
    return etablissement.pk in personne.portee.etablissements_d_enseignement


def peut_finir(personne, etablissement) -> bool:
    return etablissement.pk in personne.portee.etablissements_diriges
