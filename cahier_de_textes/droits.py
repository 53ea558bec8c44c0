"""Who may see, give and tick a travail."""

from django.db.models import Q
from django.utils import timezone

RIEN = Q(pk__in=[])


def donne_a(suivi) -> Q:
    """Given to this child: to their whole class, to their level in it, or to one of their groups."""
    return Q(classe=suivi.classe_id, niveau__in=["", suivi.niveau]) | Q(groupe__in=suivi.groupes)


def travaux_visibles_par(personne) -> Q:
    """Families and pupils see what was given to the child, once quiet hours are over; its teachers and the direction, all.

    A travail that was withdrawn is seen by nobody.
    """
    portee = personne.portee
    des_enfants = RIEN
    for suivi in portee.suivis:
        des_enfants |= donne_a(suivi)
    du_travail = (
        Q(classe__in=portee.classes_tenues)
        | Q(groupe__in=portee.groupes_tenus)
        | Q(etablissement__in=portee.etablissements_diriges)
    )
    return Q(retire_le=None) & (du_travail | (Q(visible_le__lte=timezone.now()) & des_enfants))


def travaux_modifiables_par(personne) -> Q:
    """The teachers of the class or group (co-teachers and remplaçants included) correct or withdraw a travail."""
    return Q(retire_le=None) & (
        Q(classe__in=personne.portee.classes_tenues) | Q(groupe__in=personne.portee.groupes_tenus)
    )


def peut_donner_travail(personne, *, classe=None, groupe=None) -> bool:
    """One gives work to the classes and groups one teaches today."""
    if classe is not None:
        return classe.pk in personne.portee.classes_tenues
    return groupe is not None and groupe.pk in personne.portee.groupes_tenus


def peut_cocher(personne, travail, eleve) -> bool:
    """The pupil ticks their own work; a responsable ticks for their child."""
    return any(
        s.eleve.pk == eleve.pk
        and (
            (travail.classe_id == s.classe_id and travail.niveau in ("", s.niveau))
            or travail.groupe_id in s.groupes
        )
        for s in personne.portee.suivis
    )
