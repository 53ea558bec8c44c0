"""Who reads what an import leaves."""

from django.db.models import Q


def imports_visibles_par(personne) -> Q:
    """An import and the lines it left waiting are read by the direction of the school alone."""
    return Q(etablissement__in=personne.portee.etablissements_diriges)
