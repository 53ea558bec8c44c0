"""Who reads the files of the cahier: whoever reads the item that holds them."""

from django.db.models import Q

from ent.fichiers.registres import tenus_par

from .models import Remise, Retour, Seance, Travail


def des_travaux(personne) -> Q:
    lisibles = Travail.objects.visibles_par(personne) | Travail.objects.reserve_de(personne)
    return tenus_par(Travail.fichiers.through, travail=lisibles)


def des_seances(personne) -> Q:
    lisibles = Seance.objects.visibles_par(personne) | Seance.objects.reserve_de(personne)
    return tenus_par(Seance.fichiers.through, seance=lisibles)


def des_remises(personne) -> Q:
    return tenus_par(Remise.fichiers.through, remise=Remise.objects.visibles_par(personne))


def des_retours(personne) -> Q:
    """The sound of an answer: its author at once, the pupil and the family when they may read the answer."""
    lisibles = Retour.objects.visibles_par(personne)
    return tenus_par(Retour, champ="son", pk=lisibles)
