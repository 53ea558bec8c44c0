"""Who reads the portfolio of a pupil: it follows the child, not the class."""

from django.db.models import Q

from ent.annuaire.droits import en_cours

RIEN = Q(pk__in=[])


def _enfants_de(personne) -> list[int]:
    """Those for whom this person answers, and the pupil themself."""
    return sorted({s.eleve.pk for s in personne.portee.suivis})


def eleves_enseignes_par(personne) -> Q:
    """Over `Personne`: the pupils of the classes one teaches today. The portfolio of last year's pupils is closed to their former
    teacher, and open to the new one, whatever the school.
    """
    classes = personne.portee.classes_tenues
    return en_cours("inscriptions__") & Q(inscriptions__classe__in=classes) if classes else RIEN


def eleves_a_portfolio(personne) -> Q:
    """Over `Personne`: whose portfolio this person reads."""
    return Q(pk__in=_enfants_de(personne)) | eleves_enseignes_par(personne)


def peut_choisir(personne, eleve, *, enseigne: bool) -> bool:
    """Works are chosen by the pupil, or by those who teach them today."""
    return enseigne or (eleve.pk == personne.pk and personne.portee.est_eleve)
