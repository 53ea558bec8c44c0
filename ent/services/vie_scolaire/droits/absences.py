"""Absences that are told: by a holder of authority for their child, read by who teaches the child and by the direction.

What one holder told is theirs: the other reads that the school knows, never the words, the motive or the paper.
"""

from django.db.models import Q

from ent.annuaire.droits import RIEN


def enfants_de(personne) -> list:
    """Those for whom this person answers, never the pupil themself."""
    return [s for s in personne.portee.suivis if s.eleve.pk != personne.pk]


# --- What one sees ----------------------------------------------------------------------------------------------------
def declarations_de(personne) -> Q:
    """One's own, of children for whom one still answers."""
    siens = enfants_de(personne)
    return Q(par=personne.pk, eleve__in={s.eleve.pk for s in siens}) if siens else RIEN


def declarations_dirigees_par(personne) -> Q:
    return Q(etablissement__in=personne.portee.etablissements_diriges)


def collectives_lues_par(personne) -> Q:
    return Q(etablissement__in=personne.portee.etablissements_diriges)


def justificatifs_lisibles_par(personne) -> Q:
    """A proof may hold health: who sent it, while they answer for the child, and the direction. Not who teaches, not the other holder."""
    return declarations_de(personne) | declarations_dirigees_par(personne)
