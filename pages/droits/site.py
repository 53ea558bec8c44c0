"""Who may see and do what on the sites of schools. The public part is everybody's."""

from django.db.models import Q

from ent.annuaire.droits import RIEN

# Roles of a school that publish on its site, and that write drafts there.
PUBLIENT = frozenset({"directeur", "personnel"})
ECRIVENT = PUBLIENT | {"enseignant"}


def ecoles_publiees_par(personne) -> frozenset[int]:
    """The direction and the rest of the staff publish on the site of their school."""
    return frozenset(r.etablissement_id for r in personne.portee.roles if r.nature in PUBLIENT)


def ecoles_ecrites_par(personne) -> frozenset[int]:
    """Teachers write drafts besides, that the school reads again before they are seen."""
    return frozenset(r.etablissement_id for r in personne.portee.roles if r.nature in ECRIVENT)


def sites_visibles_par(personne) -> Q:
    """A school's site is public."""
    return Q()


def sites_regles_par(personne) -> Q:
    return Q(etablissement__in=ecoles_publiees_par(personne))


def sites_ecrits_par(personne) -> Q:
    return Q(etablissement__in=ecoles_ecrites_par(personne))


def sites_heberges_par(personne) -> Q:
    """The operator alone gives hostnames, without reading nor writing any page."""
    return Q() if personne.portee.est_operateur else RIEN


def _ecrits(personne) -> Q:
    return Q(etablissement__in=ecoles_ecrites_par(personne)) if personne.is_authenticated else RIEN


def images_lisibles_par(personne) -> Q:
    """An image is public while a live page, or the look of a site, shows it; those who write the site see it before."""
    return Q(poses__page__live=True) | Q(bandeaux__isnull=False) | _ecrits(personne)


def documents_lisibles_par(personne) -> Q:
    """A document is public while a live page shows it."""
    return Q(poses__page__live=True) | _ecrits(personne)
