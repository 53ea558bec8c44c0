"""GAR: who reads resources, where; whose children it knows; who reads what was sent. No model is imported."""

from collections.abc import Collection

from django.db.models import Q


def ecoles_de_ressources(personne) -> frozenset[int]:
    """Where one learns or teaches today, by a tie of one's own: whom GAR is told of. A direction that holds a class teaches."""
    portee = personne.portee
    apprend = {s.etablissement_id for s in portee.suivis if s.eleve.pk == personne.pk}
    enseigne = {r.etablissement_id for r in portee.roles if r.nature == "enseignant"}
    return frozenset(apprend | enseigne | (portee.etablissements_diriges if portee.classes_tenues else frozenset()))


def enfants_connus(personne, ouvertes: Collection[int]) -> list:
    """Children followed by a tie of one's own, in schools that opened GAR: what was confided says nothing of it."""
    return [s for s in personne.portee.enfants_suivis if s.etablissement_id in ouvertes]


def peut_lire_les_envois(personne) -> bool:
    """The operator alone: files hold the people of every school."""
    return personne.portee.est_operateur


def envois_tenus_par(personne) -> Q:
    return Q() if personne.portee.est_operateur else Q(pk__in=[])


def listes_de(personne) -> Q:
    """A list is its reader's alone."""
    return Q(personne=personne)
