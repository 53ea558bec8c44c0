"""Public identities: who says which providers the territory trusts, whose links are whose. No model is imported."""

from django.db.models import Q


def peut_tenir_les_fournisseurs(personne) -> bool:
    """The operator alone says whose word opens an account."""
    return personne.is_authenticated and personne.portee.est_operateur


def fournisseurs_tenus_par(personne) -> Q:
    return Q() if peut_tenir_les_fournisseurs(personne) else Q(pk__in=[])


def rattachements_de(personne) -> Q:
    """One's own links, and nobody else's."""
    return Q(personne=personne)


def est_reconnaissable(personne) -> bool:
    """An account that is closed, or that became another, is opened by no identity."""
    return personne.is_active and personne.fermee_le is None and personne.fusionnee_dans_id is None
