"""Who reads what an import leaves."""

from django.db.models import Q

from ent.annuaire.etages import COLLEGE

# The base of pupils of the first degree: a collège is told by the State's directory, that the operator receives.
SANS_ONDE = frozenset({COLLEGE})


def imports_visibles_par(personne) -> Q:
    """An import is read by the direction of the school, and by whom it confided imports to."""
    return Q(etablissement__in=personne.portee.ecoles_ou("import"))


def lignes_visibles_par(personne) -> Q:
    """Lines that wait say who answers for a child: the direction alone reads and settles them."""
    return Q(etablissement__in=personne.portee.etablissements_diriges)


def peut_appliquer(personne, plan) -> bool:
    """Whoever imports for the direction says nothing of the team, nor who answers for a child: by such a tie one reads all of them."""
    if plan.etablissement.pk in personne.portee.etablissements_diriges:
        return True
    return plan.etablissement.pk in personne.portee.ecoles_ou("import") and not plan.dit_des_adultes
