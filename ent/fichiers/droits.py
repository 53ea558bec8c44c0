"""Who may read a file, and where one may deposit."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from ent.annuaire.droits import classes_tenues_par, en_cours, groupes_tenus_par
from ent.socle.preparees import JOUR

from . import registres


def fichiers_lisibles_par(personne, porteurs: Iterable[registres.Porteur]) -> Q:
    """A file is read through an item that holds it and that this person may read; a deposit that no item has taken yet,
    by its depositor alone.
    """
    return reduce(or_, (p.lisibles_par(personne) for p in porteurs), deposes_par(personne))


def deposes_par(personne) -> Q:
    """One's own deposits that no item has taken."""
    return Q(deposant=personne, attache_le=None)


def montrable(visages: QuerySet, presents: QuerySet, permis: QuerySet | None, *, partout: bool) -> Q:
    """What may be shown on a medium today: anything but an image; an image of which somebody said who can be recognised on it
    (`visages`), and on which nobody may not be shown there. Closed by default: an image nobody spoke of is not shown, nor
    any pupil while no room says who may be (`permis`). What was allowed to the school where a pupil now is (`presents`, over
    enrolments) shows nothing of what another keeps, unless `partout`: for who reads what the pupil took along.
    """
    refuses = visages.filter(fichier=OuterRef("pk"))
    if permis is not None:
        # One pupil at a time, by index: never the list of all who may be shown.
        montre = Q(Exists(permis.filter(pk=OuterRef("eleve"))))
        y_est = presents.filter(
            en_cours(jour=JOUR),
            eleve=OuterRef("eleve"),
            classe__etablissement=OuterRef("fichier__etablissement"),
            classe__fermee_le=None,
        )
        refuses = refuses.exclude(montre if partout else montre & Q(Exists(y_est)))
    return ~Q(nature="image") | Q(personnes_dites_le__isnull=False) & ~Q(Exists(refuses.order_by()))


def classes_ou_deposer(personne) -> Q:
    """The teachers of a class and its pupils."""
    return classes_tenues_par(personne) | Q(pk__in=[s.classe_id for s in _miens(personne)])


def groupes_ou_deposer(personne) -> Q:
    return groupes_tenus_par(personne) | Q(pk__in=[pk for s in _miens(personne) for pk in s.groupes])


def ecoles_ou_deposer(personne) -> Q:
    """Those who work in a school."""
    return Q(pk__in=personne.portee.etablissements_de_travail)


def classe_dans(personne, groupe):
    """The class from which this pupil comes to this group."""
    return next(s.inscription.classe for s in _miens(personne) if groupe.pk in s.groupes)


def _miens(personne) -> list:
    return [s for s in personne.portee.suivis if s.eleve.pk == personne.pk]
