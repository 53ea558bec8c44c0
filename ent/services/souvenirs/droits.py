"""Keepsakes: who may keep what is of a child. No model is imported."""

from django.db.models import Q

from ent.annuaire.droits import en_cours


def enfants_gardes_par(personne, sans_autorite: str) -> Q:
    """Over `Personne`: the children for whom this person answers today by a tie of their own that gives authority (any but `sans_autorite`), in
    a class or not any more; never the pupil themself. What was confided to them is no tie: it opens none.
    """
    a_un_lien = en_cours("responsables__") & Q(responsables__adulte=personne.pk)
    return a_un_lien & ~Q(responsables__autorite=sans_autorite) & ~Q(pk=personne.pk)


def albums_de(personne) -> Q:
    """One's own: an album holds what its reader might read, nobody else opens it."""
    return Q(demandeur=personne.pk)
